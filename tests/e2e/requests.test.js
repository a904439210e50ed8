/** What the panel says of requests, against what the helpdesk and the browser itself have on record. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { waitFor } from "../desks/process.js";
import { startSinglePage } from "../desks/single_page.js";
import { isBrowsersOwn, launch } from "./browser.js";
import { analysisOf, visiblePanel } from "./panel.js";

describe("what left this tab", () => {
  /** @type {Awaited<ReturnType<typeof startSinglePage>>} */ let desk;
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {import("puppeteer-core").Page} */ let page;

  /** The number that the panel tells. */
  const told = async () => Number(/with (\d+) request/.exec((await (await visiblePanel(driven))?.page.$eval("#requests", (one) => one.textContent ?? "")) ?? "")?.[1]);
  /** @param {number} id */
  const go = (id) => page.evaluate((number) => /** @type {any} */ (globalThis).openTicket(number), id);
  async function same() {
    let [panel, helpdesk] = [0, 0];
    await waitFor(async () => ([panel, helpdesk] = [await told(), desk.fromAdapters()]) && panel === helpdesk, 10_000);
    assert.equal(panel, helpdesk);
    assert.ok(panel > 0);
  }

  before(async () => {
    desk = await startSinglePage();
    driven = await launch();
    page = await driven.newPage(`${desk.origin}/tickets/1/`);
    await driven.openPanel(page);
    await analysisOf(driven, 1);
  });
  after(async () => {
    await driven?.close();
    desk?.stop();
  });

  test("every request that adapters made in the page is counted", async () => {
    for (const id of [2, 3, 4]) {
      await go(id);
      await analysisOf(driven, id);
    }
    await same();
  });

  test("those as well whose answer was not waited for", async () => {
    /** @type {() => void} */
    let open = () => {};
    const late = new Promise((resolve) => (open = () => resolve(undefined)));
    desk.hold((id) => (id === 5 ? /** @type {Promise<any>} */ (late) : undefined));
    await go(5);
    assert.ok(await waitFor(() => desk.asked.includes(5), 10_000));
    await go(6);
    await analysisOf(driven, 6);
    await same();
    open();
  });

  test("the line says that nothing has left, and the browser's own record has no request elsewhere", async () => {
    assert.match((await (await visiblePanel(driven))?.page.$eval("#requests summary", (one) => one.textContent ?? "")) ?? "", /Nothing has left this browser/);
    const counted = desk.fromAdapters();
    const requests = (await driven.close()).filter((request) => !isBrowsersOwn(request));
    assert.deepEqual(requests.filter(({ url }) => /^(?:https?|wss?):/.test(url) && new URL(url).origin !== desk.origin), []);
    // What is not the page's own, by the browser's record: the page asks for each ticket once when it is opened.
    const api = requests.filter(({ url }) => /\/(?:api|datatables_ticket_list)\//.test(url)).length;
    assert.equal(api - 5, counted);
    assert.deepEqual(requests.filter(({ initiator }) => initiator.startsWith("chrome-extension:")).filter(({ url }) => !url.startsWith("chrome-extension:")), []);
  });
});
