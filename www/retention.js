/**
 * What is kept of tickets beside the event log has its time as well: samples of the eval set, and solved tickets, whose
 * index is made anew without the old ones.
 */
import { expireSamples } from "./evaluation/set.js";
import { readHistory, readSolved, saveChange } from "./store.js";

const DAY = 86_400_000;
const LOOKED = "retention_looked";

/**
 * Removes what was kept longer than so many days. Solved tickets are looked through once a day.
 *
 * @param {number} days
 * @param {{isAsked?: boolean}} [how] `isAsked` looks through solved tickets now
 * @returns {Promise<{samples: number, solved: number}>} how many of each were removed
 */
export function expireStored(days, { isAsked = false } = {}) {
  // One window is enough.
  return navigator.locks.request("handrail-retention", async () => {
    const samples = await expireSamples(days);
    const { [LOOKED]: looked } = /** @type {{retention_looked?: {at: number, days: number}}} */ (await chrome.storage.local.get(LOOKED));
    if (!isAsked && looked && looked.days === days && Date.now() - looked.at < DAY) return { samples, solved: 0 };
    const solved = await expireSolved(new Date(Date.now() - days * DAY).toISOString());
    await chrome.storage.local.set({ [LOOKED]: { at: Date.now(), days } });
    return { samples, solved };
  });
}

/** @param {string} before @returns {Promise<number>} */
async function expireSolved(before) {
  const { count, saved_at, format } = await readHistory();
  const savedAt = saved_at ?? "";
  if (count === 0 || !(await readSolved()).some(({ kept_at = savedAt }) => kept_at < before)) return 0;
  const worker = new Worker(new URL("settings/import_worker.js", import.meta.url), { type: "module", name: "handrail-import" });
  try {
    /** @type {import("./settings/import_worker.js").Outcome} */
    const outcome = await new Promise((resolve, reject) => {
      worker.addEventListener("message", ({ data }) => {
        if (data.outcome) resolve(data.outcome);
        if (data.error) reject(Object.assign(new Error(data.error.message), data.error));
      });
      worker.addEventListener("error", ({ message }) => reject(new Error(message || "old solved tickets could not be removed")));
      worker.postMessage({ kind: "history", files: [], keptBefore: before, savedAt, isBuilt: Boolean(format) });
    });
    const { changes, index = null, count: left, format: written } = outcome;
    await saveChange("history", { put: changes.put, removed: changes.removed, index, count: left, format: written });
    return changes.removed.length;
  } finally {
    worker.terminate();
  }
}
