/**
 * Imports what the helpdesk itself holds: through a page of it that is open in a tab, with the session of whoever
 * uses this browser. The browser asks for the permission first; every request is listed.
 */
import { button, element } from "../elements.js";
import { HostError } from "../hosts/host.js";
import { identify } from "../hosts/hosts.js";
import { Ledger } from "../hosts/ledger.js";
import { LIBRARIES } from "../hosts/library.js";
import { TabPage } from "../hosts/page.js";
import { originPattern } from "../origin.js";
import { labelled } from "./fields.js";

/**
 * @typedef {import("./imports.js").Page} Page
 * @typedef {{platform: string, origin: string, payload: unknown}} HelpdeskPayload
 */

/** How long a page that was opened for this may take to load. */
const LIMIT = 30_000;

/** Why nothing could be read. @type {Record<string, string>} */
const REASONS = {
  not_a_helpdesk: "This is no helpdesk that Handrail knows.",
  logged_out: "The helpdesk asks for a password. Log in there, then try again.",
  forbidden: "Your account may not read this. Ask for the right to it, or export it and import the file.",
  not_found: "The helpdesk does not offer this here.",
  timeout: "The helpdesk does not answer.",
  network: "The helpdesk cannot be reached.",
  no_access: "The browser does not allow Handrail to read this page.",
  gone: "The page was closed or left meanwhile.",
};

/**
 * @param {"articles" | "solved"} what
 * @param {Page} page
 * @param {(payloads: HelpdeskPayload[]) => Promise<void>} onPayloads
 * @returns {HTMLElement[]}
 */
export function drawHelpdesk(what, page, onPayloads) {
  const address = /** @type {HTMLInputElement} */ (element("input", { type: "url", id: `${what}-helpdesk`, placeholder: "https://desk.example.com/", autocomplete: "url", spellcheck: "false" }));
  const start = /** @type {HTMLButtonElement} */ (button(what === "articles" ? "Import its articles" : "Import its closed tickets", () => void ask(), { id: `import-${what}-helpdesk` }));
  const status = element("span", { class: "soft" });
  const requests = element("details", { hidden: true, id: `${what}-requests` }, element("summary"), element("ul"));
  const ledger = new Ledger(showRequests);
  void suggest();
  return [element("div", { class: "actions" }, labelled("From the helpdesk at", address, "wide"), start, status), requests];

  /** The one helpdesk that is allowed already is the likely one. */
  async function suggest() {
    const { origins = [] } = await chrome.permissions.getAll();
    const [only, ...others] = origins.filter((origin) => !origin.includes("*://"));
    const tabs = only && others.length === 0 ? await chrome.tabs.query({ url: only }) : [];
    const url = tabs[0]?.url;
    if (!address.value && url && URL.canParse(url)) address.value = `${new URL(url).origin}/`;
  }

  /** Asked for at once: the browser shows its question only right after a click. */
  async function ask() {
    const pattern = originPattern(address.value.trim());
    if (!pattern) return page.tell("Give the helpdesk's address, such as https://desk.example.com/.", [], true);
    const url = new URL(address.value.trim());
    const isGranted = await chrome.permissions.request({ origins: [pattern] }).catch(() => false);
    if (!isGranted) return page.tell(`Without the permission for ${url.host} nothing can be read there.`, [], true);
    start.disabled = true;
    try {
      await collect(url, pattern);
    } catch (error) {
      const { code, detail } = error instanceof HostError ? error : { code: "unknown", detail: String(error) };
      page.tell(`Nothing was imported from ${url.host}. ${REASONS[code] ?? ""}`, detail ? [{ code, message: detail, help: "" }] : [], true);
    } finally {
      start.disabled = false;
      status.textContent = "";
    }
  }

  /** @param {URL} url @param {string} pattern */
  async function collect(url, pattern) {
    const tabs = await chrome.tabs.query({ url: pattern });
    const open = tabs.find((tab) => tab.id !== undefined && tab.url && URL.canParse(tab.url) && new URL(tab.url).origin === url.origin && tab.status === "complete");
    const tab = open ?? (await opened(url));
    try {
      const tabPage = new TabPage(/** @type {number} */ (tab.id), new URL(tab.url ?? url.href), ledger);
      const { host, place } = await identify(tabPage);
      const library = LIBRARIES[host.id];
      if (!library) throw new HostError("not_found", host.name);
      const onProgress = (/** @type {number} */ done, /** @type {number} */ total) => (status.textContent = `Reading ${done} of ${total}`);
      status.textContent = `Reading from ${host.name}`;
      const payload = await library[what](tabPage, place, onProgress);
      status.textContent = "";
      await onPayloads([{ platform: host.id, origin: url.origin, payload }]);
    } finally {
      if (!open && tab.id !== undefined) await chrome.tabs.remove(tab.id).catch(() => {});
    }
  }

  /** A tab of its own, where none shows the helpdesk. @param {URL} url @returns {Promise<chrome.tabs.Tab>} */
  async function opened(url) {
    const tab = await chrome.tabs.create({ url: url.href, active: false });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => (stop(), reject(new HostError("timeout", url.href))), LIMIT);
      const onUpdated = (/** @type {number} */ id, /** @type {{status?: string}} */ { status: now }, /** @type {chrome.tabs.Tab} */ changed) => {
        if (id !== tab.id || now !== "complete") return;
        stop();
        resolve(changed);
      };
      const stop = () => (clearTimeout(timer), chrome.tabs.onUpdated.removeListener(onUpdated));
      chrome.tabs.onUpdated.addListener(onUpdated);
    });
  }

  function showRequests() {
    const { helpdesk, elsewhere, entries } = ledger;
    const [summary, list] = requests.children;
    if (!summary || !list) return;
    requests.hidden = helpdesk + elsewhere === 0;
    summary.textContent = `The helpdesk was asked with ${helpdesk} ${helpdesk === 1 ? "request" : "requests"}, each a GET of its own origin; requests to anywhere else: ${elsewhere}`;
    list.replaceChildren(...entries.toReversed().map(({ method, origin, path, status: answer }) => element("li", {}, `${method} ${origin}${path} ${answer || "no answer"}`)));
  }
}
