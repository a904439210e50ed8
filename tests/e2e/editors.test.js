/** Every section of the settings has fields: with their units, what ships, and what is wrong beside them. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { waitFor } from "../desks/process.js";
import { launch } from "./browser.js";
import { openSettings, outcomeOf } from "./panel.js";

/** @typedef {import("puppeteer-core").Page} Page */

const LIMIT = 30_000;

describe("the editors", () => {
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {Page} */ let page;

  before(async () => {
    driven = await launch();
    page = await openSettings(driven);
  });
  after(() => driven?.close());

  /** @param {string} selector @param {RegExp} expected */
  async function shows(selector, expected) {
    let text = "";
    const found = await waitFor(async () => {
      text = await page.$eval(selector, (one) => one.textContent ?? "").catch(() => "");
      return expected.test(text);
    }, LIMIT);
    assert.ok(found, `${selector} does not show ${expected} but: ${text}`);
    return text;
  }

  /** Opens what is folded away around a place, or in it. @param {string} selector */
  const unfold = (selector) =>
    page.$eval(selector, (place) => {
      for (let at = place.closest("details"); at; at = at.parentElement?.closest("details") ?? null) at.open = true;
    });

  /** Writes into a field as a person does. @param {string} selector @param {string} text */
  async function write(selector, text) {
    await page.waitForSelector(selector);
    await page.$eval(selector, (one) => {
      const input = /** @type {HTMLInputElement} */ (one);
      input.focus();
      input.select();
    });
    if (text === "") await page.keyboard.press("Delete");
    else await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  }

  /** The lead's document as JSON shows it. */
  const draft = async () => JSON.parse(await page.evaluate(async () => /** @type {{settings?: {text: string}}} */ (await chrome.storage.local.get("settings")).settings?.text ?? "{}"));

  async function save() {
    await page.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await page.locator("#save").click();
    const told = await outcomeOf(page);
    assert.match(told, /Saved/);
    return draft();
  }

  /** @param {string} path */
  const field = (path) => `[data-path="${path}"]`;

  test("each section of the document has fields", async () => {
    await page.evaluate(() => [...document.querySelectorAll("#sections details")].forEach((one) => (/** @type {HTMLDetailsElement} */ (one).open = true)));
    await waitFor(() => page.$(field("knowledge.playbooks[refund.within].title")).then(Boolean), 2000);
    const paths = await page.$$eval("[data-path]", (all) => all.map((one) => one.getAttribute("data-path") ?? ""));
    for (const section of ["phases", "triggers", "routing", "policies", "priority", "knowledge", "identity", "privacy", "brand_voice", "autonomy", "metrics", "display"]) assert.ok(paths.some((path) => path.startsWith(section)), `nothing edits ${section}`);
    assert.ok(await page.$("[data-intent]"));
    // Nothing is named twice, and every field has a name.
    const unnamed = await page.$$eval("#sections input, #sections select, #sections textarea", (all) => all.filter((one) => !(/** @type {HTMLInputElement} */ (one).labels?.length) && !one.getAttribute("aria-label")).map((one) => one.outerHTML.slice(0, 120)));
    assert.deepEqual(unnamed, []);
    await page.reload();
    await page.waitForSelector("#transfer");
  });

  test("a field shows its unit, what ships, what is wrong, and a way back", async () => {
    const days = field("knowledge.stale_days");
    assert.match(await shows(days, /Shipped: 365/), /days/);
    await write(`${days} input`, "0");
    await shows(`${days} > .problem`, /./);
    assert.equal(await page.$eval(`${days} input`, (one) => one.getAttribute("aria-invalid")), "true");
    await write(`${days} input`, "200");
    assert.equal(await page.$eval(`${days} > .problem`, (one) => /** @type {HTMLElement} */ (one).hidden), true);
    await shows("#save-changes", /One change.*knowledge.*200/);
    assert.equal((await save()).knowledge.stale_days, 200);
    await page.click(`${days} .back`);
    assert.equal(await page.$eval(`${days} input`, (one) => /** @type {HTMLInputElement} */ (one).value), "365");
    assert.equal((await save()).knowledge?.stale_days, undefined);
  });

  test("what the engine refuses stands beside its field, before anything is saved", async () => {
    const list = field("autonomy.never_words");
    await page.waitForSelector(`${list} textarea`);
    const patterns = field("identity.order_patterns");
    await write(`${patterns} textarea`, "ACME-(");
    await shows(`${patterns} > .problem`, /identity\.order_patterns|regular expression|pattern/i);
    await shows("#save-words", /One thing is wrong/);
    await write(`${patterns} textarea`, "ACME-\\d{6}");
    await shows("#save-words", /There are unsaved changes/);
    assert.deepEqual((await save()).identity.order_patterns, ["ACME-\\d{6}"]);
  });

  test("a trigger is made of words, and its examples are run while it is written", async () => {
    await write("#new-trigger", "allergy");
    await page.click("#new-trigger-add");
    const rule = "[data-trigger='allergy']";
    await page.waitForSelector(`${rule} .trigger-details`);
    await page.click(`${rule} .check label`);
    await page.$eval(`${rule} .trigger-details`, (one) => [...one.querySelectorAll("button")].find((button) => button.textContent === "Add phrases")?.click());
    await write(`${rule} ${field("triggers[allergy].fires.en")} textarea`, "allerg* & (rash|swollen)");
    await write(`${rule} ${field("triggers[allergy].examples.fires")} textarea`, "I am allergic and have a rash.");
    await write(`${rule} ${field("triggers[allergy].examples.stays_quiet")} textarea`, "My skin is swollen and allergic.");
    await shows(`${rule} .example-state`, /One example does not behave.*It fires, and should not: My skin is swollen/);
    await write(`${rule} ${field("triggers[allergy].examples.stays_quiet")} textarea`, "Is this free of nuts?");
    await shows(`${rule} .example-state`, /All 2 examples behave/);
    await page.type(`${rule} .attempt`, "the soap left me swollen, an allergy I think");
    await shows(`${rule} .trigger-examples`, /It fires\./);
    const { triggers } = await save();
    const made = triggers.find((/** @type {{id: string}} */ { id }) => id === "allergy");
    assert.deepEqual([made.fires.en, made.examples.fires, made.severity], [["allerg* & (rash|swollen)"], ["I am allergic and have a rash."], "notice"]);
  });

  test("a condition on the ticket's data is built without JSON", async () => {
    const rule = "[data-trigger='allergy']";
    await page.$eval(`${rule} details`, (one) => (/** @type {HTMLDetailsElement} */ (one).open = true));
    await page.waitForSelector(`${rule} .condition`);
    await page.$eval(`${rule} .condition > .actions button`, (one) => /** @type {HTMLElement} */ (one).click());
    await page.waitForSelector(`${rule} .condition-node`);
    await write(`${rule} .condition-node .field:nth-of-type(3) input`, "brand-a, brand-b");
    await write(`${rule} .condition-node .field:nth-of-type(1) input`, "brand");
    await page.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    // The examples are bare sentences of no brand: they would not fire any more.
    await shows(`${rule} .example-state`, /does not behave/);
    await write(`${rule} ${field("triggers[allergy].examples.fires")} textarea`, '{"brand":"brand-a","messages":[{"author":{"role":"customer"},"body":"I am allergic and have a rash."}]}');
    await shows(`${rule} .example-state`, /All 2 examples behave/);
    const { triggers } = await save();
    assert.deepEqual(triggers.find((/** @type {{id: string}} */ { id }) => id === "allergy").when, { field: "brand", is: ["brand-a", "brand-b"] });
  });

  test("routing and ways to resolve are edited field by field", async () => {
    await write("#new-route", "spanish");
    await page.click("#new-route-add");
    await page.$eval("[data-route='spanish']", (one) => (/** @type {HTMLDetailsElement} */ (one).open = true));
    await write(`${field("routing.rules[spanish].languages")} input`, "es");
    await write(`${field("routing.rules[spanish].route")} input`, "Equipo Madrid");
    await write(`${field("routing.rules[spanish].sla_minutes")} input`, "45");
    const { routing } = await save();
    assert.deepEqual(routing.rules, [{ id: "spanish", route: "Equipo Madrid", languages: ["es"], sla_minutes: 45 }]);
    // A rule for an intent that there is not is refused beside its field.
    await page.$eval("[data-route='spanish']", (one) => (/** @type {HTMLDetailsElement} */ (one).open = true));
    await write(`${field("routing.rules[spanish].intents")} input`, "bananas");
    await shows(`${field("routing.rules[spanish].intents")} > .problem`, /no intent `bananas`/);
    await page.click("#discard");
  });

  test("the search finds fields by name and by what they belong to, folded away or not", async () => {
    await page.type("#settings-search", "refund dispute");
    await shows("#search-results", /Limits of autonomy › No refund dispute above/);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.closest("[data-path]")?.getAttribute("data-path")), "autonomy.max_refund");
    await page.$eval("#settings-search", (one) => (/** @type {HTMLInputElement} */ (one).value = ""));
    await page.type("#settings-search", "legal language fires english");
    await shows("#search-results", /Legal language/);
    await page.keyboard.press("Enter");
    assert.match((await page.evaluate(() => document.activeElement?.closest("[data-path]")?.getAttribute("data-path"))) ?? "", /^triggers\[legal_language.*\.fires\.en$/);
    await unfold(field("triggers[legal_language].fires.en"));
  });

  test("what was not saved is guarded, on the page and when it is left", async () => {
    await write(`${field("knowledge.limit")} input`, "5");
    const asked = new Promise((resolve) => page.once("dialog", async (dialog) => (await dialog.dismiss(), resolve(dialog.type()))));
    await page.click("h1");
    page.reload().catch(() => {}); // it is stayed on
    assert.equal(await asked, "beforeunload");
    assert.equal(await page.$eval("#save-bar", (one) => /** @type {HTMLElement} */ (one).hidden), false);
    assert.equal(await page.$eval(`${field("knowledge.limit")} input`, (one) => /** @type {HTMLInputElement} */ (one).value), "5");
    await page.click("#discard");
  });
});
