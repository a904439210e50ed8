/**
 * The tab that the panel reads: one and the same for a panel that belongs to a tab, else the active tab of its
 * window.
 *
 * @typedef {object} Tab
 * @property {number | undefined} id
 * @property {URL | undefined} url `undefined` where the browser does not tell: nothing may be read there
 */

export class Tabs {
  /** @type {number | null} */
  #bound;
  /** @type {number | undefined} */
  #window;
  /** @type {number | undefined} the tab that was read last */
  #last;

  /** @param {string | null} bound id of the tab to which the panel belongs */
  constructor(bound) {
    this.#bound = bound === null ? null : Number(bound);
  }

  get isBound() {
    return this.#bound !== null;
  }

  /** @returns {Promise<Tab>} */
  async current() {
    const tab = await this.#find().catch(() => undefined);
    this.#last = tab?.id;
    return { id: tab?.id, url: tab?.url && URL.canParse(tab.url) ? new URL(tab.url) : undefined };
  }

  async #find() {
    if (this.#bound !== null) return chrome.tabs.get(this.#bound);
    this.#window ??= (await chrome.windows.getCurrent()).id;
    const [tab] = await chrome.tabs.query({ active: true, windowId: this.#window });
    return tab;
  }

  /** Whether something that happened in this tab matters here. @param {number | undefined} tabId */
  concerns(tabId) {
    return tabId !== undefined && tabId === (this.#bound ?? this.#last);
  }

  /**
   * @param {object} on
   * @param {() => void} on.moved another page, or another tab, is in front; also by the history API
   * @param {() => void} on.arrived the page has loaded
   */
  listen({ moved, arrived }) {
    chrome.tabs.onUpdated.addListener((tabId, { url, status }) => {
      if (!this.concerns(tabId)) return;
      if (url) moved();
      else if (status === "complete") arrived();
    });
    if (this.#bound !== null) return;
    chrome.tabs.onActivated.addListener(({ windowId }) => {
      if (windowId === this.#window) moved();
    });
  }
}
