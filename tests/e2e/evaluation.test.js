/** The eval set and the replay before saving, as a lead uses them. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CACHE, ownFolder, waitFor } from "../desks/process.js";
import { launch } from "./browser.js";
import { importFile, openSettings, outcomeOf } from "./panel.js";

/** @typedef {import("puppeteer-core").Page} Page */

const LIMIT = 60_000;
const DESK = "https://desk.example.com";

/** @param {Page} page @param {string} selector */
const textOf = (page, selector) => page.$eval(selector, (one) => one.textContent ?? "").catch(() => "");

/** Waits until a part of the page shows something. @param {Page} page @param {string} selector @param {RegExp} expected */
async function shows(page, selector, expected) {
  let text = "";
  const found = await waitFor(async () => {
    text = await textOf(page, selector);
    return expected.test(text);
  }, LIMIT);
  assert.ok(found, `${selector} does not show ${expected} but: ${text}`);
  return text;
}

/** What customers write, with what they want. @type {[string, string, string[]][]} */
const MESSAGES = [
  ["Where is my parcel? It should have been here on Monday.", "order_status", []],
  ["I want to send the lamp back, how do I do that?", "return_request", []],
  ["Please refund the 30 dollars for the broken cup.", "refund_request", []],
  ["Your kettle burned my hand badly, I had to see a doctor.", "product_safety", ["product_harm"]],
  ["I forgot my password and cannot log in.", "account_access", []],
  ["My lawyer will contact you about this tomorrow.", "legal_or_claim", ["legal_language"]],
];

/** @param {string} id @param {string} body @param {object} [more] */
const ticket = (id, body, more = {}) => ({
  id,
  subject: `Matter ${id}`,
  status: "open",
  messages: [
    { id: "m1", at: "2026-11-18T08:00:00Z", author: { role: "customer" }, body },
    { id: "m2", at: "2026-11-18T09:00:00Z", author: { role: "agent" }, body: "We look into it and write again today." },
  ],
  ...more,
});

/** Labelled tickets, as a file has them. @param {number} count */
const labelled = (count) =>
  Array.from({ length: count }, (_, index) => {
    const [body, intent, triggers] = MESSAGES[index % MESSAGES.length] ?? ["", "", []];
    const kinds = ["product_harm", "legal_language", "safety_crisis"];
    return { id: `case-${index}`, ticket: ticket(`t${index}`, body), now: "2026-11-20T12:00:00Z", expect: { intent, triggers, forbid: kinds.filter((kind) => !triggers.includes(kind)) } };
  });

/** Puts analyses with kept tickets into the log, as the panel does. @param {Page} page @param {{id: string, body: string, intent: string, confidence: number}[]} tickets */
const keep = (page, tickets) =>
  page.evaluate(
    async (all, desk) => {
      const { append, sha256 } = await import(/** @type {any} */ ("../log/log.js"));
      for (const { id, body, intent, confidence } of all) {
        const text = JSON.stringify({ id, subject: `Matter ${id}`, messages: [{ id: "m1", author: { role: "customer" }, body }] });
        const kept = { hash: await sha256(text), text };
        await append(
          "analyzed",
          { desk, ticket: id, now: "2026-11-20T12:00:00Z", versions: { engine: "1", settings: "1", models: "m", knowledge: "" }, intent, confidence, band: "high", abstained: null, triggers: [], tier: "ai_assisted", required: false, articles: [], analysis: "0", kept: { ticket: kept.hash, analysis: "0" } },
          { ticket: `${desk} ${id}`, kept },
        );
      }
    },
    tickets,
    DESK,
  );

/** Entries of a kind. @param {Page} page @param {string} kind @returns {Promise<any[]>} */
const entries = (page, kind) =>
  page.evaluate(async (what) => {
    const { parsed, readOfKind } = await import(/** @type {any} */ ("../log/log.js"));
    return (await readOfKind(what)).map((/** @type {{text: string}} */ { text }) => parsed(text));
  }, kind);

/** @param {Page} page @returns {Promise<any[]>} */
const samples = (page) =>
  page.evaluate(async () => {
    const { readSet } = await import(/** @type {any} */ ("../evaluation/set.js"));
    return readSet();
  });

