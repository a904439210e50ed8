/** The event log: nothing that was written is lost, and nothing is changed without a trace. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CACHE, ownFolder, waitFor } from "../desks/process.js";
import { launch } from "./browser.js";
import { openSettings, outcomeOf } from "./panel.js";

/** @typedef {import("puppeteer-core").Page} Page */

const LIMIT = 30_000;

/** Writes entries in a page of the extension, one after the other. @param {Page} page @param {number} count @param {string} name */
const write = (page, count, name) =>
  page.evaluate(
    async (many, who) => {
      const { append } = await import(/** @type {any} */ ("../log/log.js"));
      for (let number = 0; number < many; number += 1) await append("feedback", { desk: "https://desk.example.com", ticket: `${who}-${number}`, about: "summary", subject: "", verdict: "wrong" });
    },
    count,
    name,
  );

/** The lines of the log. @param {Page} page @returns {Promise<any[]>} */
const lines = async (page) =>
  (
    await page.evaluate(async () => {
      const { readEntries } = await import(/** @type {any} */ ("../log/log.js"));
      return (await readEntries()).map((/** @type {{text: string}} */ { text }) => text);
    })
  ).map((/** @type {string} */ text) => JSON.parse(text));

/** What the settings page says of the log, once it fulfils a condition. @param {Page} page @param {RegExp} expected */
async function stateOf(page, expected) {
  let text = "";
  const found = await waitFor(async () => {
    text = await page.$eval("#log-state", (one) => one.textContent ?? "").catch(() => "");
    return expected.test(text);
  }, LIMIT);
  assert.ok(found, `the page does not show ${expected} but: ${text}`);
  return text;
}

/** Verifies the log again. @param {Page} page */
async function verified(page) {
  await page.evaluate(() => document.querySelector("#log-state")?.replaceChildren());
  await page.click("#log-verify");
  return stateOf(page, /The log of/);
}

/** Changes the database behind the log's back. @param {Page} page @param {"change" | "remove" | "cut"} how */
const tamper = (page, how) =>
  page.evaluate(async (what) => {
    /** @type {IDBDatabase} */
    const database = await new Promise((resolve) => {
      const request = indexedDB.open("handrail-log");
      request.onsuccess = () => resolve(request.result);
    });
    await new Promise((resolve) => {
      const transaction = database.transaction("entries", "readwrite");
      const entries = transaction.objectStore("entries");
      if (what === "remove") entries.delete(5);
      if (what === "cut") entries.delete(IDBKeyRange.lowerBound(8));
      if (what === "change") {
        const read = entries.get(3);
        read.onsuccess = () => entries.put({ ...read.result, text: read.result.text.replace('"wrong"', '"right"') });
      }
      transaction.oncomplete = resolve;
    });
    database.close();
  }, how);

