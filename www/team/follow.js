/**
 * Follows the team's document: asks for it while somebody can see the panel, and takes what is newer, signed by the
 * pinned key, and sound.
 *
 * @typedef {import("./state.js").TeamState} TeamState
 * @typedef {import("./envelope.js").TeamDocument} TeamDocument
 *
 * @typedef {(settings: string) => Promise<string | null>} Check what is wrong with settings, in words
 */
import { originPattern } from "../origin.js";
import { sha256 } from "../log/log.js";
import { Refused, open } from "./envelope.js";
import { fingerprint } from "./keys.js";
import { readPolicy } from "./policy.js";
import { readTeam, writeTeam } from "./state.js";

/** The address is asked at most so often, by all windows together. */
const PERIOD = 60_000;
const LOCK = "handrail-team";

/** Settings as they are kept: the same text in every browser. @param {TeamDocument} document */
export const settingsText = ({ settings }) => `${JSON.stringify(settings, null, 2)}\n`;

/**
 * What becomes of the state by a document.
 *
 * @param {TeamState} state
 * @param {{text: string, etag: string | null}} answer
 * @param {Check} check
 * @param {string} now RFC 3339
 * @returns {Promise<TeamState>}
 * @throws {Refused} when the document counts for nothing: the state stays as it is
 */
export async function taken(state, { text, etag }, check, now) {
  const { document, key, signed } = await open(text);
  if (state.key && key !== state.key) throw new Refused("other_key", { key: await fingerprint(key), pinned: await fingerprint(state.key) });
  const digest = await sha256(signed);
  const { newest } = state;
  if (newest && document.revision < newest.revision) throw new Refused("older", { revision: document.revision, newest: newest.revision });
  if (newest && document.revision === newest.revision && digest !== newest.digest) throw new Refused("same_revision", { revision: newest.revision });
  const { revision, published_at, valid_until, max_age_hours, kill_switch } = document;
  /** @type {TeamState} */
  const next = { ...state, key, newest: { revision, digest, published_at, valid_until, max_age_hours, kill_switch }, confirmed_at: now, problem: null };
  if (state.accepted?.revision === revision) return { ...next, etag };
  const settings = settingsText(document);
  const wrong = await check(settings);
  // Its kill switch and its time count all the same. Without its ETag it is asked for again: a newer Handrail may take it.
  if (wrong !== null) return { ...next, etag: null, problem: { code: "refused", values: { revision, cause: wrong } } };
  return { ...next, etag, accepted: { revision, text: settings, received_at: now } };
}

/** @param {string} address @param {string | null} etag @returns {Promise<import("./request.js").Answer>} */
export const ask = (address, etag) => chrome.runtime.sendMessage({ kind: "team document", address, etag });

/** Whether the browser lets Handrail ask this address. @param {string} address */
export async function mayAsk(address) {
  const pattern = originPattern(address);
  return pattern !== undefined && (await chrome.permissions.contains({ origins: [pattern] }).catch(() => false));
}

/**
 * Asks for the document, if it is time.
 *
 * @param {Check} check
 * @param {{atOnce?: boolean}} [options] whether a person asks
 * @returns {Promise<number>} milliseconds until it is time again
 */
export function poll(check, { atOnce = false } = {}) {
  return navigator.locks.request(LOCK, async () => {
    const state = await readTeam(await readPolicy());
    if (!state) return PERIOD;
    const since = Date.now() - state.asked_at;
    if (!atOnce && since >= 0 && since < PERIOD) return PERIOD - since;
    await writeTeam({ ...(await asked(state, check)), asked_at: Date.now() });
    return PERIOD;
  });
}

/** @param {TeamState} state @param {Check} check @returns {Promise<TeamState>} */
async function asked(state, check) {
  const { host } = new URL(state.address);
  const failed = (/** @type {string} */ code, /** @type {Record<string, string | number>} */ values = {}) => ({ ...state, problem: { code, values: { host, ...values } } });
  if (!(await mayAsk(state.address))) return failed("no_permission");
  const answer = await ask(state.address, state.newest ? state.etag : null);
  const { status, error } = answer;
  const now = new Date().toISOString();
  if (status === 304) return { ...state, confirmed_at: now, problem: null };
  if (status === 0) return failed("unreachable", { cause: error ?? "" });
  if (status !== 200) return failed("answers", { status });
  try {
    return await taken(state, answer, check, now);
  } catch (refusal) {
    if (refusal instanceof Refused) return failed(refusal.code, refusal.values);
    return failed("unverified", { cause: refusal instanceof Error ? refusal.message : String(refusal) });
  }
}

/**
 * Follows while this page can be seen.
 *
 * @param {Check} check
 */
export function follow(check) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const next = async () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") return;
    const wait = await poll(check).catch(() => PERIOD);
    clearTimeout(timer);
    timer = setTimeout(() => void next(), wait);
  };
  document.addEventListener("visibilitychange", () => void next());
  // Allowed, or told by policy, where nothing could be asked before.
  const again = () => void poll(check, { atOnce: true }).catch(() => {});
  chrome.permissions.onAdded.addListener(again);
  chrome.storage.onChanged.addListener((_, area) => area === "managed" && again());
  return next();
}
