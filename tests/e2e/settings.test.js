/** The lead changes the settings while an agent's panel is open. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { start } from "../desks/django.js";
import { CACHE, ownFolder, waitFor } from "../desks/process.js";
import { settingsFor } from "../desks/settings.js";
import { launch } from "./browser.js";
import { importFile, openSettings, outcomeOf, panelOn, triggerName, visiblePanel, waitForPanel } from "./panel.js";

const AMOUNT = triggerName("amount_threshold");

describe("the settings", () => {
  /** @type {import("../desks/desk.js").Desk} */ let desk;
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {import("puppeteer-core").Page} */ let page;
  const folder = ownFolder(join(CACHE, "settings", `test-${process.pid}`));
  /** @param {string} text */
  const fileOf = (text) => {
    const path = join(folder.path, "settings.json");
    writeFileSync(path, text);
    return path;
  };
  /** What the page says after a click on Save. @param {import("puppeteer-core").Page} settings */
  const save = async (settings) => {
    await settings.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await settings.locator("#save").click();
    return outcomeOf(settings);
  };
  const isAmountShown = (/** @type {import("./panel.js").PanelText} */ { ticket, triggers }) => ticket === String(desk.ticket("amount").id) && triggers.some(({ name }) => name === AMOUNT);

  before(async () => {
    desk = await start();
    driven = await launch();
    page = await panelOn(driven, desk, "amount");
  });
  after(async () => {
    await driven?.close();
    await desk?.stop();
    folder.remove();
  });

  test("a threshold that is changed on the page reaches the open panel without a reload", async () => {
    await waitForPanel(driven, isAmountShown, "the amount over the shipped threshold");
    const panel = (await visiblePanel(driven))?.page;
    await panel?.evaluate(() => Object.assign(window, { sameDocument: true }));
    const settings = await openSettings(driven);
    const sum = await settings.waitForSelector('fieldset[data-trigger*="amount"] .money input');
    await sum?.click({ count: 3 });
    await sum?.type("500");
    await settings.keyboard.press("Tab");
    await settings.locator("#save").click();
    assert.match(await outcomeOf(settings), /Saved/);
    await settings.close();
    await page.bringToFront();
    await waitForPanel(driven, (shown) => shown.ticket === String(desk.ticket("amount").id) && !isAmountShown(shown), "that 449 is below the new threshold");
    assert.equal(await panel?.evaluate(() => "sameDocument" in window), true);
  });

  test("an intent is added by examples, refused with too few, and removed again", async () => {
    const settings = await openSettings(driven);
    await settings.type("#new-intent", "Sale of a unicorn");
    await settings.keyboard.press("Enter");
    const examples = await settings.waitForSelector('[data-intent="sale_of_a_unicorn"] textarea');
    await examples?.type("is the unicorn still for sale\nhow much for the blue unicorn");
    await settings.keyboard.press("Tab");
    assert.match(await save(settings), /has 2 example messages.*line \d+, column \d+/);
    await examples?.type("\ni want to buy your unicorn\ncan i see the unicorn before i buy it\ndo you have a smaller unicorn to sell");
    await settings.keyboard.press("Tab");
    assert.match(await save(settings), /Saved/);
    await settings.click("::-p-xpath(//li[@data-intent='sale_of_a_unicorn']//button)");
    assert.match(await save(settings), /Saved/);
    await settings.close();
  });

  test("a made-up ticket shows what priority the draft would give", async () => {
    const settings = await openSettings(driven);
    const outcome = async () => {
      await settings.evaluate(() => document.querySelector("#what-if-outcome")?.replaceChildren());
      await settings.click("#what-if");
      const shown = await settings.waitForSelector("#what-if-outcome > *", { timeout: 30_000 });
      assert.ok(shown);
      return settings.$eval("#what-if-outcome", (one) => one.textContent ?? "");
    };
    await settings.type("#what-if-message", "Where is my parcel? It was due on Monday.");
    const calm = await outcome();
    await settings.type("#what-if-message", " The charger caught fire and burned my hand.");
    await settings.click("#what-if-vip");
    const grave = await outcome();
    assert.match(grave, /product harm/i);
    assert.match(grave, /vip/i);
    const score = (/** @type {string} */ text) => Number(/· (\d+)/.exec(text)?.[1]);
    assert.ok(score(grave) > score(calm), `${calm} / ${grave}`);
    await settings.close();
  });

  /** Writes JSON over that of a rule. @param {import("puppeteer-core").Page} settings @param {string} id @param {(rule: any) => void} change */
  async function rewrite(settings, id, change) {
    const area = `[data-policy="${id}"] .rule-json textarea`;
    await settings.$eval(area, (one) => void (/** @type {HTMLDetailsElement} */ (one.closest("details")).open = true));
    await settings.focus(area);
    const rule = JSON.parse(await settings.$eval(area, (one) => /** @type {HTMLTextAreaElement} */ (one).value));
    change(rule);
    await settings.$eval(
      area,
      (one, text) => {
        /** @type {HTMLTextAreaElement} */ (one).value = text;
        one.dispatchEvent(new Event("input"));
      },
      JSON.stringify(rule),
    );
  }
  /** Presses "Use this rule", wherever the page is scrolled to: the save bar may lie over it. @param {import("puppeteer-core").Page} settings @param {string} id */
  const apply = (settings, id) => settings.$eval(`[data-policy="${id}"] .rule-apply`, (one) => /** @type {HTMLButtonElement} */ (one).click());
  /** Waits until a part of the page says something. @param {import("puppeteer-core").Page} settings @param {string} selector @param {RegExp} expected */
  async function says(settings, selector, expected) {
    let last = "it is not there";
    const found = await waitFor(async () => {
      last = await settings.$eval(selector, (one) => one.textContent ?? "").catch(() => last);
      return expected.test(last);
    }, 30_000);
    assert.ok(found, `${selector} does not say ${expected} but: ${last}`);
  }

  test("a pack of policies is listed rule by rule, and refused where an example does not behave", async () => {
    const settings = await openSettings(driven);
    await says(settings, "#policy-check", /No rules overlap/);
    const rules = () => settings.$$eval("[data-policy]", (views) => views.map((view) => view.getAttribute("data-policy")));
    const shipped = await rules();
    const broken = { version: 1, policies: [{ id: "returns.standard", days: 14 }] };
    await (/** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await settings.$("#import-policies"))).uploadFile(fileOf(JSON.stringify(broken, null, 2)));
    await says(settings, "#policy-import-outcome", /refused.*returns\.standard.*line \d+, column \d+/);
    assert.deepEqual(await rules(), shipped);
    await settings.click("#policy-pack-read");
    await says(settings, "#policy-import-outcome", /abcd\.json: \d+ rules were read/);
    await says(settings, '[data-policy="abcd.returns.gold"]', /Gold members may return without limit.*always allowed.*for gold/);
    await says(settings, '[data-policy="abcd.returns.gold"] .rule-examples', /on 2026-11-20, .*membership level Gold: allowed/);
    await says(settings, "#policies-removed", /shipped rules were taken away/);
    assert.ok(!(await rules()).includes("returns.standard"));
    await settings.click("#discard");
    assert.deepEqual(await rules(), shipped);
    await settings.close();
  });

  test("a rule is changed by form and by JSON, its examples are run beside it, and the open panel counts by it", async () => {
    const { id, url } = desk.ticket("return_too_late");
    await page.goto(url);
    await waitForPanel(driven, ({ ticket, policies }) => ticket === String(id) && policies.some(({ policy, status }) => policy === "Returns" && status.startsWith("denied")), "that the return is too late");
    const settings = await openSettings(driven);
    const days = await settings.waitForSelector('[data-policy="returns.standard"] input[type="number"]');
    await days?.click({ count: 3 });
    await days?.type("50");
    await settings.keyboard.press("Tab");
    await says(settings, '[data-policy="returns.standard"] .rule-faults', /allowed.*day 27 of 50.*not.*expiring/);
    assert.match(await save(settings), /refused/);
    await rewrite(settings, "returns.standard", (rule) => {
      rule.examples = [{ ticket: { orders: [{ delivered_at: "2026-10-01" }] }, now: "2026-11-20", status: "expiring" }];
    });
    await apply(settings, "returns.standard");
    await says(settings, "#policy-check", /No rules overlap/);
    assert.match(await save(settings), /Saved/);
    await settings.close();
    await page.bringToFront();
    await waitForPanel(driven, ({ ticket, policies }) => ticket === String(id) && policies.some(({ policy, status }) => policy === "Returns" && /^allowed · day 44 of 50/.test(status)), "that the return is allowed");
  });

  test("rules that overlap or leave a hole are named, and may be saved", async () => {
    const settings = await openSettings(driven);
    await settings.type("#new-policy", "returns.second");
    await settings.keyboard.press("Enter");
    await settings.waitForSelector('[data-policy="returns.second"]');
    await rewrite(settings, "returns.second", (rule) => {
      rule.why = "What is returned with its receipt.";
      rule.intents = ["return_request"];
      delete rule.disabled;
    });
    await apply(settings, "returns.second");
    await says(settings, "#policy-check", /`returns\.standard` and `returns\.second` may both decide/);
    await says(settings, '[data-policy="returns.second"] .rule-faults', /nothing says which/);
    assert.match(await save(settings), /Saved/);
    await rewrite(settings, "returns.second", (rule) => {
      rule.policy = "gift_wrap";
      rule.tiers = ["gold"];
    });
    await apply(settings, "returns.second");
    await says(settings, "#policy-check", /every rule of the policy `gift_wrap` has conditions/);
    await settings.$eval("::-p-xpath(//*[@data-policy='returns.second']//button[normalize-space()='Take this rule away'])", (one) => /** @type {HTMLButtonElement} */ (one).click());
    await says(settings, "#policy-check", /No rules overlap/);
    assert.match(await save(settings), /Saved/);
    await settings.close();
  });

  test("articles that are taken away reach the open panel as well", async () => {
    await page.goto(desk.ticket("return_day_27").url);
    await waitForPanel(driven, ({ ticket, articles }) => ticket === String(desk.ticket("return_day_27").id) && articles.length > 0, "articles");
    const settings = await openSettings(driven);
    await (await settings.waitForSelector("::-p-xpath(//section[@id='knowledge']//button[normalize-space()='Remove all'])"))?.click();
    assert.match(await outcomeOf(settings), /removed/);
    await settings.close();
    await page.bringToFront();
    await waitForPanel(driven, ({ ticket, articles }) => ticket === String(desk.ticket("return_day_27").id) && articles.length === 0, "no articles");
  });

  test("articles that contradict each other are found, and show side by side", async () => {
    const articles = [
      { id: "returns", title: "Returning goods", body: "You can return unused goods within 30 days of delivery. Refunds reach your card within 5 working days." },
      { id: "returns-faq", title: "Returns: questions and answers", body: "You can return unused goods within 14 days of delivery. Keep the receipt." },
      { id: "kettle", title: "Cleaning the kettle", body: "Boil water with vinegar, then rinse the kettle twice." },
    ];
    const path = join(folder.path, "contradiction.jsonl");
    writeFileSync(path, articles.map((article) => JSON.stringify(article)).join("\n"));
    const settings = await openSettings(driven);
    await importFile(settings, "#import-articles", path);
    await settings.click("#lint-run");
    const found = await settings.waitForSelector("#lint-outcome [data-finding='contradiction']", { timeout: 30_000 });
    const words = await found?.evaluate((one) => one.textContent ?? "");
    assert.match(words ?? "", /30 days/);
    assert.match(words ?? "", /14 days/);
    await settings.close();
  });

  for (const [what, text, line] of /** @type {[string, string, number][]} */ ([
    ["text that is no JSON", '{\n  "version": 1,\n  "identity": {,\n}\n', 3],
    ["a mistyped key", '{\n  "version": 1,\n  "identity": {\n    "asistants": []\n  }\n}\n', 4],
    ["a value of the wrong type", '{\n  "version": 1,\n  "triggers": [\n    { "id": "vip", "count": "many" }\n  ]\n}\n', 4],
  ])) {
    test(`${what} is refused with line and column, and the old settings stay`, async () => {
      await page.goto(desk.ticket("vip_directory").url);
      const hasVip = (/** @type {import("./panel.js").PanelText} */ { ticket, triggers }) => ticket === String(desk.ticket("vip_directory").id) && triggers.some(({ name }) => name === triggerName("vip"));
      await waitForPanel(driven, hasVip, "the VIP of the directory");
      const settings = await openSettings(driven);
      const before = await settings.evaluate(() => chrome.storage.local.get("settings"));
      const said = await importFile(settings, "#import-settings", fileOf(text));
      assert.match(said, /refused/);
      assert.match(said, new RegExp(`line ${line}, column \\d+`));
      assert.deepEqual(await settings.evaluate(() => chrome.storage.local.get("settings")), before);
      await settings.close();
      await page.bringToFront();
      await page.goto(desk.ticket("vip_directory").url);
      await waitForPanel(driven, hasVip, "the VIP of the directory, still");
    });
  }

  test("a sound document is taken as a whole", async () => {
    const settings = await openSettings(driven);
    const document = { ...settingsFor(desk.name), identity: { vip: { tags: [], tiers: ["unheard-of"] } } };
    assert.match(await importFile(settings, "#import-settings", fileOf(JSON.stringify(document))), /imported and saved/);
    await settings.close();
    await page.bringToFront();
    await page.goto(desk.ticket("vip_directory").url);
    await waitForPanel(driven, ({ ticket, triggers }) => ticket === String(desk.ticket("vip_directory").id) && !triggers.some(({ name }) => name === triggerName("vip")), "no VIP any more");
  });
});
