/**
 * What the agent sees when the ticket cannot be read: the cause, and a way to try again; never the
 * last ticket's analysis as this one's.
 */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, describe, test } from "node:test";
import { start as startTracker } from "../desks/rt.js";
import { launch } from "./browser.js";
import { analysisOf, besideProxy, press, setUp, stateOf } from "./panel.js";

describe("a helpdesk that does not answer as it should", () => {
  /** @type {Awaited<ReturnType<typeof besideProxy>>} */ let beside;
  /** @type {typeof beside.desk} */ let desk;
  /** @type {typeof beside.proxy} */ let proxy;
  /** @type {typeof beside.driven} */ let driven;
  /** @type {typeof beside.page} */ let page;
  /** @type {typeof beside.address} */ let address;
  /** Spoils the API alone; the page itself comes. @param {import("./proxy.js").Fault} fault */
  const spoil = (fault) => proxy.misbehave((path) => (path.startsWith("/api/") ? fault : undefined));

  before(async () => {
    beside = await besideProxy();
    ({ desk, proxy, driven, page, address } = beside);
  });
  beforeEach(async () => {
    proxy.behave();
    await page.goto(address("angry"));
    await analysisOf(driven, desk.ticket("angry").id);
  });
  after(() => beside?.stop());

  for (const [what, fault, state, cause] of /** @type {[string, import("./proxy.js").Fault, string, RegExp][]} */ ([
    ["a 403", { status: 403, type: "application/json", body: '{"detail":"You do not have permission to perform this action."}' }, "forbidden", /403/],
    ["a 500", { status: 500 }, "server_error", /500/],
    ["a maintenance page instead of JSON", { status: 200, body: "<!doctype html><title>Back soon</title>" }, "unreadable", /could not be understood/],
    ["silence", "silence", "timeout", /too long/],
  ])) {
    test(`${what}: names the cause, and retry reads the ticket once it is well again`, async () => {
      spoil(fault);
      await page.goto(address("german"));
      assert.match((await stateOf(driven, state)).text, cause);
      proxy.behave();
      await press(driven, "Try again");
      await analysisOf(driven, desk.ticket("german").id);
    });
  }

  test("not logged in: says so, and reads the ticket after the login", async () => {
    await desk.logout(page);
    await page.goto(address("warranty"));
    await stateOf(driven, "logged_out");
    await desk.login(page, "agent", proxy.origin);
    await page.goto(address("warranty"));
    await analysisOf(driven, desk.ticket("warranty").id);
  });

  test("the session ends while the ticket is open: the next ticket does not show the last one's analysis", async () => {
    spoil({ status: 403, type: "application/json", body: '{"detail":"Authentication credentials were not provided."}' });
    await page.goto(address("amount"));
    await stateOf(driven, "logged_out");
  });

  test("a page of the helpdesk that shows no ticket", async () => {
    await page.goto(`${proxy.origin}/tickets/`);
    await stateOf(driven, "not_a_ticket");
  });

  test("a page that is no helpdesk: says so, and names those that it knows", async () => {
    const server = createServer((_, response) => response.end("<!doctype html><title>Recipes</title><h1>Soup</h1>"));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const bound = server.address();
    assert(bound && typeof bound === "object");
    const other = await driven.newPage(`http://127.0.0.1:${bound.port}/`);
    await driven.openPanel(other);
    const { text } = await stateOf(driven, "not_a_helpdesk");
    assert.match(text, /django-helpdesk/);
    assert.match(text, /Request Tracker/);
    await other.close();
    server.closeAllConnections();
    server.close();
  });
});

describe("Request Tracker refuses", () => {
  /** @type {import("../desks/desk.js").Desk} */ let desk;
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {import("puppeteer-core").Page} */ let page;

  before(async () => {
    desk = await startTracker();
    driven = await launch();
    await setUp(driven, desk.name);
    page = await driven.newPage();
    await desk.login(page);
    await page.goto(desk.ticket("angry").url);
    await driven.openPanel(page);
    await analysisOf(driven, desk.ticket("angry").id);
  });
  after(async () => {
    await driven?.close();
    await desk?.stop();
  });

  test("a ticket that the agent may not see", async () => {
    const hidden = Math.max(...desk.tickets.map(({ id }) => id)) + 1;
    await page.goto(`${desk.origin}/Ticket/Display.html?id=${hidden}`);
    await stateOf(driven, "forbidden");
  });

  test("a ticket that does not exist", async () => {
    await page.goto(`${desk.origin}/Ticket/Display.html?id=9999`);
    await stateOf(driven, "not_found");
  });

  test("a session that ended", async () => {
    await desk.logout(page);
    await page.goto(desk.ticket("warranty").url);
    await stateOf(driven, "logged_out");
  });
});
