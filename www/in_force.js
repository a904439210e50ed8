/**
 * Which settings hold in this browser: the lead's document (this browser's own, or the one published for the team),
 * under the organisation's policy; and in phase 1 while something says so.
 *
 * @typedef {import("./log/kill_switch.js").Killed} Killed
 * @typedef {import("./team/state.js").TeamState} TeamState
 * @typedef {import("./team/policy.js").Policy} Policy
 *
 * @typedef {object} Inputs
 * @property {string} own this browser's own document
 * @property {TeamState | null} team what is known of the team's document; `null` where none is followed
 * @property {Policy} policy
 * @property {Killed | null} killed the kill switch of this browser
 *
 * @typedef {object} Layer
 * @property {"own" | "team" | "policy"} name
 * @property {string} text
 *
 * @typedef {object} Stop why nothing beyond reading happens
 * @property {"here" | "team" | "policy" | "stale" | "broken"} by
 * @property {{say: string, values: Record<string, string | number>}} why key and values of the words
 *
 * @typedef {object} InForce
 * @property {string} text the document that the engine is built from
 * @property {string} document the same as it is without a stop; what the event log notes
 * @property {Layer[]} layers lowest first
 * @property {Stop[]} stops
 */
import { compose, inPhaseOne } from "./layers.js";
import { readKillSwitch } from "./log/kill_switch.js";
import { readPolicy } from "./team/policy.js";
import { readTeam, staleness } from "./team/state.js";

/** @param {string} text @returns {any} */
const asDocument = (text) => (text.trim() ? JSON.parse(text) : {});

/** The part of their own document that agents keep while they follow the team's. @param {string} own */
export function displayOf(own) {
  try {
    const { display } = asDocument(own);
    return display ? JSON.stringify({ display }) : "";
  } catch {
    return "";
  }
}

/** @param {Inputs} inputs @param {number} now milliseconds since 1970 @returns {InForce} */
export function inForce({ own, team, policy, killed }, now) {
  /** @type {Layer[]} */
  const layers = [];
  if (team?.accepted) {
    layers.push({ name: "team", text: team.accepted.text });
    const display = displayOf(own);
    if (display) layers.push({ name: "own", text: display });
  } else layers.push({ name: "own", text: own });
  if (policy.settings) layers.push({ name: "policy", text: policy.settings });
  const stops = stopsOf({ team, policy, killed }, now);
  const [only, ...others] = layers;
  let document = only?.text ?? "";
  let text = document;
  try {
    // A document that stands alone is taken to the letter.
    if (others.length > 0) text = document = `${JSON.stringify(compose(...layers.map((layer) => asDocument(layer.text))), null, 2)}\n`;
    if (stops.length > 0) text = JSON.stringify(inPhaseOne(asDocument(document)));
  } catch {
    // The engine says what is wrong with a text that is no JSON, and takes the shipped settings, which are phase 1.
  }
  return { text, document, layers, stops };
}

/** @param {Omit<Inputs, "own">} inputs @param {number} now @returns {Stop[]} */
function stopsOf({ team, policy, killed }, now) {
  /** @type {Stop[]} */
  const stops = [];
  const stop = (/** @type {Stop["by"]} */ by, /** @type {string} */ say, /** @type {Record<string, string | number>} */ values) => stops.push({ by, why: { say, values } });
  if (policy.killSwitch !== null) stop("policy", "stop.policy", { reason: policy.killSwitch });
  if (team?.newest?.kill_switch) stop("team", "stop.team", { at: team.newest.published_at, revision: team.newest.revision, reason: team.newest.kill_switch });
  if (killed) stop("here", "notice.killed_by", { ...killed });
  if (policy.problem) stop("broken", "stop.broken", { cause: policy.problem });
  const stale = team && staleness(team, now);
  if (stale) stops.push({ by: "stale", why: stale });
  return stops;
}

/** @param {string} own */
export async function readInputs(own) {
  const [policy, killed] = await Promise.all([readPolicy(), readKillSwitch()]);
  const team = await readTeam(policy);
  return { own, team, policy, killed };
}