describe("the event log", () => {
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {Page} */ let settings;

  before(async () => {
    driven = await launch();
    settings = await openSettings(driven);
  });
  after(() => driven?.close());

  test("two windows that write at once lose nothing", async () => {
    const other = await openSettings(driven);
    await Promise.all([write(settings, 150, "one"), write(other, 150, "other")]);
    await other.close();
    const found = await lines(settings);
    assert.deepEqual(found.map(({ seq }) => seq), Array.from({ length: 300 }, (_, index) => index + 1));
    assert.equal(new Set(found.map(({ ticket }) => ticket)).size, 300);
    assert.match(await verified(settings), /is whole: 300 entries/);
  });

  test("what was changed, removed or cut off is told, and the rest still counts", async () => {
    await tamper(settings, "change");
    assert.match(await verified(settings), /entry 3 was changed after it was written/);
    await tamper(settings, "remove");
    assert.match(await verified(settings), /entry 5 is missing/);
    await tamper(settings, "cut");
    assert.match(await verified(settings), /its end was cut off/);
    // What is written after does not hide it.
    await write(settings, 1, "later");
    assert.match(await verified(settings), /the log ended with entry 7, while entry 300 .* had been written before/);
    await settings.reload();
    await stateOf(settings, /entry 300 .* had been written before/);
  });

  test("10,000 entries: the page opens, and shows them verified", async (t) => {
    await settings.evaluate(async () => {
      const { sha256 } = await import(/** @type {any} */ ("../log/log.js"));
      await new Promise((resolve, reject) => {
        const request = indexedDB.open("handrail-log");
        request.onerror = reject;
        request.onsuccess = async () => {
          const rows = [];
          let previous_hash = "";
          for (let seq = 1; seq <= 10_000; seq += 1) {
            const at = new Date(Date.now() - (10_000 - seq) * 60_000).toISOString();
            const said = JSON.stringify({ desk: "https://desk.example.com", ticket: String(seq % 900), now: at, versions: { engine: "1", settings: "1-0", models: "m", knowledge: "k" }, intent: ["refund_request", "order_status", "praise_or_feedback"][seq % 3], confidence: 0.91, band: "high", triggers: [{ kind: "vip", rule: "vip", severity: "escalate" }], tier: "ai_assisted", required: false, autonomy: { eligible: false, blocked_by: ["phase 1"] }, articles: ["a", "b"], analysis: "0".repeat(64) });
            const head = JSON.stringify({ seq, at, actor: "agent-test", kind: "analyzed", previous_hash, content_hash: await sha256(said) });
            const hash = await sha256(head);
            rows.push({ seq, at, kind: "analyzed", hash, ticket: `https://desk.example.com ${seq % 900}`, text: `${head.slice(0, -1)},"hash":"${hash}",${said.slice(1)}` });
            previous_hash = hash;
          }
          const transaction = request.result.transaction("entries", "readwrite");
          transaction.objectStore("entries").clear();
          for (const row of rows) transaction.objectStore("entries").put(row);
          transaction.oncomplete = resolve;
          await chrome.storage.local.set({ log_head: { seq: 10_000, hash: previous_hash }, log_lost: [] });
        };
      });
    });
    const page = await driven.newPage();
    const started = performance.now();
    await page.goto(`${driven.base}www/settings/settings.html`);
    await page.waitForSelector("#transfer");
    const opened = performance.now() - started;
    await stateOf(page, /is whole: 10000 entries/);
    const all = performance.now() - started;
    t.diagnostic(`the page was there after ${Math.round(opened)} ms, the log verified and its figures shown after ${Math.round(all)} ms`);
    assert.match(await page.$eval("#log-figures", (one) => one.textContent ?? ""), /900, in 10000 analyses by 1 person/);
    await write(page, 1, "after");
    assert.match(await verified(page), /is whole: 10001 entries/);
    await page.close();
  });

  test("retention takes the content and leaves a chain that verifies", async () => {
    await settings.reload();
    await stateOf(settings, /is whole: 10001 entries/);
    const field = await settings.waitForSelector("::-p-xpath(//section[@id='log']//input[@type='number'])");
    await field?.click({ count: 3 });
    await field?.type("3");
    await settings.keyboard.press("Tab");
    await settings.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await settings.click("#log-expire");
    assert.match(await outcomeOf(settings), /The content of \d+ entries was removed/);
    const found = await lines(settings);
    const gone = found.filter(({ expired }) => expired === true);
    assert.ok(gone.length > 5_000 && gone.every((entry) => entry.intent === undefined && entry.ticket === undefined));
    assert.equal(found.at(-1).kind, "expired");
    assert.match(await stateOf(settings, /is whole: 10002 entries/), new RegExp(`content of ${gone.length} was removed`));
    await settings.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await settings.click("#discard");
  });
});

test("a browser that is killed while it writes loses at most the entry that it was writing", async () => {
  const folder = ownFolder(join(CACHE, "browser", `killed-${process.pid}`));
  const profile = join(folder.path, "profile");
  try {
    for (const round of [1, 2]) {
      const driven = await launch({ profile });
      const settings = await openSettings(driven);
      let acknowledged = 0;
      await settings.exposeFunction("acknowledge", (/** @type {number} */ seq) => (acknowledged = seq));
      const writing = settings.evaluate(async () => {
        const { append } = await import(/** @type {any} */ ("../log/log.js"));
        for (;;) {
          const { seq } = await append("feedback", { desk: "https://desk.example.com", ticket: "1", about: "summary", subject: "", verdict: "wrong" });
          // @ts-expect-error what the test put there
          await window.acknowledge(seq);
        }
      });
      writing.catch(() => {}); // it never ends but with the browser
      assert.ok(await waitFor(() => acknowledged >= round * 40, LIMIT), "nothing is written");
      const program = driven.browser.process();
      const ended = new Promise((resolve) => program?.once("exit", resolve));
      // The whole group: the process that holds the database as well.
      process.kill(-(program?.pid ?? 0), "SIGKILL");
      await ended;
      await driven.browser.disconnect();

      const again = await launch({ profile });
      const page = await openSettings(again);
      const found = await lines(page);
      const least = acknowledged;
      assert.ok(found.length === least || found.length === least + 1, `${least} were written, ${found.length} are there`);
      assert.match(await verified(page), new RegExp(`is whole: ${found.length} entries`));
      await again.close();
    }
  } finally {
    folder.remove();
  }
});
