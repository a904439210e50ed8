/**
 * What the event log proves, as the sections show it: computed once in a worker, by the function that `handrail
 * report` runs, and again when something was written.
 *
 * @typedef {{part: number, of: number, share: number, low: number, high: number}} Proportion
 * @typedef {{value: number, low: number, high: number}} Difference
 * @typedef {{name: string, met: boolean, words: string}} Condition
 * @typedef {{phase: number, category: string, met: boolean, opened_by: {actor: string, at: string, reason: string} | null, conditions: Condition[]}} Gate
 * @typedef {{name: string, entries: number, expired: number, first_at: string, last_at: string, head: {seq: number, hash: string}, faults: import("./document.js").Diagnostic[]}} LogState
 * @typedef {{month: string, searched: number, nothing_fits: Proportion, opened: Proportion, helpful: Proportion, judged: number, recall_at_1: Proportion, recall_at_5: Proportion, mrr: Difference, ndcg_at_10: Difference}} ArticlePeriod
 *
 * @typedef {object} Report
 * @property {string} now
 * @property {LogState[]} logs
 * @property {{kind: string, count: number}[]} kinds
 * @property {any} figures
 * @property {{overall: ArticlePeriod, months: ArticlePeriod[], articles: {article: string, shown: number, opened: number, helpful: number, not_helpful: number}[], gaps: {intent: string, count: number}[]}} articles
 * @property {Gate} drafts
 * @property {Gate[]} autonomy
 *
 * @typedef {{report?: Report, error?: import("./document.js").Diagnostic, lost?: {seq: number, hash: string, noticed_at: string, left: number}[]}} Evidence
 */
import { noted } from "../log/log.js";

/** @type {Evidence} */
let found = {};
/** Logs of other agents that were imported for a look. @type {{name: string, text: string, head: string}[]} */
let others = [];
/** @type {Promise<void> | undefined} */
let running;
/** @type {Set<() => void>} */
const waiting = new Set();

/** What is known now. @returns {Evidence} */
export const evidence = () => found;

/** Calls back whenever it was computed anew, as long as the element is on the page. @param {Node} place @param {() => void} show */
export function whenKnown(place, show) {
  const once = () => {
    if (place.isConnected) return show();
    waiting.delete(once);
  };
  waiting.add(once);
  if (found.report || found.error) show();
}

/** Looks at logs of other agents as well. @param {{name: string, text: string}[]} files @param {import("./document.js").SettingsDocument} settings */
export function alsoRead(files, settings) {
  others = [...others.filter(({ name }) => !files.some((file) => file.name === name)), ...files.map((file) => ({ ...file, head: "" }))];
  return compute(settings);
}

/** @param {import("./document.js").SettingsDocument} settings */
export function compute(settings) {
  running ??= run(settings).finally(() => (running = undefined));
  return running;
}

/** @param {import("./document.js").SettingsDocument} settings */
async function run(settings) {
  const { head, lost } = await noted();
  const worker = new Worker(new URL("log_worker.js", import.meta.url), { type: "module", name: "handrail-log" });
  /** @type {Evidence} */
  const answer = await new Promise((resolve) => {
    worker.addEventListener("message", ({ data }) => resolve(data));
    worker.addEventListener("error", ({ message }) => resolve({ error: { code: "unknown", message: message || "the log could not be read", help: "Reload the page." } }));
    worker.postMessage({ head: head?.hash ?? "", gates: settings.value(["phases", "gates"]) ?? null, files: others });
  });
  worker.terminate();
  found = { ...answer, lost };
  for (const show of waiting) show();
}

/** A share as people read it. @param {Proportion} share */
export function shareWords({ part, of, share, low, high }) {
  if (of === 0) return "none yet";
  const percent = (/** @type {number} */ value) => `${Math.round(value * 1000) / 10} %`;
  return `${percent(share)} (${part} of ${of}; 95 % interval ${percent(low)} to ${percent(high)})`;
}

/** The same in little room. @param {Proportion} share */
export function shareCell({ part, of, share, low, high }) {
  if (of === 0) return "—";
  return `${Math.round(share * 100)} % (${Math.round(low * 100)}–${Math.round(high * 100)}), ${part}/${of}`;
}

/** @param {Difference} mean @param {number} of */
export const meanWords = ({ value, low, high }, of) => (of === 0 ? "none yet" : `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`);
