/** The agent's word on what the panel says, from the keyboard; what becomes of it; the kill switch; replay. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { start } from "../desks/django.js";
import { CACHE, ownFolder, ROOT, run, waitFor } from "../desks/process.js";
import { launch } from "./browser.js";
import { analysisOf, openSettings, outcomeOf, panelOn, visiblePanel, waitForPanel } from "./panel.js";

/** @typedef {import("puppeteer-core").Page} Page */

const LIMIT = 30_000;

describe("feedback and the log", () => {
  /** @type {import("../desks/desk.js").Desk} */ let desk;
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {Page} */ let page;
  /** @type {Page} */ let panel;
  const folder = ownFolder(join(CACHE, "log", `test-${process.pid}`));

  /** Entries of the log, oldest first. @param {string} kind @returns {Promise<any[]>} */
  const entries = async (kind) =>
    (
      await panel.evaluate(async (wanted) => {
        const { readOfKind } = await import(/** @type {any} */ ("../log/log.js"));
        return (await readOfKind(wanted)).map((/** @type {{text: string}} */ { text }) => text);
      }, kind)
    ).map((/** @type {string} */ text) => JSON.parse(text));

  /** Waits for so many entries of a kind. @param {string} kind @param {number} count */
  async function entriesOf(kind, count) {
    /** @type {any[]} */
    let found = [];
    const done = await waitFor(async () => (found = await entries(kind)).length >= count, LIMIT);
    assert.ok(done, `${count} ${kind} expected, found ${JSON.stringify(found)}`);
    return found;
  }

  /** Moves the focus with the Tab key until it is on an element with this accessible name. @param {RegExp} name */
  async function tabTo(name) {
    for (let step = 0; step < 120; step += 1) {
      await panel.keyboard.press("Tab");
      const label = await panel.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
      if (name.test(label)) return;
    }
    assert.fail(`the Tab key never reaches ${name}`);
  }

  const focused = () => panel.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.getAttribute("role") ?? document.activeElement?.textContent ?? "");

  /** Opens a ticket and waits for its analysis. @param {string} key */
  async function open(key) {
    await page.goto(desk.ticket(key).url);
    return analysisOf(driven, desk.ticket(key).id);
  }

  before(async () => {
    desk = await start();
    driven = await launch();
    page = await panelOn(driven, desk, "return_day_27");
    panel = /** @type {{page: Page}} */ (await visiblePanel(driven)).page;
  });
  after(async () => {
    await driven?.close();
    await desk?.stop();
    folder.remove();
  });

  test("what is shown is written down, without a word of the ticket", async () => {
    const [first] = await entriesOf("analyzed", 1);
    assert.equal(first.ticket, String(desk.ticket("return_day_27").id));
    assert.match(first.actor, /^agent-[0-9a-f]{8}$/);
    assert.match(first.analysis, /^[0-9a-f]{64}$/);
    assert.ok(first.articles.length > 0 && first.versions.knowledge);
    const text = JSON.stringify(await entries("analyzed"));
    for (const word of ["blanket", "@"]) assert.ok(!text.includes(word), `the log holds ${word}`);
  });

  test("a wrong intent is told, corrected from a searched list, and taken back, with the keyboard alone", async () => {
    await panel.bringToFront();
    // All that is announced: the next thing may come at once.
    await panel.evaluate(() => {
      const heard = Object.assign(window, { heard: /** @type {string[]} */ ([]) }).heard;
      const announcer = /** @type {HTMLElement} */ (document.querySelector("#announcer"));
      new MutationObserver(() => heard.push(announcer.textContent ?? "")).observe(announcer, { childList: true, characterData: true, subtree: true });
    });
    await tabTo(/^Intent: .* is wrong$/);
    await panel.keyboard.press("Enter");
    const [wrong] = await entriesOf("feedback", 1);
    assert.deepEqual([wrong.about, wrong.verdict, wrong.corrected], ["intent", "wrong", undefined]);
    assert.ok(await waitFor(async () => (await focused()) === "combobox", LIMIT), await focused());
    await panel.keyboard.type("exch");
    await panel.keyboard.press("Enter");
    const [, corrected] = await entriesOf("feedback", 2);
    assert.equal(corrected.corrected, "exchange_request");
    assert.ok(await waitFor(async () => /^Undo\. Intent/.test(await focused()), LIMIT), await focused());
    assert.match((await panel.evaluate(() => /** @type {any} */ (window).heard)).join("\n"), /Noted\. Intent: .*: wrong, Exchange is right/);
    await panel.keyboard.press("Enter");
    const taken = (await entriesOf("feedback", 4)).slice(2);
    assert.deepEqual(taken.map(({ undoes }) => undoes), [wrong.seq, corrected.seq]);
    assert.ok(await waitFor(async () => /^Intent: .* is right$/.test(await focused()), LIMIT), await focused());
    await panel.keyboard.press("Enter");
    const right = (await entriesOf("feedback", 5)).at(-1);
    assert.equal(right.verdict, "right");
  });

  test("articles that are opened or judged are written down; the ticket remembers it", async () => {
    await panel.click(".articles li:nth-child(1) [data-verdict='helpful']");
    const judged = (await entriesOf("feedback", 6)).at(-1);
    assert.deepEqual([judged.about, judged.verdict], ["article", "helpful"]);
    // Opening leads elsewhere: the click counts, not where it leads.
    await panel.evaluate(() => document.querySelector(".articles li a[href]")?.addEventListener("click", (event) => event.preventDefault(), { once: true }));
    await panel.click(".articles li a[href]");
    const [opened] = await entriesOf("article_opened", 1);
    assert.deepEqual([opened.subject, opened.rank], [judged.subject, 1]);
    await open("german");
    await open("return_day_27");
    const given = await waitFor(() => panel.$eval(".verdicts [data-about='intent'] .given", (one) => one.textContent).catch(() => undefined), LIMIT);
    assert.equal(given, "Right");
  });

  test("a trigger that was wrong, and one that was missed", async () => {
    await open("legal_threat");
    await panel.bringToFront();
    await tabTo(/^Legal language: wrong\?$/);
    await panel.keyboard.press("Space");
    const wrong = (await entriesOf("feedback", 7)).at(-1);
    assert.deepEqual([wrong.about, wrong.verdict], ["trigger", "wrong"]);
    await tabTo(/^Missed a trigger$/);
    await panel.keyboard.press("Enter");
    await panel.keyboard.type("harm");
    await panel.keyboard.press("Enter");
    const missed = (await entriesOf("feedback", 8)).at(-1);
    assert.deepEqual([missed.about, missed.subject, missed.verdict], ["trigger", "product_harm", "missed"]);
  });

  test("every button has a name, and none is wider than a panel of 258 pixels", async () => {
    const unnamed = await panel.$$eval("button, a[href], input, [role]", (all) => all.filter((one) => one.checkVisibility() && !(one.getAttribute("aria-label") ?? one.textContent?.trim() ?? "") && !(/** @type {HTMLInputElement} */ (one).labels?.length)).map((one) => one.outerHTML));
    assert.deepEqual(unnamed.filter((html) => !/role="(status|listbox)"|id="(announcer|handoff-outcome)"/.test(html)), []);
    const session = await panel.createCDPSession();
    await session.send("Emulation.setDeviceMetricsOverride", { width: 258, height: 900, deviceScaleFactor: 1, mobile: false });
    assert.deepEqual(await panel.evaluate(() => [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > 258.5 && !one.closest(".unseen")).map((one) => one.outerHTML.slice(0, 120))), []);
    for (const scheme of ["light", "dark"]) {
      await panel.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      const target = process.env["HANDRAIL_SCREENSHOTS"];
      if (target) await panel.screenshot({ path: join(target, `feedback-258-${scheme}.png`), fullPage: true });
    }
    await session.send("Emulation.clearDeviceMetricsOverride");
    await session.detach();
  });

  test("the kill switch reaches the open panel at once; switching on again needs a reason", async () => {
    const settings = await openSettings(driven);
    await settings.type("#kill-reason", "wrong drafts seen");
    await settings.click("#kill-switch");
    assert.ok(await waitFor(() => settings.$eval("#kill-switch", (one) => one.getAttribute("aria-pressed") === "true"), LIMIT));
    const notice = () => panel.$eval("[data-notice='kill switch']", (one) => one.textContent ?? "").catch(() => "");
    assert.ok(await waitFor(async () => /The kill switch is on.*wrong drafts seen/.test(await notice()), LIMIT), await notice());
    await settings.click("#kill-switch");
    assert.equal(await settings.$eval("#kill-reason", (one) => /** @type {HTMLInputElement} */ (one).validity.customError), true);
    await settings.type("#kill-reason", "the cause was found");
    await settings.click("#kill-switch");
    assert.ok(await waitFor(async () => (await notice()) === "", LIMIT), await notice());
    const changes = (await entriesOf("phase_changed", 2)).slice(-2);
    assert.deepEqual(changes.map(({ kill_switch, reason }) => [kill_switch, reason]), [[true, "wrong drafts seen"], [false, "the cause was found"]]);
    await settings.close();
  });

  test("a gate is opened with a reason, and closed again; the phases stay locked", async () => {
    const settings = await openSettings(driven);
    const gate = "[data-gate='2']";
    await settings.waitForSelector(gate);
    assert.match(await settings.$eval(gate, (one) => one.textContent ?? ""), /not met.*days on record: 0 of 90.*analysed tickets: \d+ of 500.*labelled tickets: \d+ of 200.*routing agreement: /);
    const press = async (/** @type {string} */ reason) => {
      await settings.$eval(`${gate} details`, (one) => one.setAttribute("open", ""));
      if (reason) await settings.type(`${gate} input`, reason);
      await settings.click(`${gate} details button`);
    };
    await press("short");
    assert.deepEqual(await entries("override"), []);
    await press(" is too short: a pilot with two agents");
    const words = () => settings.$eval(gate, (one) => one.textContent ?? "");
    assert.ok(await waitFor(async () => /opened with a reason.*Opened by agent-.*a pilot with two agents/.test(await words()), LIMIT), await words());
    await press("the pilot is over");
    assert.ok(await waitFor(async () => !/Opened by/.test(await words()), LIMIT), await words());
    assert.deepEqual((await entries("override")).map(({ phase, withdrawn }) => [phase, withdrawn ?? false]), [[2, false], [2, true]]);
    assert.deepEqual(await settings.$$eval("#phase-2, #phase-3", (inputs) => inputs.map((one) => /** @type {HTMLInputElement} */ (one).disabled)), [true, true]);
    await settings.close();
  });

  test("settings have a history, and a way back", async () => {
    const settings = await openSettings(driven);
    const sum = await settings.waitForSelector('fieldset[data-trigger*="amount"] .money input');
    await sum?.click({ count: 3 });
    await sum?.type("700");
    await settings.keyboard.press("Tab");
    await settings.type("#save-why", "fewer escalations in December");
    await settings.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await settings.locator("#save").click();
    assert.match(await outcomeOf(settings), /Saved/);
    const newest = (await entries("settings_changed")).at(-1);
    assert.deepEqual([newest.reason, newest.changed], ["fewer escalations in December", ["triggers[amount_threshold]"]]);
    const row = `[data-revision='${newest.revision - 1}']`;
    await settings.waitForSelector(`[data-revision='${newest.revision}']`);
    settings.on("dialog", (dialog) => void dialog.accept("December is over"));
    await settings.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await settings.click(`${row} > button`);
    assert.match(await outcomeOf(settings), new RegExp(`Version ${newest.revision - 1} is in use again`));
    const back = (await entries("settings_changed")).at(-1);
    assert.deepEqual([back.revision, back.back_to, back.reason], [newest.revision + 1, newest.revision - 1, "December is over"]);
    assert.notEqual(await settings.$eval('fieldset[data-trigger*="amount"] .money input', (one) => /** @type {HTMLInputElement} */ (one).value), "700");
    await settings.close();
  });

  test("agents read in plain words what is recorded", async () => {
    const recorded = await driven.newPage(`${driven.base}www/log/recorded.html`);
    await recorded.waitForSelector("#entries ol");
    const text = await recorded.$eval("main", (one) => one.textContent ?? "");
    assert.match(text, /You stand in it under a pseudonym.*agent-[0-9a-f]{8}/);
    assert.match(text, /You said of ticket \d+: trigger product harm missed/);
    assert.match(text, /Tickets are not kept/);
    await recorded.close();
  });

  test("kept tickets are masked, replay bit for bit, and the command line reports what the page shows", async () => {
    const settings = await openSettings(driven);
    await (await settings.waitForSelector("::-p-xpath(//section[@id='log']//label[starts-with(normalize-space(),'Keep the tickets')])"))?.click();
    await settings.evaluate(() => document.querySelector("#outcome")?.replaceChildren());
    await settings.locator("#save").click();
    assert.match(await outcomeOf(settings), /Saved/);
    await page.bringToFront();
    const isKept = async () => (await entries("analyzed")).filter(({ kept }) => kept).map(({ ticket }) => ticket);
    for (const key of ["vip_directory", "amount", "legal_threat", "german"]) {
      await open(key);
      assert.ok(await waitFor(async () => (await isKept()).includes(String(desk.ticket(key).id)), LIMIT), `the ticket ${key} is not kept`);
    }
    // What an agent judges waits for a lead's label, as it was kept.
    await panel.click(".verdicts [data-about='intent'] [data-verdict='right']");
    const inSet = () =>
      settings.evaluate(async () => {
        const { readSet } = await import(/** @type {any} */ ("../evaluation/set.js"));
        return readSet();
      });
    assert.ok(await waitFor(async () => (await inSet()).length === 1, LIMIT), "the judged ticket is not in the eval set");
    const [sample] = await inSet();
    assert.deepEqual([sample.ticket, sample.drawn, sample.expect], [String(desk.ticket("german").id), "feedback", null]);
    assert.doesNotMatch(sample.text, /[a-wyz][a-z.]*@example\.com/, "a mail address is not masked");
    // From here on nothing is analysed, so that page and command see the same log.
    await page.goto("about:blank");
    await waitForPanel(driven, ({ ticket }) => ticket === null, "a page without a ticket");
    const exported = await settings.evaluate(async () => {
      const { exportLines, exportTable } = await import(/** @type {any} */ ("../log/export.js"));
      return { lines: await exportLines({ withKept: true }), table: await exportTable() };
    });
    const kept = exported.lines.split("\n").filter((/** @type {string} */ line) => line.startsWith('{"kept"'));
    assert.ok(kept.length >= 4);
    assert.doesNotMatch(kept.join("\n"), /[a-wyz][a-z.]*@example\.com/, "a mail address is not masked");
    assert.match(exported.table, /^seq,at,actor,kind,/);
    const file = join(folder.path, "log.jsonl");
    writeFileSync(file, exported.lines);
    const command = (/** @type {string[]} */ ...args) => run("cargo", ["run", "--quiet", "--locked", "--package", "handrail-cli", "--", ...args], { cwd: ROOT });
    const replayed = await command("replay", file);
    const counts = /(\d+) analyses: (\d+) reproduced bit for bit, 0 differ, (\d+) without a kept ticket, 0 of other versions, 0 without their settings/.exec(replayed);
    assert.ok(counts && Number(counts[2]) >= 4 && Number(counts[3]) > 0, replayed);
    assert.match(replayed, /not kept: its ticket was not kept/);
    const report = JSON.parse(await command("report", "--json", file));
    assert.deepEqual(report.logs[0].faults, []);
    await settings.bringToFront();
    await settings.click("#log-verify");
    const figures = () => settings.$eval("#log-figures", (one) => one.textContent ?? "");
    const expected = `Tickets analysed${report.figures.tickets}, in ${report.figures.analyses} analyses`;
    assert.ok(await waitFor(async () => (await figures()).includes(expected), LIMIT), `${expected} / ${await figures()}`);
    assert.ok((await figures()).includes(`(${report.figures.agreement.part} of ${report.figures.agreement.of};`));
    const target = process.env["HANDRAIL_SCREENSHOTS"];
    if (target) for (const part of ["phase", "log", "versions"]) await (await settings.$(`#${part}`))?.screenshot({ path: join(target, `settings-${part}.png`) });
    await settings.close();
    // A forged line is not counted, and the command says so.
    writeFileSync(file, exported.lines.replace('"verdict":"missed"', '"verdict":"wrong"'));
    await assert.rejects(command("report", file), /was changed after it was written/);
  });
});
