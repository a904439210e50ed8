/**
 * The context package in the true side panel: orders that the lead's look-up finds on the helpdesk's own origin, and
 * the hand-off that is copied.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { start } from "../desks/django.js";
import { CACHE, ownFolder, waitFor } from "../desks/process.js";
import { settingsFor } from "../desks/settings.js";
import { isBrowsersOwn, launch } from "./browser.js";
import { importFile, openSettings, panelOn, visiblePanel, waitForPanel } from "./panel.js";

/** How the shop beside the desk tells its orders; see tests/desks/README.md. */
const LOOK_UP = {
  path: "/shop/orders/{order_number}.json",
  list: "order",
  fields: {
    id: "number",
    status: "state",
    placed_at: "ordered",
    delivered_at: "shipping.arrived",
    "shipping_address.country": "shipping.to",
    total: "sum",
    email: "buyer.mail",
    items: "lines",
    "items.name": "title",
    "items.category": "kind",
    "items.final_sale": "sale",
  },
};

describe("the context package", () => {
  /** @type {import("../desks/desk.js").Desk} */ let desk;
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {import("puppeteer-core").Page} */ let page;
  const folder = ownFolder(join(CACHE, "settings", `context-${process.pid}`));

  /** Imports settings with this look-up; says what the settings page says. @param {Record<string, unknown>} order_lookup */
  async function use(order_lookup) {
    const path = join(folder.path, "settings.json");
    const document = settingsFor(desk.name);
    // Nothing but the number is known of an order from the desk's own fields.
    document.identity.order_fields = { number: "order_number", total: null, delivered_at: null };
    document.identity.order_lookup = order_lookup;
    writeFileSync(path, JSON.stringify(document, null, 2));
    const settings = await openSettings(driven);
    const said = await importFile(settings, "#import-settings", path);
    await settings.close();
    await page.bringToFront();
    return said;
  }

  /**
   * Opens a ticket and waits until the panel shows it so.
   *
   * @param {string} key
   * @param {RegExp} expected
   */
  async function shows(key, expected) {
    const { id, url } = desk.ticket(key);
    await page.goto(url);
    return waitForPanel(driven, ({ ticket, text }) => ticket === String(id) && expected.test(text), `${expected} for ${key}`);
  }

  /** What the panel's list of requests tells. */
  async function requests() {
    const panel = (await visiblePanel(driven))?.page;
    return panel?.$$eval("#requests li", (items) => items.map((item) => item.textContent ?? "")) ?? [];
  }

  before(async () => {
    desk = await start();
    driven = await launch();
    page = await panelOn(driven, desk, "vip_directory");
  });
  after(async () => {
    await driven?.close();
    await desk?.stop();
    folder.remove();
  });

  test("an address on another host is refused when the settings are saved", async () => {
    for (const path of ["https://orders.example.net/{order_number}", "//orders.example.net/{order_number}", "/shop/{order_no}"]) {
      assert.match(await use({ path }), /refused.*line \d+, column \d+/s);
    }
  });

  test("an order that was looked up decides a policy, and the request is on record", async () => {
    const before = await shows("vip_directory", /Order changes/);
    assert.match(before.text, /Missing: status/);
    assert.match(await use(LOOK_UP), /imported and saved/);
    const { text, policies } = await shows("vip_directory", /\ballowed\b/);
    assert.deepEqual(policies.filter(({ policy }) => policy === "Order changes").map(({ status }) => status), ["allowed"]);
    assert.doesNotMatch(text, /Missing: status/);
    assert.match(text, /order AH-20502 · status processing \(look-up\)/);
    assert.ok((await requests()).some((line) => line.includes(`GET ${desk.origin}/shop/orders/AH-20502.json 200`)));
  });

  test("items and days of the order count as those of a typed one", async () => {
    const { policies } = await shows("return_day_27", /sold as final/);
    assert.match(policies.find(({ policy }) => policy === "Returns")?.status ?? "", /^denied · sold as final/i);
  });

  for (const [what, key, expected] of /** @type {[string, string, RegExp][]} */ ([
    ["a number that the shop does not know", "where_is_order", /The order look-up knows no order AH-20418\./],
    ["an error of the shop", "german", /The order look-up \/shop\/orders\/AH-20377\.json answered 500\./],
    ["a redirect to another host", "third_contact_by_mail", /The order look-up \/shop\/orders\/AH-20111\.json wants a login\./],
    ["an order of another customer", "html_mail", /order AH-20290 belongs to another customer/i],
    ["an answer of another form", "no_body", /answer holds no orders at `order`/],
    ["a shop that takes too long", "amount", /The order look-up \/shop\/orders\/AH-20066\.json took too long\./],
  ])) {
    test(`${what} is told, and the analysis stands nevertheless`, async () => {
      const { intent, summary } = await shows(key, expected);
      assert.ok(intent);
      assert.ok(summary);
    });
  }

  describe("the hand-off", () => {
    /** What is on the clipboard: pasted into a field of the panel, as a person does. */
    async function pasted() {
      const panel = /** @type {import("puppeteer-core").Page} */ ((await visiblePanel(driven))?.page);
      await panel.evaluate(() => {
        const area = document.createElement("textarea");
        area.id = "pasted";
        // Chromium would fetch a dictionary for it.
        area.spellcheck = false;
        document.body.append(area);
        area.focus();
      });
      await panel.keyboard.down("Control");
      await panel.keyboard.press("KeyV", { commands: ["Paste"] });
      await panel.keyboard.up("Control");
      const text = await panel.$eval("#pasted", (area) => /** @type {HTMLTextAreaElement} */ (area).value);
      await panel.$eval("#pasted", (area) => area.remove());
      return text;
    }

    /** Copies and says what was copied. @param {"Copy as Markdown" | "Copy as JSON" | string} button @param {boolean} masked */
    async function copied(button, masked) {
      const panel = /** @type {import("puppeteer-core").Page} */ ((await visiblePanel(driven))?.page);
      await panel.$eval("#handoff-masked", (box, wanted) => {
        const input = /** @type {HTMLInputElement} */ (box);
        if (input.checked !== wanted) input.click();
        document.querySelector("#handoff-outcome")?.replaceChildren();
      }, masked);
      await panel.click(button);
      const said = await waitFor(() => panel.$eval("#handoff-outcome", (one) => one.textContent ?? ""), 30_000);
      assert.equal(said, masked ? "Copied, personal data hidden" : "Copied with personal data");
      return pasted();
    }

    before(async () => {
      await shows("vip_directory", /\ballowed\b/);
    });

    test("Markdown with personal data holds who wrote, what was asked and what the policy says", async () => {
      const text = await copied("#handoff-markdown", false);
      assert.match(text, /^# /);
      for (const part of ["Priya", "AH-20502", "14 Quay Street", "order_changes.standard", desk.ticket("vip_directory").url]) assert.ok(text.includes(part), `\`${part}\` is not in\n${text}`);
    });

    test("Markdown without them holds the matter alone", async () => {
      const text = await copied("#handoff-markdown", true);
      assert.match(text, /^# /);
      assert.ok(text.includes("AH-20502") && text.includes("order_changes.standard"), text);
      assert.doesNotMatch(text, /Priya|Raman|priya\.raman|Quay Street/);
    });

    test("JSON is for machines, with the source of every fact", async () => {
      const plain = JSON.parse(await copied("#handoff-json", false));
      assert.equal(plain.ticket_id, String(desk.ticket("vip_directory").id));
      assert.equal(plain.masked, false);
      const flag = plain.policies.find((/** @type {{rule: string}} */ { rule }) => rule === "order_changes.standard");
      assert.equal(flag.status, "allowed");
      assert.ok(flag.facts.some((/** @type {{source: string}} */ { source }) => source === "look-up orders[0].status"), JSON.stringify(flag));
      assert.ok(JSON.stringify(plain).includes("Priya"));
      const masked = await copied("#handoff-json", true);
      assert.equal(JSON.parse(masked).masked, true);
      assert.doesNotMatch(masked, /Priya|Raman|priya\.raman|Quay Street/);
    });
  });

  test("a look-up that is switched off asks nothing", async () => {
    assert.match(await use({ path: "" }), /imported and saved/);
    await shows("vip_directory", /Missing: status/);
    const asked = (await requests()).filter((line) => line.includes("/shop/")).length;
    await shows("no_body", /Cancel/i);
    assert.equal((await requests()).filter((line) => line.includes("/shop/")).length, asked);
  });

  test("every request went to the helpdesk's own origin, and none was more than a GET", async () => {
    const counted = await (await visiblePanel(driven))?.page.$eval("#requests summary", (line) => line.textContent);
    assert.match(counted ?? "", /Nothing has left this browser/);
    const all = (await driven.close()).filter((request) => !isBrowsersOwn(request));
    const lookups = all.filter(({ url }) => new URL(url).pathname.startsWith("/shop/"));
    assert.ok(lookups.length >= 8, `${lookups.length} look-ups are on record`);
    assert.deepEqual(lookups.filter(({ method, url }) => method !== "GET" || new URL(url).origin !== desk.origin), []);
    assert.deepEqual(all.filter(({ url }) => new URL(url).origin !== desk.origin && /^https?:/.test(url)), []);
  });
});
