/** Articles and solved tickets are imported, from files and from the helpdesk itself, and reach the panel. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { start as startDjango } from "../desks/django.js";
import { CACHE, ownFolder, waitFor } from "../desks/process.js";
import { start as startTracker } from "../desks/rt.js";
import { ARTICLES } from "../desks/stories.js";
import { launch } from "./browser.js";
import { importFile, openSettings, outcomeOf, panelOn, waitForPanel } from "./panel.js";

/** @typedef {import("puppeteer-core").Page} Page */

/** How long an import may take before a test gives up. */
const LIMIT = 60_000;

const folder = ownFolder(join(CACHE, "imports", `test-${process.pid}`));

/** @param {string} name @param {string | Buffer} content */
function file(name, content) {
  const path = join(folder.path, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** What is kept of articles or solved tickets. @param {Page} settings @param {"knowledge" | "history"} key @returns {Promise<any>} */
const saved = (settings, key) => settings.evaluate(async (name) => (await chrome.storage.local.get(name))[name], key);

/** Waits until nothing is imported or checked any more. @param {Page} settings @param {string} prefix */
async function settled(settings, prefix) {
  const isDone = await waitFor(() => settings.$eval(`#${prefix}-cancel`, (button) => /** @type {HTMLElement} */ (button).hidden), LIMIT);
  assert.ok(isDone, "the import does not end");
}

/** Imports and waits for the end. @param {Page} settings @param {string} selector @param {string} path @param {string} [prefix] */
async function imported(settings, selector, path, prefix = "article") {
  const words = await importFile(settings, selector, path);
  await settled(settings, prefix);
  return words;
}

/** Presses a button and waits for what the page says. @param {Page} settings @param {string} selector */
async function pressed(settings, selector) {
  await settings.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
  await settings.click(selector);
  return outcomeOf(settings);
}

describe("imports beside django-helpdesk", () => {
  /** @type {import("../desks/desk.js").Desk} */ let desk;
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {Page} */ let page;

  before(async () => {
    desk = await startDjango();
    driven = await launch();
    page = await panelOn(driven, desk, "return_day_27");
  });
  after(async () => {
    await driven?.close();
    await desk?.stop();
    folder.remove();
  });

  /** What the panel shows of the ticket once it fulfils a condition. @param {(text: string) => boolean} isFulfilled @param {string} what */
  async function panelShows(isFulfilled, what) {
    await page.bringToFront();
    const { text } = await waitForPanel(driven, ({ ticket, text }) => ticket === String(desk.ticket("return_day_27").id) && isFulfilled(text), what);
    return text;
  }

  test("a table in Windows-1252, changed and imported again, changes only what differs", async () => {
    const settings = await openSettings(driven);
    const before = await saved(settings, "knowledge");
    const table = (/** @type {string[]} */ ...rows) => file("kb.csv", Buffer.from(["Article ID,Headline,Content", ...rows].join("\r\n"), "latin1"));
    const said = await imported(settings, "#import-articles", table("c1,Wool blankets: care,Wash the caf\u00e9 blanket by hand.", "c2,Lamps,Screw the bulb in.", "c3,Mirrors,Hang it with two hooks."));
    assert.match(said, /3 new, 0 changed, 0 removed, 0 unchanged/);
    assert.match(said, /Windows-1252/);
    const first = await saved(settings, "knowledge");
    assert.equal(first.count, before.count + 3);
    const again = await imported(settings, "#import-articles", join(folder.path, "kb.csv"));
    assert.match(again, /Nothing changed: 3 articles/);
    assert.deepEqual(await saved(settings, "knowledge"), first, "an unchanged import builds nothing");
    const changed = await imported(settings, "#import-articles", table("c1,Wool blankets: care,Wash the blanket by hand.", "c2,Lamps,Screw the bulb in.", "c4,Rugs,Vacuum it."));
    assert.match(changed, /1 new, 1 changed, 1 removed, 1 unchanged/);
    assert.equal((await saved(settings, "knowledge")).count, first.count);
    await settings.close();
    await panelShows((text) => text.includes("Wool blankets: care"), "the article of the table");
  });

  test("a folder with a sitemap and saved pages is a source of its own", async () => {
    const html = (/** @type {string} */ title, /** @type {string} */ text) => `<html lang="en"><head><title>${title} | Shop</title><script>alert(1)</script></head><body><nav>Home</nav><main><h1>${title}</h1><p>${text}</p></main><footer>Shop Ltd</footer></body></html>`;
    file("site/sitemap.xml", "<urlset><url><loc>https://example.com/help/vases</loc><lastmod>2026-01-02</lastmod></url></urlset>");
    file("site/help/vases.html", html("Vases", "Fill them with water only."));
    file("site/help/old.html", html("Old page", "It goes soon."));
    file("site/.git/config.txt", "no article");
    const settings = await openSettings(driven);
    assert.match(await imported(settings, "#import-folder", join(folder.path, "site")), /2 new, 0 changed, 0 removed/);
    const article = await settings.evaluate(async () => {
      const { readArticles } = await import(/** @type {any} */ ("../store.js"));
      return (await readArticles()).find((/** @type {any} */ { title }) => title === "Vases");
    });
    assert.equal(article.url, "https://example.com/help/vases");
    assert.equal(article.updated_at, "2026-01-02");
    assert.doesNotMatch(article.body, /alert|Home|Shop Ltd/);
    rmSync(join(folder.path, "site/help/old.html"));
    assert.match(await imported(settings, "#import-folder", join(folder.path, "site")), /0 new, 0 changed, 1 removed, 1 unchanged/);
    await settings.close();
  });

  test("what cannot be read is told, and the old index stays in use", async () => {
    const settings = await openSettings(driven);
    const before = await saved(settings, "knowledge");
    for (const [path, words] of /** @type {[string, RegExp][]} */ ([
      [file("kb.csv", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0])), /kb\.csv: the file is no text/],
      [file("feed.xml", "<rss><channel><item>"), /no sound XML.*line 1/s],
      [file("empty.jsonl", "{}\n"), /neither title nor body/],
    ])) {
      assert.match(await imported(settings, "#import-articles", path), words);
      assert.deepEqual(await saved(settings, "knowledge"), before);
    }
    await settings.close();
    await panelShows((text) => text.includes("Wool blankets: care"), "the articles from before");
  });

  test("an import that is cancelled, or whose page is closed, changes nothing", async () => {
    const many = file("many.jsonl", Array.from({ length: 20_000 }, (_, index) => JSON.stringify({ id: `m${index}`, title: `Part ${index}`, body: `Spare part ${index} fits the machines of series ${index % 97}. `.repeat(12) })).join("\n"));
    const settings = await openSettings(driven);
    const before = await saved(settings, "knowledge");
    const begin = async () => {
      const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement> | null} */ (await settings.waitForSelector("#import-articles"));
      await input?.uploadFile(many);
      assert.ok(await waitFor(() => settings.evaluate(() => document.body.innerText.includes("Building the index")), LIMIT));
    };
    await begin();
    assert.match(await pressed(settings, "#article-cancel"), /cancelled; nothing was changed/);
    assert.deepEqual(await saved(settings, "knowledge"), before);
    await begin();
    await settings.close();
    const after = await openSettings(driven);
    assert.deepEqual(await saved(after, "knowledge"), before);
    await after.close();
    await panelShows((text) => text.includes("Wool blankets: care"), "the articles from before");
  });

  test("articles that contradict each other say so in the panel", async () => {
    const articles = [
      { id: "x1", title: "Returning a wool blanket", body: "You can return an unused wool blanket within 30 days of delivery. We send a label." },
      { id: "x2", title: "Return of blankets: questions", body: "You can return an unused wool blanket within 14 days of delivery. Keep it in the bag." },
    ];
    const settings = await openSettings(driven);
    await imported(settings, "#import-articles", file("contradiction.jsonl", articles.map((article) => JSON.stringify(article)).join("\n")));
    await settings.close();
    await panelShows((text) => /may contradict “Return(ing a wool blanket|[^”]*questions)”: (30|14) days here, (30|14) days there/.test(text), "the contradiction");
  });

  test("solved tickets are masked, and shown beside a ticket like them with how they were resolved", async () => {
    const settings = await openSettings(driven);
    const rows = ["Ticket ID,Subject,Description,Agent reply,Resolved at", '901,Blanket does not match,"I want to return the wool blanket, the colour does not match. Write to gro.tann@example.com",Sent the return label by mail and refunded on arrival.,2026-05-02', "902,Lamp,The lamp flickers.,,2026-05-03"];
    const said = await imported(settings, "#import-history", file("closed.csv", rows.join("\n")), "solved");
    assert.match(said, /1 new, 0 changed/);
    assert.match(said, /without a resolution/);
    const kept = await settings.evaluate(async () => {
      const { readSolved } = await import(/** @type {any} */ ("../store.js"));
      return JSON.stringify(await readSolved());
    });
    assert.doesNotMatch(kept, /gro\.tann/);
    await settings.close();
    const text = await panelShows((shown) => shown.includes("Sent the return label by mail and refunded on arrival."), "the solved ticket");
    assert.match(text, /Solved tickets like this/i);
  });

  test("an index of another version is told in the panel, and built anew by the settings page", async () => {
    const settings = await openSettings(driven);
    await settings.evaluate(async () => {
      /** @type {IDBDatabase} */
      const database = await new Promise((resolve) => {
        const request = indexedDB.open("handrail");
        request.onsuccess = () => resolve(request.result);
      });
      await new Promise((resolve) => {
        const files = database.transaction("files", "readwrite").objectStore("files");
        const read = files.get("knowledge");
        read.onsuccess = () => {
          const bytes = new Uint8Array(read.result);
          bytes[4] = 1; // the version
          files.put(bytes, "knowledge");
          files.transaction.oncomplete = resolve;
        };
      });
      database.close();
      const { knowledge } = /** @type {any} */ (await chrome.storage.local.get("knowledge"));
      await chrome.storage.local.set({ knowledge: { ...knowledge, revision: knowledge.revision + 1, format: "1 0.0.1" } });
    });
    await settings.close();
    await panelShows((text) => /Articles cannot be searched: the knowledge index is of version 1/.test(text), "what is wrong with the index");
    const again = await openSettings(driven);
    assert.match(await outcomeOf(again), /built anew/);
    await settled(again, "article");
    await again.close();
    await panelShows((text) => text.includes("Returning a wool blanket") && !/cannot be searched/.test(text), "the articles again");
  });

  test("an import that would take most of a source away asks first; a source can be removed", async () => {
    const settings = await openSettings(driven);
    const rows = (/** @type {number} */ count) => file("parts.csv", ["id,title,body", ...Array.from({ length: count }, (_, index) => `p${index},Part ${index},Turn it ${index} times.`)].join("\n"));
    assert.match(await imported(settings, "#import-articles", rows(15)), /15 new/);
    const before = await saved(settings, "knowledge");
    /** @type {string[]} */
    const asked = [];
    settings.on("dialog", (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    assert.match(await imported(settings, "#import-articles", rows(1)), /stopped; nothing was changed/);
    assert.match(asked.join(), /14 articles of the same source/);
    assert.deepEqual(await saved(settings, "knowledge"), before);
    await settings.click("#knowledge details:not([id]) summary");
    const remove = '[data-source="parts.csv"] button';
    await settings.waitForSelector(remove);
    assert.match(await pressed(settings, remove), /What came from parts\.csv was removed/);
    await settled(settings, "article");
    assert.equal((await saved(settings, "knowledge")).count, before.count - 15);
    await settings.close();
  });

  test("its knowledge base and closed tickets are imported through the agent's session", () => ownKnowledge(driven, desk));
});

describe("imports beside Request Tracker", () => {
  /** @type {import("../desks/desk.js").Desk} */ let desk;
  /** @type {import("./browser.js").Driven} */ let driven;

  before(async () => {
    desk = await startTracker();
    driven = await launch();
    await desk.login(await driven.newPage());
  });
  after(async () => {
    await driven?.close();
    await desk?.stop();
  });

  test("its articles and resolved tickets are imported through the agent's session", () => ownKnowledge(driven, desk));
});

/**
 * Imports the helpdesk's own knowledge base and its closed tickets, each request in the ledger.
 *
 * @param {import("./browser.js").Driven} driven
 * @param {import("../desks/desk.js").Desk} desk
 */
async function ownKnowledge(driven, desk) {
  await driven.allowOrigin(desk.origin);
  const settings = await openSettings(driven);
  const fill = async (/** @type {string} */ selector) => {
    await settings.$eval(selector, (input) => (/** @type {HTMLInputElement} */ (input).value = ""));
    await settings.type(selector, desk.origin);
  };
  await fill("#articles-helpdesk");
  assert.match(await pressed(settings, "#import-articles-helpdesk"), new RegExp(`${ARTICLES.length} new, 0 changed, 0 removed`));
  await settled(settings, "article");
  const titles = await settings.evaluate(async () => {
    const { readArticles } = await import(/** @type {any} */ ("../store.js"));
    return (await readArticles()).map((/** @type {any} */ { title }) => title);
  });
  for (const { title } of ARTICLES) assert.ok(titles.includes(title), `${title} is not among ${titles}`);
  const asked = await settings.$eval("#articles-requests", (list) => list.textContent ?? "");
  assert.match(asked, /was asked with \d+ requests, each a GET of its own origin; requests to anywhere else: 0/);
  assert.match(asked, new RegExp(`GET ${desk.origin}/`));
  assert.match(await pressed(settings, "#import-articles-helpdesk"), /Nothing changed/);

  await fill("#solved-helpdesk");
  assert.match(await pressed(settings, "#import-solved-helpdesk"), /[1-9]\d* new/);
  await settled(settings, "solved");
  const solved = await settings.evaluate(async () => {
    const { readSolved } = await import(/** @type {any} */ ("../store.js"));
    return readSolved();
  });
  const lamp = solved.find((/** @type {any} */ { subject }) => subject === "Lamp shade missing");
  assert.ok(lamp, JSON.stringify(solved));
  assert.match(lamp.resolution, /A new shade is on its way/);
  await settings.close();
}
