/**
 * What this browser knows of the team's document: where it is, which key signs it, and the last good one.
 *
 * @typedef {object} Newest the newest document that the key has signed, whether or not its settings can be used
 * @property {number} revision
 * @property {string} digest of what was signed
 * @property {string} published_at
 * @property {string} valid_until
 * @property {number} max_age_hours
 * @property {string} kill_switch
 *
 * @typedef {object} TeamState
 * @property {string} address
 * @property {string} key `""` until the first document pins it
 * @property {"policy" | "import" | "first document"} pinned_by
 * @property {Newest | null} newest
 * @property {{revision: number, text: string, received_at: string} | null} accepted the settings in use
 * @property {string | null} etag of the newest document
 * @property {number} asked_at milliseconds since 1970
 * @property {string | null} confirmed_at when the address last said what is the newest
 * @property {Problem | null} problem of the last request
 *
 * @typedef {object} Problem
 * @property {string} code its words are `team.CODE`
 * @property {Record<string, string | number>} values for the words
 */
const KEY = "team";
const HOUR = 3_600_000;

/** @param {string} address @param {string} key @param {TeamState["pinned_by"]} by @returns {TeamState} */
export const following = (address, key, by) => ({ address, key, pinned_by: by, newest: null, accepted: null, etag: null, asked_at: 0, confirmed_at: null, problem: null });

/**
 * The team's document as it is followed here; the policy decides before the browser's own choice.
 *
 * @param {import("./policy.js").Policy} policy
 * @returns {Promise<TeamState | null>} `null` where none is followed
 */
export async function readTeam({ address, key }) {
  const { [KEY]: stored } = /** @type {{team?: TeamState}} */ (await chrome.storage.local.get(KEY));
  const isOther = (address && stored?.address !== address) || (key && stored?.key !== key);
  if (stored && !isOther) return stored;
  // What another key has signed, or stood at another address, counts for nothing.
  const where = address || stored?.address;
  return where ? following(where, key, key ? "policy" : "first document") : null;
}

/** @param {TeamState | null} state `null` to follow no longer */
export async function writeTeam(state) {
  if (state) await chrome.storage.local.set({ [KEY]: state });
  else await chrome.storage.local.remove(KEY);
}

/** @param {() => void} on */
export function watchTeam(on) {
  chrome.storage.local.onChanged.addListener((changes) => {
    if (changes[KEY]) on();
  });
}

/**
 * Why what is known is too old to go by, as words' key and values; `null` when it is not.
 *
 * @param {TeamState} state
 * @param {number} now
 * @returns {{say: string, values: Record<string, string | number>} | null}
 */
export function staleness({ newest, confirmed_at: confirmed, address }, now) {
  if (!newest || !confirmed) return { say: "stop.never", values: { address } };
  if (now > Date.parse(newest.valid_until)) return { say: "stop.expired", values: { revision: newest.revision, until: newest.valid_until } };
  if (now - Date.parse(confirmed) > newest.max_age_hours * HOUR) return { say: "stop.unconfirmed", values: { address, at: confirmed, hours: newest.max_age_hours } };
  return null;
}
