/**
 * A helpdesk's page in a tab, as an adapter sees it: what stands in it, and what its origin answers to
 * the agent's own session.
 *
 * @typedef {object} Field what to take from the page
 * @property {string} selector
 * @property {string} [attribute] its value instead of the text
 * @property {boolean} [all] of every match, not only the first
 * @property {Record<string, Field>} [each] an object of these for every match; selectors are relative to it, `""` is the match itself
 *
 * @typedef {Record<string, Field>} Fields
 *
 * @typedef {string | null | PickedList} PickedValue text, trimmed; `null` when nothing matches
 * @typedef {PickedValue[] | Picked[]} PickedList
 * @typedef {{[name: string]: any}} Picked
 *
 * @typedef {object} Answer
 * @property {string} path
 * @property {number} status 0 when none came
 * @property {"timeout" | "network" | "elsewhere" | null} failure
 * @property {string | null} etag
 * @property {string | null} lastModified
 * @property {string} text
 */
import { HostError } from "./host.js";
import { MARK_STYLE, markInPage, PORT } from "./marks_in_page.js";

/** How long the helpdesk may take to answer one request. */
const TIME_LIMIT = 15_000;

export class TabPage {
  #tabId;
  #ledger;
  #origin;

  /**
   * @param {number} tabId
   * @param {URL} url the page's address; one that has gone elsewhere meanwhile is not read
   * @param {import("./ledger.js").Ledger} ledger
   */
  constructor(tabId, url, ledger) {
    this.#tabId = tabId;
    this.#origin = url.origin;
    this.#ledger = ledger;
  }

  get origin() {
    return this.#origin;
  }

