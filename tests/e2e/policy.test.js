/** What an organisation sets by policy holds, and is shown as such. */
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CACHE, ownFolder, ROOT, waitFor } from "../desks/process.js";
import { launch } from "./browser.js";
import { openSettings, outcomeOf } from "./panel.js";

const FOLDER = "/etc/chromium/policies/managed";
const FILE = join(FOLDER, `handrail-test-${process.pid}.json`);
const LOCKED = '[data-trigger="amount_threshold"] [data-layer="policy"] .money input';
const isRoot = process.getuid?.() === 0;

/** The id that a browser gives an extension with this public key. @param {Buffer} key */
const idOf = (key) => [...createHash("sha256").update(key).digest("hex").slice(0, 32)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join("");

describe("the organisation's policy", { skip: isRoot ? false : `only root may write to ${FOLDER}` }, () => {
  const folder = ownFolder(join(CACHE, "policy", `test-${process.pid}`));
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {import("puppeteer-core").Page} */ let page;
  /** Folders that were not there before, outermost first. @type {string[]} */
  const made = ["/etc/chromium", "/etc/chromium/policies", FOLDER].filter((path) => !existsSync(path));

  before(async () => {
    // A copy with a key of its own, so that no other browser on this computer is concerned.
    const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "der" });
    const extension = join(folder.path, "extension");
    mkdirSync(extension, { recursive: true });
    for (const part of ["www", "pkg"]) cpSync(join(ROOT, part), join(extension, part), { recursive: true });
    const manifest = JSON.parse(readFileSync(join(ROOT, "manifest.json"), "utf8"));
    writeFileSync(join(extension, "manifest.json"), JSON.stringify({ ...manifest, key: key.toString("base64") }));
    mkdirSync(FOLDER, { recursive: true });
    const settings = JSON.stringify({ version: 1, triggers: [{ id: "amount_threshold", threshold: { amount: "333", currency: "EUR" } }] });
    writeFileSync(FILE, JSON.stringify({ "3rdparty": { extensions: { [idOf(key)]: { settings, kill_switch: true, kill_switch_reason: "until the audit is over" } } } }));
    driven = await launch({ folder: extension });
    page = await openSettings(driven);
  });
  after(async () => {
    await driven?.close();
    rmSync(FILE, { force: true });
    const [outermost] = made;
    if (outermost) rmSync(outermost, { recursive: true, force: true });
    folder.remove();
  });

  test("a value is locked, shown as such, and in force over the lead's", async () => {
    // The browser hands an extension its policy a moment after it was loaded for the first time.
    const field = await page.waitForSelector(LOCKED, { timeout: 30_000 });
    const state = await field?.evaluate((one) => ({ value: /** @type {HTMLInputElement} */ (one).value, disabled: /** @type {HTMLInputElement} */ (one).disabled, layer: one.closest("[data-layer]")?.getAttribute("data-layer"), words: one.closest(".field")?.textContent }));
    assert.equal(state?.value, "333");
    assert.equal(state?.disabled, true);
    assert.equal(state?.layer, "policy");
    assert.match(state?.words ?? "", /organisation/);
    assert.match(await page.$eval("#layers", (one) => one.textContent ?? ""), /triggers\[amount_threshold\]\.threshold\.amount: your organisation/);
    const text = await page.evaluate(async () => (await (await import(/** @type {any} */ ("../store.js"))).readInForce()).text);
    assert.equal(JSON.parse(text).triggers[0].threshold.amount, "333");
  });

  test("everything else stays the lead's", async () => {
    const other = '[data-trigger="vip"] .check input';
    assert.equal(await page.$eval(other, (one) => /** @type {HTMLInputElement} */ (one).disabled), false);
    await page.$eval(other, (one) => /** @type {HTMLInputElement} */ (one).click());
    await page.$eval("#save", (one) => /** @type {HTMLButtonElement} */ (one).click());
    assert.match(await outcomeOf(page), /Saved/);
    const text = await page.evaluate(async () => (await (await import(/** @type {any} */ ("../store.js"))).readInForce()).text);
    const { triggers } = JSON.parse(text);
    assert.equal(triggers.find((/** @type {{id: string}} */ { id }) => id === "vip").disabled, true);
    assert.equal(triggers.find((/** @type {{id: string}} */ { id }) => id === "amount_threshold").threshold.currency, "EUR");
  });

  test("the kill switch is on, and cannot be switched off here", async () => {
    const found = await waitFor(async () => /until the audit is over.*cannot be switched off here/.test(await page.$eval("#kill-others", (one) => one.textContent ?? "")), 20_000);
    assert.ok(found);
    const { text, stops } = await page.evaluate(async () => (await import(/** @type {any} */ ("../store.js"))).readInForce());
    assert.deepEqual(stops.map((/** @type {{by: string}} */ { by }) => by), ["policy"]);
    assert.equal(JSON.parse(text).phases.mode, 1);
  });
});
