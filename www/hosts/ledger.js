/**
 * The record of every request that the extension causes. The panel shows it, so it has to be complete:
 * adapters can fetch only through `TabPage`, which writes here, and whatever this document or its
 * worker loads is seen by the browser's own resource timing.
 *
 * @typedef {object} Entry
 * @property {string} method
 * @property {string} origin
 * @property {string} path without its query, which may hold a customer's address
 * @property {number} status 0 when no answer came
 * @property {number} at milliseconds since 1970
 */

/** How many requests are listed; all are counted. */
const LISTED = 200;

export class Ledger {
  /** @type {Entry[]} newest last */
  entries = [];
  /** Requests to the helpdesk that is read, through its own page. */
  helpdesk = 0;
  /** Requests to anywhere else. Nothing should ever count here. */
  elsewhere = 0;
  /** Requests for the team's settings, by the background script. @type {import("../team/request.js").Requests} */
  team = { count: 0, entries: [] };
  #onChange;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    const own = location.origin;
    new PerformanceObserver((list) => {
      for (const { name } of list.getEntries()) {
        if (URL.canParse(name) && new URL(name).origin !== own && !name.startsWith("data:")) this.#add("GET", new URL(name), 0, false);
      }
    }).observe({ type: "resource", buffered: true });
  }

  /**
   * A request that an adapter is about to make; it counts whether or not an answer comes back.
   *
   * @param {string} pageOrigin
   * @param {string} path
   * @returns {Entry}
   */
  asking(pageOrigin, path) {
    const url = new URL(path, pageOrigin);
    return this.#add("GET", url, 0, url.origin === pageOrigin);
  }

  /** @param {Entry} entry @param {number} status */
  answered(entry, status) {
    entry.status = status;
    this.#onChange();
  }

  /** It was not made after all: nothing could run in the page. @param {Entry} entry */
  withdrawn(entry) {
    this.helpdesk -= 1;
    this.entries = this.entries.filter((one) => one !== entry);
    this.#onChange();
  }

  /** The requests for the team's settings so far. @param {import("../team/request.js").Requests} requests */
  ofTeam(requests) {
    this.team = requests;
    this.#onChange();
  }

  /** A request that the worker's resource timing saw. @param {string} address */
  seen(address) {
    if (URL.canParse(address)) this.#add("GET", new URL(address), 0, false);
  }

  /** @param {string} method @param {URL} url @param {number} status @param {boolean} isHelpdesk */
  #add(method, { origin, pathname }, status, isHelpdesk) {
    if (isHelpdesk) this.helpdesk += 1;
    else this.elsewhere += 1;
    /** @type {Entry} */
    const entry = { method, origin, path: pathname, status, at: Date.now() };
    this.entries.push(entry);
    if (this.entries.length > LISTED) this.entries.shift();
    this.#onChange();
    return entry;
  }
}
