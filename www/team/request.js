/**
 * Asking for the team's document: the one request that the extension makes by itself, from the background script,
 * because no page of it may connect to anything. Every request is listed where each panel shows it.
 *
 * @typedef {import("../hosts/ledger.js").Entry} Entry
 * @typedef {{count: number, entries: Entry[]}} Requests since the browser was started
 *
 * @typedef {object} Question
 * @property {"team document"} kind
 * @property {string} address
 * @property {string | null} etag of the document that is there already
 *
 * @typedef {object} Answer
 * @property {number} status 0 when none came
 * @property {string | null} etag
 * @property {string} text
 * @property {string} [error]
 */

const KEY = "team_requests";
/** How many requests are listed; all are counted. */
const LISTED = 50;
/** Longer than a file of this size takes. */
const TIME_LIMIT = 20_000;
/** Settings with a large customer directory stay far below. */
const SIZE_LIMIT = 8_000_000;

/**
 * Runs in the background script.
 *
 * @param {Question} question
 * @returns {Promise<Answer>}
 */
export async function request({ address, etag }) {
  /** @type {Answer} */
  let answer = { status: 0, etag: null, text: "" };
  try {
    const response = await fetch(address, {
      headers: etag ? { "If-None-Match": etag } : {},
      // What is conditional here is not left to the browser's cache.
      cache: "no-store",
      // A file on the helpdesk or the intranet may need the agent's session there.
      credentials: "include",
      // Nothing is asked that is not shown.
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(TIME_LIMIT),
    });
    answer = { status: response.status, etag: response.headers.get("ETag"), text: response.ok ? await limited(response) : "" };
  } catch (error) {
    answer.error = error instanceof Error ? error.message : String(error);
  }
  const { origin, pathname } = new URL(address);
  await noted({ method: "GET", origin, path: pathname, status: answer.status, at: Date.now() });
  return answer;
}

/** @param {Response} response */
async function limited(response) {
  if (Number(response.headers.get("Content-Length")) > SIZE_LIMIT) throw new Error("the file is larger than 8 MB");
  const text = await response.text();
  if (text.length > SIZE_LIMIT) throw new Error("the file is larger than 8 MB");
  return text;
}

/** @param {Entry} entry */
async function noted(entry) {
  const { count, entries } = await readRequests();
  await chrome.storage.session.set({ [KEY]: { count: count + 1, entries: [...entries, entry].slice(-LISTED) } });
}

/** @returns {Promise<Requests>} */
export async function readRequests() {
  const { [KEY]: requests } = await chrome.storage.session.get(KEY);
  return /** @type {Requests | undefined} */ (requests) ?? { count: 0, entries: [] };
}

/** @param {(requests: Requests) => void} on */
export function watchRequests(on) {
  chrome.storage.session.onChanged.addListener((changes) => {
    if (changes[KEY]?.newValue) on(/** @type {Requests} */ (changes[KEY].newValue));
  });
}
