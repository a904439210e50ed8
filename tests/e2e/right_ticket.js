/**
 * Never a wrong ticket's result, the same in each browser: whatever comes late, the panel draws the analysis of the ticket
 * that is open and of no other.
 */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { waitFor } from "../desks/process.js";
import { HUGE, startSinglePage } from "../desks/single_page.js";
import { analysisOf, press, stayOn, visiblePanel, waitForPanel } from "./panel.js";

const LIMIT = 20_000;

/** Runs in the panel: writes down the number of every ticket that is drawn. */
export function recordDrawings() {
  const view = /** @type {HTMLElement} */ (document.querySelector("#view"));
  const drawn = /** @type {string[]} */ ([]);
  const { MutationObserver: Observer } = /** @type {any} */ (document.defaultView);
  new Observer(() => {
    const number = view.querySelector("section.header strong")?.textContent;
    if (number && number !== drawn.at(-1)) drawn.push(number);
  }).observe(view, { childList: true });
  Object.assign(/** @type {any} */ (document.defaultView), { drawn });
}

/** Runs in the panel. @returns {string[]} */
export const drawnInPanel = () => /** @type {any} */ (document.defaultView).drawn.splice(0);

/** A door that is opened later. */
function door() {
  /** @type {() => void} */
  let open = () => {};
  /** @type {Promise<void>} */
  const opened = new Promise((resolve) => (open = resolve));
  return { open, opened };
}

/** @param {{name: string, launch: () => Promise<import("./browser.js").Driven>}} given `name` of the browser */
export function rightTicket({ name, launch }) {
  describe(`never a wrong ticket's result in ${name}`, () => {
    /** @type {Awaited<ReturnType<typeof startSinglePage>>} */ let desk;
    /** @type {import("./browser.js").Driven} */ let driven;
    /** @type {import("puppeteer-core").Page} */ let page;

    const panel = async () => /** @type {import("puppeteer-core").Page} */ ((await visiblePanel(driven))?.page);
    const drawn = async () => (await panel()).evaluate(drawnInPanel);
    /** Goes to a ticket within the page. @param {number} id */
    const go = (id) => page.evaluate((number) => /** @type {any} */ (globalThis).openTicket(number), id);
    /** @param {number} id */
    const isAsked = async (id) => assert.ok(await waitFor(() => desk.asked.includes(id), LIMIT), `ticket ${id} was not asked for`);

    before(async () => {
      desk = await startSinglePage();
      driven = await launch();
      page = await driven.newPage(`${desk.origin}/tickets/1/`);
      await driven.openPanel(page);
      await analysisOf(driven, 1);
      await stayOn(driven, desk.origin);
      // From now on the window's panel is there, where the browser has another for a single tab.
      await go(2);
      await analysisOf(driven, 2);
      await (await panel()).evaluate(recordDrawings);
    });
    beforeEach(async () => {
      desk.hold(() => undefined);
      await go(3);
      await analysisOf(driven, 3);
      desk.asked.length = 0;
      await drawn();
    });
    after(async () => {
      await driven?.close();
      desk?.stop();
    });

    test("the helpdesk answers for a ticket that was left: nothing of it is drawn", async () => {
      const late = door();
      desk.hold((id) => (id === 4 ? late.opened : undefined));
      await go(4);
      await isAsked(4);
      await go(5);
      await analysisOf(driven, 5);
      late.open();
      // Another ticket after it: what was under way has ended.
      await go(6);
      await analysisOf(driven, 6);
      assert.deepEqual(await drawn(), ["#5", "#6"]);
    });

    test("the ticket is left while a megabyte is analysed: nothing of it is drawn", async () => {
      await go(HUGE);
      await isAsked(HUGE);
      await waitForPanel(driven, ({ state }) => state === "loading", "that it reads");
      await go(7);
      await analysisOf(driven, 7);
      assert.deepEqual(await drawn(), ["#7"]);
    });

    test("ten tickets in a breath: the last one stays", async () => {
      for (let id = 10; id < 20; id += 1) await go(id);
      await analysisOf(driven, 19);
      const order = (await drawn()).map((number) => Number(number.slice(1)));
      assert.deepEqual(order, order.toSorted((a, b) => a - b));
      assert.equal(order.at(-1), 19);
    });

    test("there and back before the first answer came", async () => {
      const late = door();
      desk.hold((id) => (id === 21 ? late.opened : undefined));
      await go(20);
      await analysisOf(driven, 20);
      await go(21);
      await isAsked(21);
      await page.evaluate(() => history.back());
      await waitFor(() => page.evaluate(() => location.pathname === "/tickets/20/"), LIMIT);
      await analysisOf(driven, 20);
      late.open();
      await go(22);
      await analysisOf(driven, 22);
      assert.deepEqual((await drawn()).filter((number) => number === "#21"), []);
    });

    test("the browser's back and forward, between pages and within one", async () => {
      await page.goto(`${desk.origin}/tickets/30/`);
      await analysisOf(driven, 30);
      await go(31);
      await analysisOf(driven, 31);
      await page.goBack();
      await analysisOf(driven, 30);
      await page.goBack();
      await analysisOf(driven, 3);
      const all = await drawn();
      assert.deepEqual(all, ["#30", "#31", "#30", "#3"]);
    });

    test("a tab in the background changes its ticket: the one in front stays", async () => {
      const other = await driven.newPage(`${desk.origin}/tickets/40/`);
      await other.bringToFront();
      await analysisOf(driven, 40);
      // Where the first panel belongs to its tab, this is another.
      await (await panel()).evaluate(recordDrawings);
      await page.evaluate((number) => /** @type {any} */ (globalThis).openTicket(number), 41);
      await other.evaluate((number) => /** @type {any} */ (globalThis).openTicket(number), 42);
      await analysisOf(driven, 42);
      assert.deepEqual(await drawn(), ["#42"]);
      await other.close();
      await page.bringToFront();
      await analysisOf(driven, 41);
    });

    test("the helpdesk does not answer any more: what is shown is called out of date, until it does", async () => {
      desk.hold(() => 500);
      const { text } = await waitForPanel(driven, (now) => /may be out of date/.test(now.text), "that it may be out of date");
      assert.match(text, /#3/);
      desk.hold(() => undefined);
      await press(driven, "Try again");
      await waitForPanel(driven, (now) => !/may be out of date/.test(now.text) && now.ticket === "3", "that it is up to date again");
    });

    test("time and versions are told on request", async () => {
      const about = await (await panel()).$eval("details[data-key='about']", (one) => one.textContent ?? "");
      assert.match(about, /\b20\d\d\b/);
      assert.match(about, /0\.\d+\.\d+/);
    });
  });
}
