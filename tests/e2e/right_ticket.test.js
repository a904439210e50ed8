/** Never a wrong ticket's result: in Chromium, with two windows as well. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { waitFor } from "../desks/process.js";
import { startSinglePage } from "../desks/single_page.js";
import { launch } from "./browser.js";
import { analysisOf, stayOn } from "./panel.js";
import { drawnInPanel, recordDrawings, rightTicket } from "./right_ticket.js";

rightTicket({ name: "Chromium", launch });

describe("two windows", () => {
  /** @type {Awaited<ReturnType<typeof startSinglePage>>} */ let desk;
  /** @type {import("./browser.js").Driven} */ let driven;

  before(async () => {
    desk = await startSinglePage();
    driven = await launch();
  });
  after(async () => {
    await driven?.close();
    desk?.stop();
  });

  test("each panel shows the ticket of its own window", async () => {
    const first = await driven.newPage(`${desk.origin}/tickets/1/`);
    await driven.openPanel(first);
    await analysisOf(driven, 1);
    await stayOn(driven, desk.origin);
    const session = await driven.browser.target().createCDPSession();
    const opened = driven.browser.waitForTarget((target) => target.url() === `${desk.origin}/tickets/2/`);
    await session.send("Target.createTarget", { url: `${desk.origin}/tickets/2/`, newWindow: true });
    const second = /** @type {import("puppeteer-core").Page} */ (await (await opened).page());
    const left = (await driven.pages()).find((one) => one.url().includes("/www/panel/"));
    const right = await driven.openPanel(second);
    assert.ok(left);
    /** @param {import("puppeteer-core").Page} panel @param {number} id */
    const shows = async (panel, id) => assert.ok(await waitFor(() => panel.evaluate((wanted) => document.querySelector("#view")?.getAttribute("data-ticket") === wanted, String(id)), 20_000), `the panel does not show ticket ${id}`);
    await shows(right, 2);
    for (const panel of [left, right]) await panel.evaluate(recordDrawings);
    /** @param {import("puppeteer-core").Page} page @param {number} id */
    const go = (page, id) => page.evaluate((number) => /** @type {any} */ (globalThis).openTicket(number), id);
    await go(first, 11);
    await shows(left, 11);
    await go(second, 12);
    await shows(right, 12);
    await go(first, 13);
    await shows(left, 13);
    assert.deepEqual(await left.evaluate(drawnInPanel), ["#11", "#13"]);
    assert.deepEqual(await right.evaluate(drawnInPanel), ["#12"]);
  });
});
