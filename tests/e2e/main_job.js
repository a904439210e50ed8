/**
 * The main job in a helpdesk, the same in each browser: the agent clicks the toolbar button on an open ticket, and the true
 * side panel tells what matters; it follows new messages and other tickets; it writes nothing and
 * asks nobody but the helpdesk.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { isBrowsersOwn } from "./browser.js";
import { analysisOf, intentName, setUp, stayOn, triggerName, visiblePanel, waitForPanel } from "./panel.js";

/** A slow helpdesk is asked once a minute. */
const POLLED = 90_000;

/** What a ticket's REST answer is, to see whether anything changed it. @type {Record<string, (id: number) => string>} */
const API = {
  django_helpdesk: (id) => `/api/tickets/${id}/`,
  request_tracker: (id) => `/REST/2.0/ticket/${id}/history?fields=Type,Created,Creator&per_page=100`,
};

/** What is wrong with what is shown, if anything. @param {import("./panel.js").PanelText} shown @param {import("../desks/stories.js").Expectation} expect */
function problemOf(shown, expect) {
  try {
    checkExpectation(shown, expect);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** @param {import("./panel.js").PanelText} shown @param {import("../desks/stories.js").Expectation} expect */
function checkExpectation(shown, expect) {
  const context = `\nthe panel shows:\n${shown.text}`;
  const escalated = new Map(shown.triggers.map(({ name, words }) => [name, words]));
  const noticed = new Set([...escalated.keys(), ...shown.notices.map(({ name }) => name)]);
  for (const [kind, words] of Object.entries(expect.escalate ?? {})) {
    const evidence = escalated.get(triggerName(kind));
    assert.ok(evidence, `${kind} does not escalate${context}`);
    assert.ok(evidence.length > 0 && evidence.some((quote) => quote.toLowerCase().includes(words)), `${kind} does not show \`${words}\` as evidence but ${JSON.stringify(evidence)}${context}`);
  }
  for (const kind of expect.notice ?? []) assert.ok(noticed.has(triggerName(kind)), `${kind} is not even a notice${context}`);
  for (const kind of expect.quiet ?? []) assert.ok(!escalated.has(triggerName(kind)), `${kind} escalates${context}`);
  if (expect.intent) assert.ok(expect.intent.map(intentName).includes(shown.intent), `the intent is none of ${expect.intent.join(", ")}${context}`);
  for (const [policy, status] of Object.entries(expect.policy ?? {})) {
    const flag = shown.policies.find((entry) => entry.policy.toLowerCase().includes(policy));
    assert.ok(flag, `no flag of the ${policy} policy${context}`);
    assert.match(flag.status, new RegExp(`^${status}`, "i"), context);
  }
  if (expect.article) assert.ok(shown.articles.some(({ url }) => url.endsWith(`/${expect.article}`)), `article ${expect.article} is not offered${context}`);
  if (expect.language === "de") assert.match(shown.header, /German/);
  assert.ok(shown.summary.length > 0, `there is no summary${context}`);
}

/**
 * @param {object} given
 * @param {string} given.name of desk and browser
 * @param {() => Promise<import("../desks/desk.js").Desk>} given.start
 * @param {() => Promise<import("./browser.js").Driven>} given.launch
 * @param {string[]} [given.keys] the sample tickets to look at; all of them unless it is said
 */
export function mainJob({ name, start, launch, keys }) {
  describe(`the panel beside ${name}`, () => {
    /** @type {import("../desks/desk.js").Desk} */ let desk;
    /** @type {import("./browser.js").Driven} */ let driven;
    /** @type {import("puppeteer-core").Page} */ let page;
    /** @type {(path: string, options?: RequestInit) => Promise<Response>} */ let agent;
    /** @type {Record<string, unknown>} */ const untouched = {};
    let loggedInAt = 0;

    const contentOf = async (/** @type {number} */ id) => (await agent(/** @type {any} */ (API[desk.name])(id))).json();
    const originsNow = async () => driven.origins(/** @type {import("puppeteer-core").Page} */ ((await visiblePanel(driven))?.page));

    before(async () => {
      desk = await start();
      agent = await desk.session();
      for (const { key, id } of desk.tickets) untouched[key] = await contentOf(id);
      driven = await launch();
      await setUp(driven, desk.name);
      page = await driven.newPage();
      await desk.login(page);
      loggedInAt = Date.now();
      await page.goto(desk.ticket("legal_threat").url);
    });
    after(async () => {
      await driven?.close();
      await desk?.stop();
    });

    test("one click on the toolbar button is enough, without any host permission", async () => {
      await driven.openPanel(page);
      await analysisOf(driven, desk.ticket("legal_threat").id);
      assert.deepEqual(await originsNow(), []);
    });

    test("it offers to stay on, for this host alone", async () => {
      await stayOn(driven, desk.origin);
      assert.deepEqual(await originsNow(), [driven.patternOf(desk.origin)]);
    });

    test("every sample ticket shows what matters in it", async (t) => {
      for (const { key, id, url, expect } of desk.tickets.filter(({ key }) => keys?.includes(key) ?? true)) {
        await t.test(key, async () => {
          await page.goto(url);
          await analysisOf(driven, id);
          // Earlier tickets may come a moment after the rest.
          /** @type {unknown} */
          let missing;
          await waitForPanel(driven, (shown) => {
            if (shown.ticket !== String(id)) return false;
            missing = problemOf(shown, expect);
            return missing === undefined;
          }, key, 8_000).catch((error) => {
            throw missing ?? error;
          });
        });
      }
    });

    test("a customer's new message changes the panel", async () => {
      const { id, url } = desk.ticket("where_is_order");
      await page.goto(url);
      const shown = await analysisOf(driven, id);
      assert.ok(!shown.triggers.some(({ name }) => name === triggerName("legal_language")));
      await desk.addCustomerMessage("where_is_order", "I have waited long enough. My lawyer will send you a letter on Monday.");
      await waitForPanel(driven, ({ ticket, triggers }) => ticket === String(id) && triggers.some(({ name, words }) => name === triggerName("legal_language") && words.some((quote) => /lawyer/i.test(quote))), "the legal language of the new message", POLLED);
    });

    test("the panel follows the agent to another tab and back", async () => {
      const first = desk.ticket("return_day_27");
      const second = desk.ticket("german");
      await page.goto(first.url);
      await analysisOf(driven, first.id);
      const other = await driven.newPage(second.url);
      await other.bringToFront();
      await analysisOf(driven, second.id);
      await page.bringToFront();
      await analysisOf(driven, first.id);
      await other.close();
    });

    test("the panel has no fault to complain about", async () => assert.deepEqual(await driven.faults(), []));

    test("nothing was written: the tickets are as before, no writing module was loaded, no request changes anything", async () => {
      for (const { key, id } of desk.tickets) {
        if (key === "where_is_order") continue; // got a mail above
        assert.deepEqual(await contentOf(id), untouched[key], `ticket ${key} was changed`);
      }
      const loaded = await driven.scripts();
      if (!loaded) return;
      for (const part of ["/www/panel/panel.js", "/www/worker.js", "/www/hosts/hosts.js"]) assert.ok(loaded.some((address) => address.endsWith(part)), `the record of loaded scripts lacks ${part}`);
      assert.deepEqual(loaded.filter((address) => address.includes("/write/")), []);
    });

    test("every request of the browser went to the helpdesk, and all of them only read", async () => {
      const requests = await driven.close();
      const ours = requests.filter((request) => !isBrowsersOwn(request));
      assert.ok(ours.length > desk.tickets.length, "the record of requests is empty");
      assert.deepEqual(ours.filter(({ url }) => new URL(url).origin !== desk.origin).map(({ url, initiator }) => ({ url, initiator })), []);
      assert.deepEqual(ours.filter(({ method, at }) => at > loggedInAt && method !== "GET" && method !== "HEAD").map(({ method, url, initiator }) => ({ method, url, initiator })), []);
    });
  });
}
