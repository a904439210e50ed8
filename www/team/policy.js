/**
 * The organisation's policy: `storage.managed`, which administrators fill (docs/ADMINS.md). Nobody can change it in
 * the browser.
 *
 * @typedef {object} Policy
 * @property {string} settings JSON text that locks what it sets; `""` when there is none
 * @property {string} address of the team's document; `""` when the policy names none
 * @property {string} key public key that signs it; `""` when the policy names none
 * @property {string | null} killSwitch why the assistant is stopped; `null` while it is not
 * @property {string} problem what is wrong with the policy; `""` when nothing is
 */
import { isPublicKey } from "./keys.js";

/** @type {Policy} */
export const NO_POLICY = { settings: "", address: "", key: "", killSwitch: null, problem: "" };

/** @returns {Promise<Policy>} */
export async function readPolicy() {
  try {
    return policyOf(await chrome.storage.managed.get(null));
  } catch {
    // Firefox rejects where no administrator has set anything.
    return NO_POLICY;
  }
}

/** @param {Record<string, unknown>} managed @returns {Policy} */
export function policyOf(managed) {
  const { settings, team_address: address, team_public_key: key, kill_switch: stopped, kill_switch_reason: reason } = managed;
  /** @type {string[]} */
  const problems = [];
  const word = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (value === undefined || value === null) return "";
    if (typeof value === "string") return value.trim();
    problems.push(`\`${name}\` is no text.`);
    return "";
  };
  /** @type {Policy} */
  const policy = { ...NO_POLICY, address: word("team_address", address), key: word("team_public_key", key), killSwitch: stopped === true || stopped === "true" || stopped === 1 ? word("kill_switch_reason", reason) || "no reason is given" : null };
  // Firefox's policies may hold the document itself, Chromium's hold its text.
  const text = typeof settings === "object" && settings !== null ? JSON.stringify(settings, null, 2) : word("settings", settings);
  try {
    const document = text ? JSON.parse(text) : {};
    if (typeof document !== "object" || document === null || Array.isArray(document)) throw new Error("it is no object");
    policy.settings = text;
  } catch (error) {
    problems.push(`\`settings\` is no settings document: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (policy.address && !/^https?:$/.test(URL.canParse(policy.address) ? new URL(policy.address).protocol : "")) {
    problems.push("`team_address` is no address of a web server.");
    policy.address = "";
  }
  if (policy.key && !isPublicKey(policy.key)) {
    problems.push("`team_public_key` is no public key, which is `ed25519:` and 44 characters.");
    // Nothing may be trusted in its place.
    policy.address = "";
  }
  policy.problem = problems.join(" ");
  return policy;
}

/** @param {() => void} on */
export function watchPolicy(on) {
  chrome.storage.onChanged.addListener((_, area) => {
    if (area === "managed") on();
  });
}
