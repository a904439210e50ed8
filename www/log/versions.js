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
 */
import { append, parsed, readOfKind, readSettingsDocument, sha256 } from "./log.js";
import { differences } from "./difference.js";

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

/**
 * Writes down that the settings were changed.
 *
 * @param {{text: string, before: string, revision: number, reason?: string, backTo?: number | undefined}} change
 */
export async function recordSettings({ text, before, revision, reason = "", backTo }) {
  const hash = await sha256(text);
  const [from, to] = [asDocument(before), asDocument(text)];
  const changed = differences(from, to).map(({ path }) => path);
  const said = { revision, document: hash, changed: changed.slice(0, LISTED), ...(changed.length > LISTED && { changed_in_all: changed.length }), reason, ...(backTo === undefined ? {} : { back_to: backTo }) };
  await append("settings_changed", said, { settings: { hash, text } });
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
 * Notices settings that came into use without an entry: saved by an older Handrail, or written by other means.
 *
 * @param {{text: string, revision: number}} saved
 */
export async function reconcile({ text, revision }) {
  const [newest] = await readVersions();
  if (!newest && !text) return;
  const hash = await sha256(text);
  if (newest?.document === hash) return;
  const before = newest ? ((await textOf(newest)) ?? "") : "";
  await recordSettings({ text, before, revision, reason: newest ? "found changed, without an entry that says by whom" : "in use when the log began" });
}
