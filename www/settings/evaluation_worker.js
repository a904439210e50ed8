/**
 * Runs tickets through the engine, away from the page's own thread: held against their labels, or by two settings, to
 * see what flips.
 *
 * It is sent one `Job`, and answers `{done}` while it works, then `{results}`, one for each ticket, or `{error}`. It is
 * ended to cancel. Several of them share the tickets (`evaluation_run.js`).
 *
 * @typedef {object} Job
 * @property {"judge" | "flips"} what
 * @property {string} settings the lead's document; of flips, as it would be
 * @property {string} [before] of flips, as it is
 * @property {{id: string, drawn: string, text: string, now: string, expect: import("../evaluation/set.js").Expectation | null}[]} samples
 *
 * @typedef {{id: string, drawn: string, expect: import("../evaluation/set.js").Expectation, verdict: import("../evaluation/set.js").Verdict, priority: string}} Judged
 *
 * @typedef {{aspect: "intent" | "trigger" | "tier" | "route" | "policy" | "priority", subject: string, before: string, after: string}} Flip
 * @typedef {{id: string, ticket: string, subject: string, flips: Flip[]}} TicketFlips
 * @typedef {{tickets: number, changed: number, counts: {flip: Flip, count: number}[]}} FlipSummary
 */
import "../no_connections.js";
import init, { Assets, Engine, defaultFiles, judgeSample, loadDefaults, ticketFlips } from "../../pkg/workbench.js";
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
async function work({ what, settings, before = "", samples }) {
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
    self.postMessage({ done });
  };
  const was = what === "flips" ? new Engine(before, assets) : undefined;
  const results = samples.map(({ id, drawn, text, now, expect }, index) => {
    tell(index);
    return was ? { id, ...ticketFlips(was, after, text, moment(now)) } : judgeSample(after, text, { id, drawn, expect: expect ?? {}, nowMs: moment(now) });
  });
  return { results };
}
