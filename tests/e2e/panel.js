/** Reads the real panel as an agent does, and sets the extension up as a lead does. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CACHE, ownFolder, ROOT, waitFor } from "../desks/process.js";
import { start as startDjango } from "../desks/django.js";
import { DIRECTORY, settingsFor } from "../desks/settings.js";
import { inWords, readWords } from "../../www/words.js";
import { launch } from "./browser.js";
import { startProxy } from "./proxy.js";

/** How long a condition may take before a test gives up; the longest wait is that for a silent helpdesk. */
const LIMIT = 30_000;

/** The panel's words, in English. */
const WORDS = readWords(readFileSync(join(ROOT, "www", "data", "words", "en.txt"), "utf8"));

/** @param {string} id */
export const intentName = (id) => WORDS.get(`intent.${id}`) ?? inWords(id);

/** @param {string} kind */
export const triggerName = (kind) => WORDS.get(`trigger.${kind}`) ?? inWords(kind);

/**
 * @typedef {object} PanelText what the panel shows
 * @property {string | null} state why there is no analysis, or `loading`; `null` when there is one
 * @property {string | null} ticket id of the ticket that was analysed; `null` when there is no analysis
 * @property {string} header
 * @property {string} intent
 * @property {{name: string, words: string[]}[]} triggers fired at `escalate`, with the words of their evidence
 * @property {{name: string, words: string[]}[]} notices
 * @property {{policy: string, status: string}[]} policies
 * @property {{title: string, url: string}[]} articles
 * @property {string} summary
 * @property {string} text all of it
 *
 * @typedef {import("./browser.js").Driven} Driven
 */

/** Runs in the panel. @returns {PanelText | undefined} `undefined` when this panel cannot be seen */
function readInPanel() {
  if (document.visibilityState === "hidden") return undefined;
  const view = document.querySelector("#view");
  if (!view) return undefined;
  /** @param {Element | null | undefined} element */
  const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
  /** @param {string} key */
  const lines = (key) =>
    [...view.querySelectorAll(`section.escalation details[data-key="${key}"]`)].map((line) => ({
      name: words(line.querySelector("summary strong")),
      words: [...line.querySelectorAll("q")].map(words),
    }));
  const state = view.querySelector("[data-state]")?.getAttribute("data-state") ?? null;
  const isShown = state === null && view.querySelector("section.header strong") !== null;
  return {
    state,
    ticket: isShown ? view.getAttribute("data-ticket") : null,
    header: words(view.querySelector("section.header")),
    intent: words(view.querySelector("section.verdicts > .row strong")),
    triggers: lines("trigger"),
    notices: lines("notice"),
    policies: [...view.querySelectorAll("section.policy li")].map((entry) => ({
      policy: words(entry.querySelector(".name")),
      status: words(entry.querySelector(".tag")),
    })),
    articles: [...view.querySelectorAll("section.articles a[href]")].map((link) => ({
      title: words(link),
      url: /** @type {HTMLAnchorElement} */ (link).href,
    })),
    summary: words(view.querySelector("section.summary")),
    text: document.body.innerText,
  };
}

/** The panel that the agent sees now: that of the tab, or that of the window. @param {Driven} driven */
export async function visiblePanel(driven) {
  for (const page of await driven.pages()) {
    if (!page.url().startsWith(`${driven.base}www/panel/`)) continue;
    const shown = await page.evaluate(readInPanel).catch(() => undefined);
    if (shown) return { page, shown };
  }
  return undefined;
}

/**
 * Waits until the panel that the agent sees fulfils a condition.
 *
 * @param {Driven} driven
 * @param {(shown: PanelText) => boolean} isFulfilled
 * @param {string} what what is waited for, for the message
 * @param {number} [limit] milliseconds
 */
export async function waitForPanel(driven, isFulfilled, what, limit = LIMIT) {
  /** @type {PanelText | undefined} */
  let last;
  const found = await waitFor(async () => {
    last = (await visiblePanel(driven))?.shown;
    return last && isFulfilled(last);
  }, limit);
  if (!found || !last) throw new Error(`the panel did not show ${what}; it shows (${last ? `state ${last.state}, ticket ${last.ticket}` : "no panel is open"}):\n${last?.text}`);
  return last;
}

/** Waits for the analysis of a ticket. @param {Driven} driven @param {number} id */
export const analysisOf = (driven, id) => waitForPanel(driven, ({ ticket }) => ticket === String(id), `the analysis of ticket ${id}`);

/** Waits for a state that is no analysis; none is left on the screen then. @param {Driven} driven @param {string} state */
export async function stateOf(driven, state) {
  const shown = await waitForPanel(driven, (now) => now.state === state, `the state ${state}`);
  assert.deepEqual({ ticket: shown.ticket, intent: shown.intent, triggers: shown.triggers }, { ticket: null, intent: "", triggers: [] });
  return shown;
}