  /** The page's address now, and the fields. @param {Fields} fields @returns {Promise<{url: URL, picked: Picked}>} */
  async pick(fields) {
    const { href, picked } = await this.#run(pickInPage, [fields]);
    return { url: this.#same(href), picked };
  }

  /**
   * GET requests to the page's own origin, a few at a time. An answer with an error status is an answer.
   *
   * @param {{path: string, etag?: string | null}[]} requests
   * @param {number} [limit] milliseconds that each may take
   * @returns {Promise<Answer[]>} in the same order
   */
  async get(requests, limit = TIME_LIMIT) {
    if (requests.length === 0) return [];
    // Counted before they are made: a page that is left takes the answers with it, not the requests. What leads to
    // another origin is not made.
    const counted = requests.map(({ path }) => (new URL(path, this.#origin).origin === this.#origin ? this.#ledger.asking(this.#origin, path) : null));
    const withdraw = () => counted.forEach((entry) => entry && this.#ledger.withdrawn(entry));
    const { href, answers } = await this.#run(fetchInPage, [requests, limit, this.#origin]).catch((error) => {
      if (error instanceof HostError && error.code === "no_access") withdraw();
      throw error;
    });
    if (answers === null) withdraw();
    this.#same(href);
    if (answers === null) throw new HostError("gone");
    for (const [index, { status }] of answers.entries()) {
      const entry = counted[index];
      if (entry) this.#ledger.answered(entry, status);
    }
    return answers;
  }

  /** The JSON that a path gives. @param {string} path @returns {Promise<{json: any, etag: string | null, text: string}>} @throws {HostError} */
  async json(path) {
    const [answer] = await this.get([{ path }]);
    if (!answer) throw new HostError("network", path);
    return { json: parse(answer), etag: answer.etag, text: answer.text };
  }

  /**
   * A line to what marks words in the page, in every frame that may be read. Closing it takes the marks away.
   *
   * @returns {Promise<{port: chrome.runtime.Port, frames: number} | null>} `null` where nothing can be marked; `frames` is how many answer
   */
  async markable() {
    const target = { tabId: this.#tabId, allFrames: true };
    try {
      const results = await chrome.scripting.executeScript({ target, func: markInPage, args: [PORT] });
      const frames = results.filter(({ result }) => result).length;
      if (frames === 0) return null;
      if (results.some(({ result }) => result === "new")) {
        // As the user's it reaches shadow trees as well, but Chromium then leaves out the background.
        for (const origin of /** @type {const} */ (["AUTHOR", "USER"])) await chrome.scripting.insertCSS({ target, css: MARK_STYLE, origin });
      }
      return { port: chrome.tabs.connect(this.#tabId, { name: PORT }), frames };
    } catch {
      // The tab may have been left, or no permission covers it.
      return null;
    }
  }

  /** @param {string} href */
  #same(href) {
    const url = new URL(href);
    if (url.origin !== this.#origin) throw new HostError("gone", url.origin);
    return url;
  }

  /**
   * @template {unknown[]} Args
   * @template Result
   * @param {(...args: Args) => Result} func
   * @param {Args} args
   * @returns {Promise<Awaited<Result>>}
   */
  async #run(func, args) {
    let results;
    try {
      // A page that is frozen, or shows a dialog of its own, runs nothing until it is done.
      results = await within(3 * TIME_LIMIT, chrome.scripting.executeScript({ target: { tabId: this.#tabId }, func, args }));
    } catch (error) {
      if (error instanceof HostError) throw error;
      const words = error instanceof Error ? error.message : String(error);
      if (/no tab|closed|removed|frame/i.test(words)) throw new HostError("gone", words);
      throw new HostError("no_access", words);
    }
    const result = results[0]?.result;
    // A page that is left while it is read gives nothing.
    if (result === undefined || result === null) throw new HostError("gone");
    return result;
  }
}

/**
 * @template Result
 * @param {number} limit milliseconds
 * @param {Promise<Result>} promise
 * @returns {Promise<Result>}
 */
async function within(limit, promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new HostError("timeout", "the page does not answer")), limit);
  });
  try {
    return /** @type {Result} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Answer} answer @returns {any} @throws {HostError} */
export function parse(answer) {
  const error = failureOf(answer);
  if (error) throw error;
  try {
    return JSON.parse(answer.text);
  } catch {
    // A page that asks for a password, where JSON was asked for.
    if (/<form[^>]*[\s\S]*type=["']?password/i.test(answer.text)) throw new HostError("logged_out", answer.path);
    throw new HostError("unreadable", answer.path);
  }
}

/** The words of a status. @param {Answer} answer @returns {HostError | null} */
export function failureOf({ path, status, failure }) {
  if (failure) return new HostError(failure === "timeout" ? "timeout" : "network", path);
  if (status >= 200 && status < 300) return null;
  const detail = `${path} answered ${status}`;
  // A redirect leads to the login page.
  if (status === 401 || (status >= 300 && status < 400)) return new HostError("logged_out", detail);
  if (status === 403) return new HostError("forbidden", detail);
  if (status === 404 || status === 410) return new HostError("not_found", detail);
  return new HostError("server_error", detail);
}

/**
 * Runs in the page, so it may use nothing from outside itself.
 *
 * @param {{path: string, etag?: string | null}[]} requests
 * @param {number} limit milliseconds
 * @param {string} expected origin of the page that is meant
 * @returns {Promise<{href: string, answers: Answer[] | null}>} `null` when another page is there by now: it is asked nothing
 */
async function fetchInPage(requests, limit, expected) {
  const { href, origin } = location;
  if (origin !== expected) return { href, answers: null };
  /** @param {{path: string, etag?: string | null}} request @returns {Promise<Answer>} */
  const one = async ({ path, etag }) => {
    const answer = { path, status: 0, etag: null, lastModified: null, text: "" };
    const url = new URL(path, href);
    if (url.origin !== origin) return { ...answer, failure: "elsewhere" };
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), limit);
    try {
      const response = await fetch(url, {
        method: "GET",
        mode: "same-origin",
        credentials: "same-origin",
        // A redirect could lead to another origin; it is told, not followed.
        redirect: "manual",
        cache: "no-store",
        headers: { accept: "application/json", ...(etag ? { "if-none-match": etag } : {}) },
        signal: controller.signal,
      });
      return {
        path,
        status: response.type === "opaqueredirect" ? 302 : response.status,
        failure: null,
        etag: response.headers.get("etag"),
        lastModified: response.headers.get("last-modified"),
        text: await response.text(),
      };
    } catch {
      return { ...answer, failure: controller.signal.aborted ? "timeout" : "network" };
    } finally {
      clearTimeout(timer);
    }
  };
  /** @type {Answer[]} */
  const answers = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < requests.length; index = next++) {
      const request = requests[index];
      if (request) answers[index] = await one(request);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return { href, answers };
}

/**
 * Runs in the page, so it may use nothing from outside itself.
 *
 * @param {Fields} fields
 * @returns {{href: string, picked: Picked}}
 */
function pickInPage(fields) {
  /** @param {ParentNode} root @param {Fields} wanted @returns {Picked} */
  const pick = (root, wanted) => Object.fromEntries(Object.entries(wanted).map(([name, field]) => [name, value(root, field)]));
  /** @param {ParentNode} root @param {Field} field @returns {any} */
  const value = (root, field) => {
    const { selector, attribute, all, each } = field;
    const found = selector === "" && root instanceof Element ? [root] : [...root.querySelectorAll(selector)];
    if (each) return found.map((element) => pick(element, each));
    const texts = found.map((element) => (attribute ? element.getAttribute(attribute) : /** @type {HTMLElement} */ (element).innerText ?? element.textContent)?.trim() ?? null);
    return all ? texts : (texts[0] ?? null);
  };
  return { href: location.href, picked: pick(document, fields) };
}
