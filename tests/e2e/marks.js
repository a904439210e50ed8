/**
 * Evidence both ways, the same in each browser: a verdict marks its words in the ticket's page and nothing else of the
 * page changes; words that are selected there tell which verdicts rest on them.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { waitFor } from "../desks/process.js";
import { analysisOf, panelOn, visiblePanel } from "./panel.js";

const LIMIT = 20_000;

/** Runs in the page. @returns {{words: string, place: string, inView: boolean}[]} what is marked, and in which surroundings */
export function markedInPage() {
  const highlight = CSS.highlights.get("handrail");
  return [...(highlight ?? [])].map((one) => {
    const range = document.createRange();
    range.setStart(one.startContainer, one.startOffset);
    range.setEnd(one.endContainer, one.endOffset);
    const { top, bottom } = range.getBoundingClientRect();
    const block = one.startContainer.parentElement?.closest("li, .messagebody, td, div");
    return { words: range.toString().replace(/\s+/g, " ").trim(), place: (block?.textContent ?? "").replace(/\s+/g, " ").trim(), inView: top >= 0 && bottom <= innerHeight };
  });
}

/** Runs in the page: all that its own scripts could see of it. */
function stateOfPage() {
  /** @param {Document | ShadowRoot} root */
  const sheets = (root) => [...root.styleSheets].length + root.adoptedStyleSheets.length;
  return { html: document.documentElement.outerHTML, sheets: sheets(document), names: Object.getOwnPropertyNames(globalThis).length };
}

/** Runs in the panel: the pointer comes `over`, or presses (`click`), the first element that fits, or leaves them all. */
export function pointInPanel(/** @type {string} */ selector, /** @type {string} */ what) {
  const target = document.querySelector(selector);
  if (!target) throw new Error(`the panel has no ${selector}`);
  if (what === "click") /** @type {HTMLElement} */ (target).click();
  else if (what === "over") target.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  else document.querySelector("#view")?.dispatchEvent(new PointerEvent("pointerleave"));
}

/**
 * @param {object} given
 * @param {string} given.name of desk and browser
 * @param {() => Promise<import("../desks/desk.js").Desk>} given.start
 * @param {() => Promise<import("./browser.js").Driven>} given.launch
 */
