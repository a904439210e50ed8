/**
 * A real Chromium with the extension in it: the toolbar button, the true side panel, and a record of
 * every request that the whole browser made.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { ensurePackages } from "../desks/debian.js";
import { CACHE, ownFolder, ROOT, run, waitFor } from "../desks/process.js";

/**
 * @typedef {object} RecordedRequest
 * @property {string} method
 * @property {string} url
 * @property {string} initiator origin that asked for it, such as `chrome-extension://…`; `not an origin` for what the user typed
 * @property {number} at milliseconds since 1970
 */

/** How long a condition may take before a test gives up; never how long something is waited for. */
const LIMIT = 20_000;

/** Where Chromium stands; installs Debian's where it is missing and may be installed. */
export async function chromium() {
  const named = process.env["HANDRAIL_CHROMIUM"];
  if (named) return named;
  const find = () => run("sh", ["-c", "command -v chromium || command -v chromium-browser"]).then((path) => path.trim(), () => "");
  const found = await find();
  if (found) return found;
  await ensurePackages(["chromium"], "driving a browser");
  return find();
}

/** What Chromium would otherwise ask Google for by itself. */
const QUIET_FEATURES = [
  "AutofillServerCommunication",
  "DialMediaRouteProvider",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PasswordLeakDetection",
  "Translate",
];
const QUIET_PREFERENCES = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false, password_manager_leak_detection: false },
  signin: { allowed: false, allowed_on_next_startup: false },
};

/**
 * Whether the extension's background script has run and listens to the toolbar button.
 *
 * @param {import("puppeteer-core").Browser} browser
 * @param {string} base
 */
async function hearsClicks(browser, base) {
  const worker = browser.targets().find((target) => target.type() === "service_worker" && target.url().startsWith(base));
  if (!worker) return false;
  try {
    const session = await worker.createCDPSession();
    const { result } = await session.send("Runtime.evaluate", { expression: "chrome.action.onClicked.hasListeners()", returnByValue: true });
    await session.detach();
    return result.value === true;
  } catch {
    return false; // it is just starting
  }
}

let launched = 0;

/**
 * Starts Chromium with the extension that stands in `folder`.
 *
 * @param {{folder?: string, headless?: boolean, profile?: string}} [options] the repository's root, headless and a profile of its own unless said otherwise
 */
export async function launch({ folder = ROOT, headless = true, profile: given } = {}) {
  if (!existsSync(join(folder, "manifest.json"))) throw new Error(`\`${folder}\` holds no manifest.json, so there is no extension to load`);
  launched += 1;
  const own = ownFolder(join(CACHE, "browser", `${process.pid}-${launched}`));
  const netLog = join(own.path, "net-log.json");
  // Chromium's own services are off, so that every recorded request has to be justified.
  const profile = given ?? join(own.path, "profile");
  mkdirSync(join(profile, "Default"), { recursive: true });
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(QUIET_PREFERENCES));
  const browser = await puppeteer.launch({
    executablePath: await chromium(),
    headless,
    pipe: true,
    userDataDir: profile,
    enableExtensions: [folder],
    defaultViewport: null,
    protocolTimeout: 60_000,
    args: [
      // Chromium's sandbox does not start for root, nor in most containers.
      "--no-sandbox",
      "--enable-unsafe-extension-debugging",
      "--window-size=1280,900",
      "--lang=en-US",
      `--log-net-log=${netLog}`,
      // Whatever would leave the machine is still recorded, but finds no host.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-default-apps",
      "--disable-domain-reliability",
      `--disable-features=${QUIET_FEATURES.join(",")}`,
    ],
  });
  // It is loaded a moment after the browser is there.
  const extension = await waitFor(async () => [...(await browser.extensions()).values()].find(({ path }) => path === folder), LIMIT);
  if (!extension) throw new Error(`chromium did not load the extension of \`${folder}\``);
  const { id } = extension;
  const base = `chrome-extension://${id}/`;
  // A click before the background script has run for the first time reaches nobody.
  if (!(await waitFor(() => hearsClicks(browser, base), LIMIT))) throw new Error("the extension's background script does not listen to its toolbar button");

  /** @param {import("puppeteer-core").Target} target */
  const isDocument = (target) => target.url().startsWith(base) && new URL(target.url()).pathname.endsWith(".html");

  /** Pages of the extension that are open now. */
  const pages = async () => {
    /** @type {import("puppeteer-core").Page[]} */
    const found = [];
    for (const target of browser.targets()) {
      // Its workers are targets as well.
      if (!isDocument(target)) continue;
      const page = await target.asPage().catch(() => undefined); // it may just have been closed
      if (page) found.push(page);
    }
    return found;
  };

  /** @type {string[]} */
  const faults = [];

  /** @type {Promise<RecordedRequest[]> | undefined} */
  let ended;
  async function end() {
    await browser.close();
    const requests = readNetLog(readFileSync(netLog, "utf8"));
    own.remove();
    return requests;
  }

  return {
    browser,
    id,
    base,
    extension,

    /** @param {string} [url] */
    async newPage(url) {
      const page = await browser.newPage();
      if (url) await page.goto(url);
      return page;
    },

    /**
     * Clicks the toolbar button on the page's tab and waits for the side panel.
     *
     * @param {import("puppeteer-core").Page} page
     * @param {{clicks?: number}} [options] how often to click before giving up: once unless said otherwise, for an agent clicks once
     * @returns {Promise<import("puppeteer-core").Page>} the panel's page
     */
    async openPanel(page, { clicks = 1 } = {}) {
      await page.bringToFront();
      const before = new Set(browser.targets());
      await page.triggerExtensionAction(extension);
      const isPanel = await waitFor(async () => {
        for (const target of browser.targets()) {
          if (before.has(target) || !isDocument(target)) continue;
          const opened = await target.asPage();
          const contexts = await opened.evaluate(() => chrome.runtime.getContexts({ contextTypes: [/** @type {chrome.runtime.ContextType} */ ("SIDE_PANEL")] })).catch(() => []);
          if (contexts.some(({ documentUrl }) => documentUrl === target.url())) return opened;
        }
        return undefined;
      }, LIMIT / clicks);
      if (!isPanel && clicks > 1) return this.openPanel(page, { clicks: clicks - 1 });
      if (!isPanel) throw new Error("the toolbar button opened no side panel");
      isPanel.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      isPanel.on("pageerror", (error) => faults.push(String(error)));
      return isPanel;
    },

    /** What the consoles of the panels complained of. */
    faults: async () => faults,

    pages,

    /** Addresses of the scripts that any part of the extension has loaded; `null` in a browser that cannot tell. @returns {Promise<string[] | null>} */
    async scripts() {
      /** @type {string[]} */
      const found = [];
      for (const target of browser.targets()) {
        if (!target.url().startsWith(base)) continue;
        const session = await target.createCDPSession();
        session.on("Debugger.scriptParsed", ({ url }) => found.push(url));
        // Tells of all that were parsed before it answers.
        await session.send("Debugger.enable");
        await session.detach();
      }
      return found;
    },

    /**
     * Lets a later `permissions.request` for this origin succeed: headless Chromium cannot show
     * the question. The host is allowed by the browser's own extensions page, as its switch does.
     *
     * @param {string} origin
     */
    async allowOrigin(origin) {
      const page = await browser.newPage();
      await page.goto("chrome://extensions");
      const { protocol, hostname } = new URL(origin);
      // Match patterns have no port in this place.
      await page.evaluate(
        (extensionId, pattern) =>
          new Promise((resolve, reject) => {
            // @ts-expect-error only the browser's own page has this
            chrome.developerPrivate.addHostPermission(extensionId, pattern, () => {
              const error = chrome.runtime.lastError;
              if (error) reject(new Error(error.message));
              else resolve(undefined);
            });
          }),
        id,
        `${protocol}//${hostname}/*`,
      );
      await page.close();
    },

    /** Answers the browser's own question for a permission; it was answered before. */
    confirm: async () => {},

    /** How the browser names the permission for an origin. @param {string} origin */
    patternOf: (origin) => `${origin}/*`,

    /** Host permissions that the extension holds now. @param {import("puppeteer-core").Page} page one of the extension's */
    origins: (page) => page.evaluate(async () => (await chrome.permissions.getAll()).origins ?? []),

    /**
     * Ends the browser.
     *
     * @returns {Promise<RecordedRequest[]>} every request that any part of it made; the same when it is called again
     */
    close: () => (ended ??= end()),
  };
}

