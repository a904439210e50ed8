/**
 * Runs in the panel: how long each ticket takes from its address to its painted analysis, what of it was the helpdesk's,
 * and what moved or hung meanwhile. It only watches: the panel has no part for measurements.
 */
export function observe() {
  /** @type {{ticket: string, total: number, own: number}[]} */
  const switches = [];
  /** @type {number[]} */
  const tasks = [];
  let shift = 0;
  let lateShift = 0;
  let changed = 0;
  let painted = true;
  /** Time in which at least one call into the page was under way. */
  let fetching = 0;
  let under = 0;
  let since = 0;

  const { executeScript } = chrome.scripting;
  chrome.scripting.executeScript = /** @type {typeof executeScript} */ (
    async (/** @type {any} */ injection) => {
      // Marking comes after the painting, and asks the helpdesk nothing.
      if (injection.func?.name === "markInPage") return executeScript(injection);
      if (under === 0) since = performance.now();
      under += 1;
      try {
        return await executeScript(injection);
      } finally {
        under -= 1;
        if (under === 0 && !painted) fetching += performance.now() - Math.max(since, changed);
      }
    }
  );
  chrome.tabs.onUpdated.addListener((_, { url }) => {
    if (!url) return;
    changed = performance.now();
    painted = false;
    fetching = 0;
  });
  const view = /** @type {HTMLElement} */ (document.querySelector("#view"));
  new MutationObserver(() => {
    const { ticket } = view.dataset;
    if (!ticket || painted) return;
    const [start, helpdesk] = [changed, fetching];
    painted = true;
    // The frame that shows it is made after this callback, and is over when a message sent in it arrives.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const total = performance.now() - start;
        switches.push({ ticket, total, own: total - helpdesk });
      };
      port2.postMessage(null);
    });
  }).observe(view, { attributes: true, attributeFilter: ["data-ticket"] });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, startTime } = /** @type {PerformanceEntry & {value: number}} */ (entry);
      shift += value;
      if (painted && startTime > changed + (switches.at(-1)?.total ?? 0)) lateShift += value;
    }
  }).observe({ type: "layout-shift" });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: "longtask" });

  Object.assign(globalThis, { bench: { switches, tasks, shifts: () => ({ shift, lateShift }) } });
}