describe("the eval set", () => {
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {Page} */ let page;
  const folder = ownFolder(join(CACHE, "evaluation", String(process.pid)));
  const file = (/** @type {string} */ name, /** @type {object[]} */ lines) => {
    const path = join(folder.path, name);
    writeFileSync(path, lines.map((line) => JSON.stringify(line)).join("\n"));
    return path;
  };

  before(async () => {
    driven = await launch();
    page = await openSettings(driven);
  });
  after(async () => {
    await driven?.close();
    folder.remove();
  });

  test("labelled tickets are imported, and the engine is measured on them", async () => {
    const told = await importFile(page, "#evaluation-import", file("labelled.jsonl", labelled(36)));
    assert.match(told, /36 tickets were read, 36 new/);
    const figures = await shows(page, "#evaluation-figures", /Accuracy/);
    assert.match(figures, /Labelled tickets36/);
    assert.match(figures, /Accuracy[^%]*%? ?\(?.*95 % interval/);
    assert.match(figures, /Calibration error \(ECE\)\d/);
    assert.match(await textOf(page, "#figures-triggers"), /Product harm100% \(\d+%–100%\), 6\/6/);
    assert.ok((await page.$$("#figures-reliability tbody tr")).length > 0);
    assert.equal((await page.$$(".reliability .point")).length, (await page.$$("#figures-reliability tbody tr")).length);
  });

  test("what is exported is what was labelled, and can be imported again", async () => {
    const exported = await page.evaluate(async () => {
      /** @type {Blob | undefined} */
      let kept;
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => ((kept = /** @type {Blob} */ (blob)), make.call(URL, blob));
      /** @type {HTMLElement} */ (document.querySelector("#evaluation-export")).click();
      for (let turn = 0; turn < 100 && !kept; turn += 1) await new Promise((done) => setTimeout(done, 20));
      URL.createObjectURL = make;
      return kept?.text();
    });
    const lines = (exported ?? "").trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(lines.length, 36);
    const [first] = lines;
    assert.deepEqual(first.expect, { intent: "order_status", triggers: [], forbid: ["product_harm", "legal_language", "safety_crisis"], note: "" });
    assert.equal(first.now, "2026-11-20T12:00:00.000Z".replace(".000", ""));
    const again = join(folder.path, "again.jsonl");
    writeFileSync(again, exported ?? "");
    assert.match(await importFile(page, "#evaluation-import", again), /36 tickets were read, 0 new/);
  });

  test("a kept ticket is drawn, labelled without being led, and counts for the gate", async () => {
    await keep(page, [
      { id: "901", body: "Where is my parcel? It should have been here on Monday.", intent: "order_status", confidence: 0.97 },
      { id: "902", body: "My lawyer will contact you about this tomorrow.", intent: "order_status", confidence: 0.41 },
    ]);
    const before = (await entries(page, "sample_reviewed")).length;
    await page.select("#evaluation-way", "low_confidence");
    await page.$eval("#evaluation-count", (one) => (/** @type {HTMLInputElement} */ (one).value = "1"));
    await page.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await page.click("#evaluation-draw");
    assert.match(await outcomeOf(page), /One ticket was drawn from 2/);
    // The list may be drawn anew in between.
    await page.locator("#evaluation-begin").click();
    await shows(page, "#evaluation-form", /Label ticket 902.*My lawyer will contact you/s);
    assert.doesNotMatch(await textOf(page, "#evaluation-form .ticket + p + .fields"), /41/);
    // Nothing is saved without an intent.
    await page.click("#label-save");
    assert.equal(await page.$eval("#label-intent", (one) => /** @type {HTMLSelectElement} */ (one).validity.valid), false);
    await page.select("#label-intent", "legal_or_claim");
    await page.click("#label-legal_language");
    await page.click("#label-save");
    await shows(page, "#label-outcome", /Saved\. Handrail differs.*41%.*It missed: Legal language/);
    const reviewed = await entries(page, "sample_reviewed");
    assert.equal(reviewed.length, before + 1);
    const { ticket: number, agrees, corrected, missed, drawn } = reviewed.at(-1);
    assert.deepEqual({ number, agrees, corrected, missed, drawn }, { number: "902", agrees: false, corrected: "legal_or_claim", missed: ["legal_language"], drawn: "low_confidence" });
    await shows(page, "[data-gate='2']", /labelled tickets: 1 of 200.*routing agreement: 0\.0 % \(0 of 1/);
    assert.match(await textOf(page, "#log-state"), /whole/);
  });

  test("what agents dispute is drawn first, and a label of the same ticket counts once", async () => {
    await page.evaluate(async (desk) => {
      const { append } = await import(/** @type {any} */ ("../log/log.js"));
      await append("feedback", { desk, ticket: "901", about: "intent", subject: "order_status", verdict: "wrong" }, { ticket: `${desk} 901` });
    }, DESK);
    await page.select("#evaluation-way", "disagreement");
    await page.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await page.click("#evaluation-draw");
    assert.match(await outcomeOf(page), /One ticket was drawn from 1/);
    await page.evaluate(() => [...document.querySelectorAll("#evaluation-list li[data-sample$=' 901'] button")].forEach((one) => /** @type {HTMLElement} */ (one).click()));
    await shows(page, "#evaluation-form", /Label ticket 901/);
    for (const intent of ["order_status", "order_status"]) {
      await page.select("#label-intent", intent);
      await page.$eval("#label-outcome", (one) => one.replaceChildren());
      await page.click("#label-save");
      await shows(page, "#label-outcome", /Saved\. Handrail agrees/);
    }
    await shows(page, "[data-gate='2']", /labelled tickets: 2 of 200.*routing agreement: 50\.0 % \(1 of 2/);
  });

  test("an agent's log with kept tickets is read, and personal data is hidden", async () => {
    await page.evaluate(async () => {
      const { removeSamples, readSet } = await import(/** @type {any} */ ("../evaluation/set.js"));
      await removeSamples((await readSet()).map((/** @type {{id: string}} */ { id }) => id));
    });
    await keep(page, [{ id: "903", body: "Please write to jo.tarn@example.com, I forgot my password.", intent: "account_access", confidence: 0.9 }]);
    const text = await page.evaluate(async () => {
      const { exportLines } = await import(/** @type {any} */ ("../log/export.js"));
      return exportLines({ withKept: true });
    });
    const path = join(folder.path, "log.jsonl");
    writeFileSync(path, text);
    assert.match(await importFile(page, "#evaluation-import", path), /3 tickets were read, 3 new/);
    const found = (await samples(page)).find(({ ticket: id }) => id === "903");
    assert.doesNotMatch(found.text, /jo\.tarn@example\.com/);
    assert.deepEqual({ desk: found.desk, shown: found.shown.intent, drawn: found.drawn }, { desk: DESK, shown: "account_access", drawn: "import" });
  });

  test("a label that was begun is guarded, and tickets are removed when their time is up", async () => {
    // The list may be drawn anew in between.
    await page.locator("#evaluation-begin").click();
    await page.waitForSelector("#label-intent");
    await page.select("#label-intent", "order_status");
    const asked = new Promise((resolve) => page.once("dialog", async (dialog) => (await dialog.accept(), resolve(dialog.type()))));
    // Chromium asks only where somebody has done something.
    await page.click("#evaluation-form-title");
    await page.reload();
    assert.equal(await asked, "beforeunload");
    await page.waitForSelector("#evaluation-list li");
    await page.evaluate(async () => {
      const { readSet, saveSample } = await import(/** @type {any} */ ("../evaluation/set.js"));
      const [first] = await readSet();
      await saveSample({ ...first, kept_at: new Date(Date.now() - 181 * 86_400_000).toISOString() });
    });
    await page.reload();
    await shows(page, "#evaluation-count-words", /2 tickets/);
    assert.equal((await samples(page)).length, 2);
  });
});

describe("a replay before saving", () => {
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {Page} */ let page;
  const folder = ownFolder(join(CACHE, "replay", String(process.pid)));
  const file = join(folder.path, "tickets.jsonl");

  before(async () => {
    const filler = "I ordered it for my sister and she was looking forward to it for weeks. ";
    const lines = Array.from({ length: 500 }, (_, index) => {
      const [body = ""] = MESSAGES[index % MESSAGES.length] ?? [];
      return JSON.stringify({ ticket: ticket(`r${index}`, `${body} ${filler.repeat(30)}`.slice(0, 2000)), now: "2026-11-20T12:00:00Z" });
    });
    writeFileSync(file, lines.join("\n"));
    driven = await launch();
    page = await openSettings(driven);
  });
  after(async () => {
    await driven?.close();
    folder.remove();
  });

  const saved = () => page.evaluate(async () => /** @type {{settings?: {text: string}}} */ (await chrome.storage.local.get("settings")).settings?.text ?? "");

  test("nothing to replay is said", async () => {
    await page.click("#replay-start");
    await shows(page, "#replay-outcome", /Nothing is changed/);
  });

  test("shows what flips, ticket by ticket, and saves nothing", async (t) => {
    // Nothing is unsure then.
    const below = "[data-trigger='low_confidence'] input[type=number]";
    await page.$eval(below, (one) => (/** @type {HTMLInputElement} */ (one).value = ""));
    await page.type(below, "0");
    await page.keyboard.press("Tab");
    const started = performance.now();
    const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement> | null} */ (await page.$("#replay-file"));
    await input?.uploadFile(file);
    await page.waitForSelector("#replay-cancel", { visible: true });
    await shows(page, "#replay-outcome", /of 500 tickets flip/);
    t.diagnostic(`500 tickets of 2,000 characters by two settings, models loaded, in ${Math.round(performance.now() - started)} ms`);
    const outcome = await textOf(page, "#replay-outcome");
    assert.match(outcome, /Intent unsure: notice → quiet/);
    const rows = await page.$$eval("#replay-tickets > li", (all) => all.map((one) => one.textContent ?? ""));
    assert.equal(rows.length, 50);
    assert.ok(rows.every((row) => row.includes("→")));
    assert.equal(await saved(), "");
  });

  test("can be cancelled, and saving stays possible without one", async () => {
    await page.click("#replay-first");
    await page.waitForSelector("#replay-cancel", { visible: true });
    await page.click("#replay-cancel");
    await shows(page, "#replay-outcome", /was cancelled/);
    await page.type("#save-why", "nobody looks at these notices");
    await page.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await page.locator("#save").click();
    assert.match(await outcomeOf(page), /Saved/);
    assert.match(await saved(), /"below": 0\n/);
  });
});
