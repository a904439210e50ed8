/** One document for the team: what a lead publishes reaches another browser, and nothing else does. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { seal } from "../../www/team/envelope.js";
import { readKeyFile } from "../../www/team/keys.js";
import { start } from "../desks/django.js";
import { CACHE, ownFolder, waitFor } from "../desks/process.js";
import { isBrowsersOwn, launch } from "./browser.js";
import { openSettings, outcomeOf, panelOn, triggerName, visiblePanel, waitForPanel } from "./panel.js";

/** @typedef {import("puppeteer-core").Page} Page */

const AMOUNT = triggerName("amount_threshold");
/** Longer than the minute in which a change has to arrive. */
const MINUTE = 90_000;
const SUM = '[data-trigger="amount_threshold"] .money input';

/** Where the team's document is published: a file with its ETag, as any web server has it. */
async function publisher() {
  let body = "";
  /** @type {number[]} */
  const statuses = [];
  const server = createServer((request, response) => {
    const etag = `"${body.length}-${Buffer.from(body).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 0)}"`;
    const status = body === "" ? 404 : request.headers["if-none-match"] === etag ? 304 : 200;
    statuses.push(status);
    response.writeHead(status, { ETag: etag, "Content-Type": "application/json" });
    response.end(status === 200 ? body : undefined);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  assert(address && typeof address === "object");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    address: `http://127.0.0.1:${address.port}/team.json`,
    statuses,
    /** @param {string} text */
    publish: (text) => void (body = text),
    stop: () => (server.closeAllConnections(), server.close()),
  };
}

describe("the team's document", () => {
  /** @type {import("../desks/desk.js").Desk} */ let desk;
  /** @type {import("./browser.js").Driven} */ let lead;
  /** @type {import("./browser.js").Driven} */ let agent;
  /** @type {Awaited<ReturnType<typeof publisher>>} */ let site;
  /** @type {Page} */ let ticket;
  /** @type {import("../../www/team/keys.js").KeyPair} */ let pair;
  const folder = ownFolder(join(CACHE, "team", `test-${process.pid}`));
  const hasAmount = (/** @type {import("./panel.js").PanelText} */ { ticket: id, triggers }) => id === String(desk.ticket("amount").id) && triggers.some(({ name }) => name === AMOUNT);
  const hasNone = (/** @type {import("./panel.js").PanelText} */ shown) => shown.ticket === String(desk.ticket("amount").id) && !hasAmount(shown);

  /** A file that a page saved. @param {string} name */
  async function saved(name) {
    const text = await waitFor(() => {
      try {
        return readFileSync(join(folder.path, name), "utf8");
      } catch {
        return undefined;
      }
    }, 20_000);
    assert.ok(text, `${name} was not saved`);
    return text;
  }

  /**
   * Publishes a document as the lead's key signs it.
   *
   * @param {Partial<import("../../www/team/envelope.js").TeamDocument>} changes
   * @param {(text: string) => string} [forge]
   */
  async function publish(changes, forge = (text) => text) {
    const now = Date.now();
    const document = { revision: 1, published_at: new Date(now).toISOString(), valid_until: new Date(now + 86_400_000).toISOString(), max_age_hours: 24, address: "", kill_switch: "", settings: sum("500"), ...changes };
    site.publish(forge(await seal(document, pair)));
  }
  const sum = (/** @type {string} */ amount) => ({ version: 1, triggers: [{ id: "amount_threshold", threshold: { amount, currency: "USD" } }] });

  /** Asks for the document at once, as an agent can. @param {Page} settings */
  async function ask(settings) {
    await settings.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await settings.waitForSelector("#team-check");
    await settings.$eval("#team-check", (one) => /** @type {HTMLButtonElement} */ (one).click());
    return outcomeOf(settings);
  }

  /** @param {Page} page @param {string} selector */
  const click = (page, selector) => page.$eval(selector, (one) => /** @type {HTMLElement} */ (one).click());

  /** Waits for what an element says. @param {Page} page @param {string} selector @param {RegExp} expected */
  async function says(page, selector, expected) {
    let last = "it is not there";
    const found = await waitFor(async () => {
      last = await page.$eval(selector, (one) => one.textContent ?? "").catch(() => "it is not there");
      return expected.test(last) ? last : undefined;
    }, 30_000);
    assert.ok(found, `${selector} does not say ${expected} but: ${last}`);
    return found;
  }

  before(async () => {
    [desk, site, lead, agent] = await Promise.all([start(), publisher(), launch(), launch()]);
    ticket = await panelOn(agent, desk, "amount");
    const session = await lead.browser.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder.path });
  });
  after(async () => {
    await Promise.all([lead?.close(), agent?.close()]);
    site?.stop();
    await desk?.stop();
    folder.remove();
  });

  test("a lead makes a key, signs what is saved, and an agent follows it", async () => {
    const settings = await openSettings(lead);
    const field = await settings.waitForSelector(SUM);
    await field?.click({ count: 3 });
    await field?.type("500");
    await settings.keyboard.press("Tab");
    await settings.locator("#save").click();
    assert.match(await outcomeOf(settings), /Saved/);
    await click(settings, "#team-keygen");
    const key = await says(settings, "#team-key-fingerprint", /^([0-9a-f]{4} ){7}/);
    pair = await readKeyFile(await saved("handrail-team.key"));
    await settings.type("#team-publish-address", site.address);
    await settings.$eval("#outcome", (one) => one.replaceChildren());
    await click(settings, "#team-sign");
    assert.match(await outcomeOf(settings), /Revision 1 was signed/);
    site.publish(await saved("handrail-team.json"));
    await settings.close();

    await waitForPanel(agent, hasAmount, "the amount over the shipped threshold");
    const page = await openSettings(agent);
    await agent.allowOrigin(site.origin);
    await page.bringToFront();
    await (await page.waitForSelector("#team-address"))?.type(site.address);
    await page.click("#team-look");
    assert.equal(await says(page, "#team-candidate-fingerprint", /^([0-9a-f]{4} ?){8}$/), key);
    await page.click("#team-confirm");
    await says(page, "#following", /team's document, revision 1, signed by key/);
    assert.equal(await page.$eval(SUM, (one) => /** @type {HTMLInputElement} */ (one).value), "500");
    assert.equal(await page.$eval(SUM, (one) => /** @type {HTMLInputElement} */ (one).disabled), true);
    assert.equal(await page.$eval(SUM, (one) => one.closest("[data-layer]")?.getAttribute("data-layer")), "team");
    await page.close();
    await ticket.bringToFront();
    await waitForPanel(agent, hasNone, "that 449 is below the team's threshold");
  });

  test("a changed threshold and the kill switch arrive by themselves, and the panel says what was asked", async () => {
    await publish({ revision: 2, settings: sum("200"), kill_switch: "wrong answers since noon" });
    const shown = await waitForPanel(agent, (now) => hasAmount(now) && /The team’s kill switch is on/.test(now.text), "the team's threshold and its kill switch", MINUTE);
    assert.match(shown.text, /revision 2: wrong answers since noon/);
    assert.match(shown.text, /No ticket has left this browser/);
    const panel = (await visiblePanel(agent))?.page;
    assert.match((await panel?.$eval("#requests", (one) => one.textContent)) ?? "", new RegExp(`requests for the team’s settings went to ${site.origin}`));
    await publish({ revision: 3 });
    const page = await openSettings(agent);
    assert.match(await page.$eval("#kill-others", (one) => one.textContent ?? ""), /wrong answers since noon.*cannot be switched off here/);
    assert.match(await ask(page), /revision 3 is in use/);
    assert.match(await ask(page), /revision 3 is in use/);
    assert.equal(site.statuses.at(-1), 304, "what has not changed is not sent again");
    await page.close();
    await ticket.bringToFront();
    await waitForPanel(agent, (now) => hasNone(now) && !/kill switch/.test(now.text), "no kill switch any more");
  });

  for (const [what, changes, forge, words] of /** @type {[string, Partial<import("../../www/team/envelope.js").TeamDocument>, (text: string) => string, RegExp][]} */ ([
    ["a forged document", { revision: 4 }, (text) => text.replace('\\"500\\"', '\\"100\\"'), /changed after it was signed/],
    ["an older revision", { revision: 2, settings: sum("100") }, (text) => text, /Revision 2 is older than revision 3/],
    ["a document with an error", { revision: 5, settings: { version: 1, trigers: [] } }, (text) => text, /settings of revision 5 were refused.*trigers/],
    ["what is no document", {}, () => "<!doctype html><title>Log in</title>", /no team’s document/],
  ])) {
    test(`${what} is refused and told, and the last good one stays`, async () => {
      await publish(changes, forge);
      const page = await openSettings(agent);
      assert.match(await ask(page), words);
      assert.equal(await page.$eval("#team-revision-in-use", (one) => one.textContent), "3");
      await page.close();
      await ticket.bringToFront();
      const shown = await waitForPanel(agent, (now) => hasNone(now) && words.test(now.text), "why it was refused");
      assert.match(shown.text, /the last good ones stay in use/);
    });
  }

  test("what is too old falls back to phase 1", async () => {
    await publish({ revision: 6, settings: { ...sum("500"), phases: { mode: 2 } }, valid_until: new Date(Date.now() - 1000).toISOString() });
    const page = await openSettings(agent);
    await ask(page);
    await says(page, "#team-state", /Phase 1 is in force\. Revision 6 was valid until/);
    const mode = () => page.evaluate(async () => JSON.parse((await (await import(/** @type {any} */ ("../store.js"))).readInForce()).text).phases.mode);
    assert.equal(await mode(), 1);
    await ticket.bringToFront();
    await waitForPanel(agent, (now) => hasNone(now) && /too old: Handrail only reads/.test(now.text), "that the settings are too old");
    await publish({ revision: 7, settings: { ...sum("500"), phases: { mode: 2 } } });
    assert.match(await ask(page), /revision 7 is in use/);
    assert.equal(await mode(), 2);
    await page.close();
  });

  test("the log says whose settings came into use", async () => {
    const page = await openSettings(agent);
    await says(page, "#versions-list", /The team's document.*revision 6, signed by.*revision 3, signed by/s);
    await page.close();
  });

  test("neither the panel nor its worker can connect to anything", async () => {
    await ticket.bringToFront();
    const panel = (await waitFor(async () => (await visiblePanel(agent))?.page, 20_000)) ?? assert.fail("no panel is open");
    const before = site.statuses.length;
    const connect = (/** @type {string} */ address) => fetch(address, { mode: "no-cors" }).then(() => "connected", (error) => String(error));
    assert.match(await panel.evaluate(connect, site.address), /Failed to fetch/);
    const [worker] = panel.workers();
    assert.ok(worker, "the engine's worker is not there");
    assert.match(await worker.evaluate(connect, site.address), /may not connect/);
    assert.deepEqual(await worker.evaluate(() => ["XMLHttpRequest", "WebSocket", "EventSource"].filter((name) => /** @type {any} */ (self)[name] !== undefined)), []);
    assert.equal(site.statuses.length, before);
  });

  test("nothing was asked but the desk and the team's address", async () => {
    const requests = await agent.close();
    const elsewhere = requests.filter((request) => /^https?:/.test(request.url) && !request.url.startsWith(`${desk.origin}/`) && request.url !== site.address && !isBrowsersOwn(request));
    assert.deepEqual(elsewhere.map(({ url }) => url), []);
    assert.ok(requests.some(({ url }) => url === site.address), "the team's address is not in the record");
  });
});
