/**
 * Runs tickets through the engine, away from the page's own thread: held against their labels, or by two settings, to
 * see what flips.
 *
 * It is sent one `Job`, and answers `{done, total}` while it works, then `{judged, figures}` or `{flips, summary}`, or
 * `{error}`. It is ended to cancel.
 *
 * @typedef {object} Job
 * @property {"judge" | "flips"} what
 * @property {string} settings the lead's document; of flips, as it would be
 * @property {string} [before] of flips, as it is
 * @property {{id: string, drawn: string, text: string, now: string, expect: import("../evaluation/set.js").Expectation | null}[]} samples
 * @property {number} [wanted] the share of right answers that a threshold has to reach
 *
 * @typedef {{id: string, drawn: string, expect: import("../evaluation/set.js").Expectation, verdict: import("../evaluation/set.js").Verdict, priority: string}} Judged
 *
 * @typedef {{aspect: "intent" | "trigger" | "tier" | "route" | "policy" | "priority", subject: string, before: string, after: string}} Flip
 * @typedef {{id: string, ticket: string, subject: string, flips: Flip[]}} TicketFlips
 * @typedef {{tickets: number, changed: number, counts: {flip: Flip, count: number}[]}} FlipSummary
 */
import init, { Assets, Engine, defaultFiles, evaluationFigures, flipSummary, judgeSample, loadDefaults, ticketFlips } from "../../pkg/workbench.js";
import { provideDefaults } from "../defaults.js";

/** So often the page hears how far it is (ms). */
const BEAT = 60;

self.addEventListener("message", async ({ data }) => {
  try {
    self.postMessage(await work(data));
  } catch (error) {
    const { code = "unknown", message = String(error), help = "" } = /** @type {any} */ (error ?? {});
    self.postMessage({ error: { code, message, help } });
  }
});

/** @param {Job} job */
async function work({ what, settings, before = "", samples, wanted = 0.9 }) {
  await init({ module_or_path: new URL("../../pkg/workbench_bg.wasm", import.meta.url) });
  await provideDefaults({ defaultFiles, loadDefaults });
  const assets = new Assets();
  // Articles and solved tickets decide no verdict that is compared here.
  const names = ["vectors", "intent", "triggers", "sentiment", "language", "zones"];
  const files = await Promise.all(names.map((name) => fetch(new URL(`../data/${name}.dat`, import.meta.url)).then((answer) => answer.arrayBuffer())));
  for (const [index, name] of names.entries()) assets.load(name, new Uint8Array(files[index] ?? new ArrayBuffer(0)));
  const present = Date.now();
  const moment = (/** @type {string} */ now) => (now ? Date.parse(now) : present);
  const after = new Engine(settings, assets);
  let told = 0;
  const tell = (/** @type {number} */ done) => {
    if (performance.now() - told < BEAT && done > 0) return;
    told = performance.now();
    self.postMessage({ done, total: samples.length });
  };
  if (what === "judge") {
    const judged = samples.map(({ id, drawn, text, now, expect }, index) => {
      tell(index);
      return judgeSample(after, text, { id, drawn, expect: expect ?? {}, nowMs: moment(now) });
    });
    return { judged, figures: evaluationFigures(judged, wanted) };
  }
  const was = new Engine(before, assets);
  const flips = samples.map(({ id, text, now }, index) => {
    tell(index);
    return { id, ...ticketFlips(was, after, text, moment(now)) };
  });
  return { flips: flips.filter((one) => one.flips.length > 0), summary: flipSummary(flips) };
}
