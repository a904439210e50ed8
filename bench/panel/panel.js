/** `cargo xtask bench panel`: the panel itself in Chromium, printed beside the budgets. Nothing is asserted here. */
import { waitFor } from "../../tests/desks/process.js";
import { HUGE, startSinglePage } from "../../tests/desks/single_page.js";
import { launch } from "../../tests/e2e/browser.js";
import { analysisOf, stayOn, visiblePanel } from "../../tests/e2e/panel.js";
import { observe } from "./observe.js";

const LIMIT = 60_000;
/** Switches for the times, and after how many the memory is read. */
const TIMED = 100;
const EARLY = 200;
const LATE = 1_000;
const STARTS = 10;

const desk = await startSinglePage();
const driven = await launch();

/** @param {number[]} values @param {number} share */
function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** @param {string} what @param {string} value @param {string} [budget] */
const line = (what, value, budget = "") => console.log(`${what.padEnd(62)}${value.padStart(22)}  ${budget}`);
const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
const mb = (/** @type {number} */ value) => `${(value / 1e6).toFixed(2)} MB`;

try {
  const page = await driven.newPage(`${desk.origin}/tickets/1/`);
  await driven.openPanel(page);
  await analysisOf(driven, 1);
  await stayOn(driven, desk.origin);
  const open = async () => {
    const panel = (await visiblePanel(driven))?.page;
    if (!panel) throw new Error("no panel is open");
    return panel;
  };
  const panel = await open();
  // The panel for the window has come in the place of that of the tab.
  await waitFor(async () => (await driven.pages()).length === 1, 3_000);

  /** @param {number} id */
  async function show(id) {
    await page.evaluate((number) => /** @type {any} */ (globalThis).openTicket(number), id);
    const isShown = await waitFor(() => panel.evaluate((wanted) => /** @type {any} */ (globalThis).bench.switches.at(-1)?.ticket === wanted, String(id)), LIMIT);
    if (!isShown) throw new Error(`ticket ${id} was not shown`);
  }
  const read = () => panel.evaluate(() => ({ .../** @type {any} */ (globalThis).bench, ...(/** @type {any} */ (globalThis).bench.shifts()), tasks: /** @type {any} */ (globalThis).bench.tasks.splice(0) }));

  await panel.evaluate(observe);
  for (let id = 2; id < 12; id += 1) await show(id); // the browser compiles what is run often
  await read();
  const warm = (await read()).switches.length;
  for (let id = 20; id < 20 + TIMED; id += 1) await show(id);
  const timed = await read();
  /** @type {{total: number, own: number}[]} */
  const switches = timed.switches.slice(warm);
  const own = switches.map((one) => one.own);
  const total = switches.map((one) => one.total);
  line(`ticket change to painted panel, ${switches.length} tickets: p50 / p95`, `${ms(at(own, 0.5))} / ${ms(at(own, 0.95))}`, "p95 100 ms");
  line("  with the helpdesk's answers", `${ms(at(total, 0.5))} / ${ms(at(total, 0.95))}`);
  line("layout shift after the painting", timed.lateShift.toFixed(4), "0");
  line("layout shift from the skeleton to the analysis as well", timed.shift.toFixed(4));
  line("long tasks over 50 ms", timed.tasks.length === 0 ? "none" : timed.tasks.map(ms).join(", "), "none");
  await show(HUGE);
  const huge = await read();
  line("a ticket of 1 MB: change to painted panel", ms(huge.switches.at(-1)?.own ?? 0));
  line("  long tasks over 50 ms in the panel", huge.tasks.length === 0 ? "none" : huge.tasks.map(ms).join(", "), "none");

  /** Heaps after a collection: the panel's document, its engine's thread, the ticket's page. */
  async function heaps() {
    const worker = panel.workers().find((one) => one.url().includes("worker.js"));
    const sizes = [];
    for (const client of [await panel.createCDPSession(), worker?.client, await page.createCDPSession()]) {
      if (!client) throw new Error("the engine's thread is not there");
      await client.send("HeapProfiler.collectGarbage");
      const { usedSize, backingStorageSize = 0, embedderHeapUsedSize = 0 } = /** @type {any} */ (await client.send("Runtime.getHeapUsage"));
      sizes.push(usedSize + backingStorageSize + embedderHeapUsedSize);
    }
    return sizes;
  }
  let early = [0, 0, 0];
  for (let count = 1; count <= LATE; count += 1) {
    await show(1_000 + count);
    if (count === EARLY) early = await heaps();
  }
  const late = await heaps();
  for (const [index, name] of ["the panel's document", "the engine's thread", "the ticket's page"].entries()) {
    line(`memory of ${name} after ${EARLY} / ${LATE} tickets`, `${mb(early[index] ?? 0)} / ${mb(late[index] ?? 0)}`, index < 2 ? "flat" : "");
  }

  const starts = [];
  for (let count = 0; count < STARTS; count += 1) {
    await panel.reload();
    starts.push(await panel.evaluate(() => new Promise((resolve) => {
      const view = /** @type {HTMLElement} */ (document.querySelector("#view"));
      const done = () => view.dataset["ticket"] && requestAnimationFrame(() => resolve(performance.now()));
      if (!done()) new MutationObserver((_, observer) => void (done() && observer.disconnect())).observe(view, { attributes: true });
    })));
  }
  line(`cold start of the panel to its first analysis, ${STARTS} starts: p50 / most`, `${ms(at(starts, 0.5))} / ${ms(at(starts, 1))}`, "300 ms and the helpdesk");
} finally {
  await driven.close();
  desk.stop();
}