/** Presses a button of the panel by its words. @param {Driven} driven @param {string} words */
export async function press(driven, words) {
  const panel = await visiblePanel(driven);
  if (!panel) throw new Error("no panel is open");
  const place = await waitFor(
    () =>
      panel.page.evaluate((wanted) => {
        const button = [...document.querySelectorAll("button")].find((one) => one.textContent?.trim() === wanted && one.checkVisibility());
        if (!button) return null;
        button.scrollIntoView({ block: "center" });
        const { left, top, width, height } = button.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      }, words),
    LIMIT,
  );
  if (!place) throw new Error(`the panel has no button \`${words}\``);
  await panel.page.mouse.click(place.x, place.y);
}

/**
 * Takes the offer to stay on, and waits until the permission is there.
 *
 * @param {Driven} driven
 * @param {string} origin
 */
export async function stayOn(driven, origin) {
  await driven.allowOrigin(origin);
  await press(driven, "Stay on here");
  await driven.confirm();
  const granted = await waitFor(async () => {
    const panel = await visiblePanel(driven);
    return panel && (await driven.origins(panel.page)).length > 0;
  }, LIMIT);
  if (!granted) throw new Error("the permission to stay on was not given");
}

/** Opens the settings page. @param {Driven} driven */
export async function openSettings(driven) {
  const page = await driven.newPage(`${driven.base}www/settings/settings.html`);
  await page.waitForSelector("#transfer");
  return page;
}

/**
 * Chooses a file on the settings page, as a person does with the button, and waits for the outcome.
 *
 * @param {import("puppeteer-core").Page} page
 * @param {string} selector of the file input
 * @param {string} path
 * @returns {Promise<string>} what the page says of it
 */
export async function importFile(page, selector, path) {
  await page.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
  const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement> | null} */ (await page.waitForSelector(selector));
  await input?.uploadFile(path);
  return outcomeOf(page);
}

/** Waits for what the settings page says of the last action. @param {import("puppeteer-core").Page} page */
export async function outcomeOf(page) {
  const outcome = await waitFor(() => page.evaluate(() => document.querySelector("#outcome")?.textContent ?? ""), LIMIT);
  if (!outcome) throw new Error("the settings page says nothing");
  return outcome;
}

/**
 * Sets the extension up as the desk's lead does: mappings, customer directory and articles, each as a file.
 *
 * @param {Driven} driven
 * @param {string} desk name of the desk
 */
export async function setUp(driven, desk) {
  const folder = ownFolder(join(CACHE, "settings", String(process.pid)));
  const file = join(folder.path, "settings.json");
  writeFileSync(file, JSON.stringify(settingsFor(desk), null, 2));
  const page = await openSettings(driven);
  assert.match(await importFile(page, "#import-settings", file), /imported and saved/);
  assert.match(await importFile(page, "#import-customers", DIRECTORY), /customers were read/);
  await page.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
  await page.click("#save");
  assert.match(await outcomeOf(page), /Saved/);
  assert.match(await importFile(page, "#import-articles", join(ROOT, "www", "data", "knowledge.jsonl")), /articles were imported/);
  await page.close();
  folder.remove();
}

/**
 * A tab on a ticket, logged in, with the panel set up, open beside it and allowed to stay.
 *
 * @param {Driven} driven
 * @param {import("../desks/desk.js").Desk} desk
 * @param {string} key which ticket
 */
export async function panelOn(driven, desk, key) {
  await setUp(driven, desk.name);
  const page = await driven.newPage();
  await desk.login(page);
  const { id, url } = desk.ticket(key);
  await page.goto(url);
  await driven.openPanel(page);
  await analysisOf(driven, id);
  await stayOn(driven, desk.origin);
  return page;
}

/**
 * The panel beside django-helpdesk, with a proxy between them that can misbehave: logged in, on a ticket,
 * the panel open and allowed to stay.
 */
export async function besideProxy() {
  const desk = await startDjango();
  const proxy = await startProxy(desk.origin);
  const driven = await launch();
  await setUp(driven, desk.name);
  const page = await driven.newPage();
  /** @param {string} key */
  const address = (key) => proxy.through(desk.ticket(key).url);
  await desk.login(page, "agent", proxy.origin);
  await page.goto(address("angry"));
  await driven.openPanel(page);
  await analysisOf(driven, desk.ticket("angry").id);
  await stayOn(driven, proxy.origin);
  return {
    desk,
    proxy,
    driven,
    page,
    address,
    async stop() {
      await driven.close();
      proxy.stop();
      await desk.stop();
    },
  };
}