export function evidenceBothWays({ name, start, launch }) {
  describe(`evidence both ways beside ${name}`, () => {
    /** @type {import("../desks/desk.js").Desk} */ let desk;
    /** @type {import("./browser.js").Driven} */ let driven;
    /** @type {import("puppeteer-core").Page} */ let page;
    /** @type {ReturnType<typeof stateOfPage>} */ let before_;

    const panel = async () => /** @type {import("puppeteer-core").Page} */ ((await visiblePanel(driven))?.page);
    const marked = () => page.evaluate(markedInPage);
    /** @param {(marks: ReturnType<typeof markedInPage>) => boolean} isFulfilled @param {string} what */
    async function waitForMarks(isFulfilled, what) {
      /** @type {ReturnType<typeof markedInPage>} */
      let last = [];
      const found = await waitFor(async () => isFulfilled((last = await marked())), LIMIT);
      assert.ok(found, `${what}; marked is ${JSON.stringify(last)}`);
      return last;
    }
    /** Points until the page answers: it may still be loading parts of the ticket. @param {string} selector @param {"over" | "click"} how @param {(marks: ReturnType<typeof markedInPage>) => boolean} isFulfilled @param {string} what */
    async function pointFor(selector, how, isFulfilled, what) {
      /** @type {ReturnType<typeof markedInPage>} */
      let last = [];
      for (let tries = 0; tries < 10; tries += 1) {
        await (await panel()).evaluate(pointInPanel, selector, how);
        if (await waitFor(async () => isFulfilled((last = await marked())), LIMIT / 10)) return last;
      }
      throw new Error(`${what}; marked is ${JSON.stringify(last)}`);
    }

    before(async () => {
      desk = await start();
      driven = await launch();
      page = await panelOn(driven, desk, "legal_threat");
      // Request Tracker fetches a ticket's history when the page is there.
      await waitFor(() => page.evaluate(() => /lawyer|solicitor|attorney|legal|court/i.test(document.body.innerText)), LIMIT);
      before_ = await page.evaluate(stateOfPage);
    });
    after(async () => {
      await driven?.close();
      await desk?.stop();
    });

    test("pointing at a verdict marks its words in the page", async () => {
      const trigger = "details[data-key='trigger']";
      const quotes = await (await panel()).$$eval(`${trigger} q[data-message]`, (all) => all.map((one) => (one.textContent ?? "").replace(/\s+/g, " ")));
      assert.ok(quotes.length > 0);
      const marks = await pointFor(trigger, "over", (found) => found.length > 0, "nothing is marked");
      for (const { words } of marks) assert.ok(quotes.includes(words), `\`${words}\` is none of ${JSON.stringify(quotes)}`);
    });

    test("the intent's words are marked as well, and a click scrolls there", async () => {
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      const marks = await pointFor(".verdicts > .row button.words", "click", (found) => found.length > 0 && found.some(({ inView }) => inView), "the words are not in view");
      assert.ok(marks.length > 0);
    });

    test("what a click left marked stays when the pointer goes, and comes back after a look at another", async () => {
      const left = (await marked()).map(({ words }) => words);
      await (await panel()).evaluate(pointInPanel, "details[data-key='trigger']", "over");
      await waitForMarks((marks) => marks.map(({ words }) => words).join() !== left.join(), "the other verdict is not marked");
      await (await panel()).evaluate(pointInPanel, "#view", "leave");
      await waitForMarks((marks) => marks.map(({ words }) => words).join() === left.join(), "the first marks did not come back");
    });

    test("nothing of the page's document was changed by it", async () => {
      // Its own scripts pin a menu while it is scrolled.
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      const now = await page.evaluate(stateOfPage);
      assert.equal(now.sheets, before_.sheets);
      assert.equal(now.names, before_.names);
      // The helpdesk's own scripts may tell times anew ("2 minutes ago").
      const steady = (/** @type {string} */ html) => html.replace(/\d+ (?:seconds?|minutes?) ago/g, "");
      const [old, new_] = [steady(before_.html), steady(now.html)];
      const at = [...old].findIndex((character, index) => character !== new_[index]);
      assert.ok(old === new_, `the page changed: ${old.slice(at - 80, at + 80)}\nis now ${new_.slice(at - 80, at + 80)}`);
    });

    test("selected words tell which verdicts rest on them, others that none does", async () => {
      const { words } = /** @type {{words: string}} */ ((await pointFor("details[data-key='trigger']", "over", (found) => found.length > 0, "nothing is marked"))[0]);
      const name = await (await panel()).$eval("details[data-key='trigger'] summary strong", (one) => one.textContent ?? "");
      await page.evaluate(() => {
        const [mark] = [.../** @type {Highlight} */ (CSS.highlights.get("handrail"))];
        if (mark) document.getSelection()?.setBaseAndExtent(mark.startContainer, mark.startOffset, mark.endContainer, mark.endOffset);
      });
      const told = async (/** @type {RegExp} */ expected, /** @type {string} */ what) => {
        let last = "";
        const found = await waitFor(async () => expected.test((last = await (await panel()).$eval("#selected", (one) => (/** @type {HTMLElement} */ (one).hidden ? "" : one.textContent ?? "")))), LIMIT);
        assert.ok(found, `${what}; the panel says \`${last}\` for \`${words}\``);
      };
      await told(new RegExp(name), "the trigger is not named");
      assert.ok((await (await panel()).$$eval(".rests summary strong", (all) => all.map((one) => one.textContent))).includes(name));
      await page.evaluate(() => {
        const link = [...document.querySelectorAll("a")].find((one) => one.checkVisibility() && (one.textContent ?? "").trim().length > 3);
        if (link) document.getSelection()?.selectAllChildren(link);
      });
      await told(/No verdict rests/, "words of the page's frame rest on something");
      await page.evaluate(() => document.getSelection()?.removeAllRanges());
      await told(/^$/, "the line stays");
    });

    test("another ticket takes the marks away", async () => {
      const left = (await pointFor("details[data-key='trigger']", "click", (found) => found.length > 0, "nothing is marked")).map(({ words }) => words);
      await page.goto(desk.ticket("german").url);
      await analysisOf(driven, desk.ticket("german").id);
      // The pointer may rest on something of the new ticket.
      assert.deepEqual((await marked()).filter(({ words }) => left.includes(words)), []);
    });

    test("words that the page does not show are shown in the panel, with the marks", async () => {
      const { id, url } = desk.ticket("legal_threat");
      await page.goto(url);
      await analysisOf(driven, id);
      await waitFor(() => page.evaluate(() => /lawyer|solicitor|attorney|legal|court/i.test(document.body.innerText)), LIMIT);
      await page.evaluate(() => document.body.replaceChildren());
      const view = await panel();
      const quote = await view.$eval("details[data-key='trigger'] q[data-message]", (one) => (one.textContent ?? "").replace(/\s+/g, " "));
      await view.evaluate(pointInPanel, "details[data-key='trigger'] q[data-message]", "click");
      const marks = await waitFor(async () => {
        const found = await view.$$eval("#message:not([hidden]) mark", (all) => all.map((one) => (one.textContent ?? "").replace(/\s+/g, " ")));
        return found.length > 0 && found;
      }, LIMIT);
      assert.deepEqual(marks, [quote]);
      assert.ok((await view.$eval("#message", (one) => one.textContent ?? "")).length > quote.length + 40);
    });

    test("the panel has no fault to complain about", async () => assert.deepEqual(await driven.faults(), []));
  });
}