/** @typedef {Awaited<ReturnType<typeof launch>>} Driven */

/**
 * Whether a request is one that the browser makes by itself whatever is installed, and that no switch
 * turns off: Chromium's sign-in state and updater, Firefox's lists of its makers. What an extension or a page asks for has its origin
 * as initiator.
 *
 * @param {RecordedRequest} request
 */
export const isBrowsersOwn = ({ url, initiator }) =>
  (initiator === "the browser" && /^https?:\/\/([\w-]+\.)*(mozilla\.(com|net|org)|firefox\.com|mozgcp\.net)\//.test(url)) ||
  initiator === "not an origin" && /^https?:\/\/(accounts\.google\.com\/ListAccounts|update\.googleapis\.com\/service\/update2\/json)\?/.test(url);

/** @param {string} text */
function parseNetLog(text) {
  try {
    return JSON.parse(text);
  } catch {
    // A browser that did not end in order leaves the list of events open.
    return JSON.parse(`${text.slice(0, text.lastIndexOf("\n{")).trimEnd().replace(/,$/, "")}]}`);
  }
}

/**
 * Reads Chromium's own network log, which holds the requests of pages, workers, extensions and of
 * the browser itself.
 *
 * @param {string} text
 * @returns {RecordedRequest[]}
 */
export function readNetLog(text) {
  const log = parseNetLog(text);
  const { logEventTypes, timeTickOffset } = log.constants;
  return log.events
    .filter((/** @type {any} */ event) => event.type === logEventTypes.URL_REQUEST_START_JOB && event.params?.url)
    .map((/** @type {any} */ { params, time }) => ({
      method: params.method,
      url: params.url,
      initiator: params.initiator ?? "",
      at: Number(time) + Number(timeTickOffset),
    }));
}

/**
 * Waits until the page's visible text fulfils a condition; never sleeps.
 *
 * @param {import("puppeteer-core").Page} page
 * @param {(text: string) => boolean} isFulfilled
 * @param {string} what what is waited for, for the message
 * @returns {Promise<string>} the text
 */
export async function waitForText(page, isFulfilled, what) {
  let last = "";
  const found = await waitFor(async () => {
    last = await page.evaluate(() => document.body?.innerText ?? "").catch(() => "");
    return isFulfilled(last);
  }, LIMIT);
  if (!found) throw new Error(`the page did not show ${what}; it shows:\n${last}`);
  return last;
}
