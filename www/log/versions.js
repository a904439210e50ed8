/**
 * The settings' version history, kept in the event log: who saved what, when and why. The documents themselves are
 * stored beside the log by their hash, so that one can be looked at and gone back to.
 *
 * @typedef {object} Version
 * @property {number} seq of its entry
 * @property {string} at
 * @property {string} actor
 * @property {number} revision
 * @property {string} document hash of the document
 * @property {string[]} changed paths
 * @property {string} reason
 * @property {number} [back_to] revision that was gone back to
 * @property {string} [own] hash of this browser's own document, where another layer lies over it or takes its place
 * @property {"team" | "policy"} [by] who changed it, where it was not this browser
 */
import { append, parsed, readOfKind, readSettingsDocument, sha256 } from "./log.js";
import { differences } from "./difference.js";
import { fingerprint } from "../team/keys.js";

/** Which kill switches of others are on, as far as the log knows. */
const STOPS = "stops_noted";
/** How many changed paths an entry lists. */
const LISTED = 100;

/** @param {string} text @returns {any} */
const asDocument = (text) => {
  try {
    return text.trim() ? JSON.parse(text) : {};
  } catch {
    return {};
  }
};

/** Versions, newest first. @returns {Promise<Version[]>} */
export async function readVersions() {
  return (await readOfKind("settings_changed")).map(({ text }) => parsed(text)).reverse();
}

/** The text of a version; `undefined` where it is not stored here. @param {Version} version */
export const textOf = async ({ document }) => (await readSettingsDocument(document))?.text;

/** The text of this browser's own document in a version, to go back to. @param {Version} version */
export const ownTextOf = async ({ document, own }) => (await readSettingsDocument(own ?? document))?.text;

/**
 * Writes down that the settings were changed.
 *
 * @param {{text: string, own?: string, before: string, revision: number, reason?: string, backTo?: number | undefined, by?: "team" | "policy" | undefined}} change `text` and `before` are what was in force
 */
export async function recordSettings({ text, own = text, before, revision, reason = "", backTo, by }) {
  const [hash, ownHash] = [await sha256(text), await sha256(own)];
  const [from, to] = [asDocument(before), asDocument(text)];
  const changed = differences(from, to).map(({ path }) => path);
  const said = { revision, document: hash, changed: changed.slice(0, LISTED), ...(changed.length > LISTED && { changed_in_all: changed.length }), reason, ...(backTo === undefined ? {} : { back_to: backTo }), ...(by && { by }), ...(ownHash !== hash && { own: ownHash }) };
  await append("settings_changed", said, { settings: [{ hash, text }, { hash: ownHash, text: own }] });
  for (const { path, from: was, to: is } of /** @type {{path: string, from: any, to: any}[]} */ (differences(from.phases ?? {}, to.phases ?? {}))) {
    if (path === "mode") await append("phase_changed", { category: "", from: was ?? 1, phase: is ?? 1, reason });
    if (path !== "categories" && !path.startsWith("categories.")) continue;
    // All of them where there were none before, or are none any more; else one.
    const [before, after] = path === "categories" ? [was ?? {}, is ?? {}] : [{ [path.slice("categories.".length)]: was }, { [path.slice("categories.".length)]: is }];
    for (const category of new Set([...Object.keys(before), ...Object.keys(after)])) {
      // 0 stands for the phase of all others.
      await append("phase_changed", { category, from: before[category] ?? 0, phase: after[category] ?? 0, reason });
    }
  }
}

/**
 * Notices settings that came into use without an entry: by the team's document or the organisation's policy, saved by
 * an older Handrail, or written by other means; and kill switches that were pressed elsewhere.
 *
 * @param {object} now
 * @param {string} now.text the document in force
 * @param {string} now.own this browser's own
 * @param {number} now.revision
 * @param {import("../team/state.js").TeamState | null} now.team
 * @param {boolean} now.hasPolicy whether a policy lies over it
 * @param {import("../in_force.js").Stop[]} now.stops
 */
export async function reconcile({ text, own, revision, team, hasPolicy, stops }) {
  await noteStops(stops);
  const [newest] = await readVersions();
  if (!newest && !text) return;
  const hash = await sha256(text);
  if (newest?.document === hash) return;
  const before = newest ? ((await textOf(newest)) ?? "") : "";
  const change = { text, own, before, revision };
  if (team?.accepted && team.newest) return recordSettings({ ...change, by: "team", reason: `the team's document, revision ${team.accepted.revision}, signed by ${await fingerprint(team.key)}${hasPolicy ? ", under the organisation's policy" : ""}` });
  if (hasPolicy) return recordSettings({ ...change, by: "policy", reason: "the organisation's policy" });
  await recordSettings({ ...change, reason: newest ? "found changed, without an entry that says by whom" : "in use when the log began" });
}

/** Notes kill switches of the team and of the organisation, when they are pressed and released. @param {import("../in_force.js").Stop[]} stops */
async function noteStops(stops) {
  const { [STOPS]: noted = {} } = /** @type {{stops_noted?: Record<string, string>}} */ (await chrome.storage.local.get(STOPS));
  /** @type {Record<string, string>} */
  const now = {};
  for (const { by, why } of stops) if (by === "team" || by === "policy") now[by] = String(why.values["reason"]);
  const changed = ["team", "policy"].filter((by) => noted[by] !== now[by]);
  if (changed.length === 0) return;
  await chrome.storage.local.set({ [STOPS]: now });
  const whose = { team: "the team's document", policy: "the organisation's policy" };
  for (const by of changed) await append("phase_changed", { phase: by in now ? 1 : 0, kill_switch: by in now, reason: `${now[by] ?? "released"} (by ${whose[/** @type {"team" | "policy"} */ (by)]})` });
}
