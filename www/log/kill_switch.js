/**
 * The kill switch: one key in this browser, which every panel watches. While it is on, whatever the settings say,
 * nothing beyond phase 1 happens here.
 *
 * @typedef {{at: string, actor: string, reason: string}} Killed
 */
import { append, pseudonym } from "./log.js";

const KEY = "kill_switch";

/** @returns {Promise<Killed | null>} `null` while it is off */
export async function readKillSwitch() {
  const { [KEY]: killed } = await chrome.storage.local.get(KEY);
  return /** @type {Killed | undefined} */ (killed) ?? null;
}

/** Acts first, writes it down then. @param {boolean} on @param {string} reason */
export async function setKillSwitch(on, reason) {
  if (on) await chrome.storage.local.set({ [KEY]: { at: new Date().toISOString(), actor: await pseudonym(), reason } });
  else await chrome.storage.local.remove(KEY);
  await append("phase_changed", { phase: on ? 1 : 0, kill_switch: on, reason });
}

/** @param {(killed: Killed | null) => void} on */
export function watchKillSwitch(on) {
  chrome.storage.local.onChanged.addListener((changes) => {
    if (changes[KEY]) on(/** @type {Killed | undefined} */ (changes[KEY].newValue) ?? null);
  });
}
