/**
 * What no ticket should hold, and some do: the panel shows an analysis all the same, or says what is
 * wrong and works on.
 */
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { start } from "../desks/django.js";
import { CACHE, ownFolder, ROOT } from "../desks/process.js";
import { launch } from "./browser.js";
import { analysisOf, besideProxy, press, stateOf, triggerName, visiblePanel, waitForPanel } from "./panel.js";

const LEGAL = triggerName("legal_language");

/** @param {import("./panel.js").PanelText} shown */
const isLegal = ({ triggers }) => triggers.some(({ name }) => name === LEGAL);

describe("a hostile ticket", () => {
  /** @type {Awaited<ReturnType<typeof besideProxy>>} */ let beside;
  /** @type {typeof beside.desk} */ let desk;
  /** @type {typeof beside.proxy} */ let proxy;
  /** @type {typeof beside.driven} */ let driven;
  /** @type {typeof beside.page} */ let page;
  /** @type {typeof beside.address} */ let address;

  before(async () => {
    beside = await besideProxy();
    ({ desk, proxy, driven, page, address } = beside);
  });
  after(() => beside?.stop());

  /** @type {[string, (ticket: any) => void][]} what becomes of the ticket with the legal threat */
  const cases = [
    ["one megabyte of text", (ticket) => void (ticket.description += ` ${"The parcel did not come and nobody answers. ".repeat(24_000)}`)],
    ["one megabyte without a space", (ticket) => void (ticket.description += ` ${"x1".repeat(524_288)}`)],
    ["five thousand messages", (ticket) => void (ticket.followup_set = [...ticket.followup_set, ...Array.from({ length: 5_000 }, (_, number) => ({ ...ticket.followup_set[0], id: 900_000 + number, ticket: ticket.id, date: "2026-11-02T08:00:00Z", title: "Comment", comment: `Note ${number}: still nothing.`, public: true, user: null, new_status: null, time_spent: null, followupattachment_set: [] }))])],
    ["broken HTML", (ticket) => void (ticket.description += "<div <p><<b>&#xZZ; </table><script>alert(1)</script <style>")],
    ["NUL, control characters and marks of direction", (ticket) => void (ticket.description += "\u0000\u0001\u202e\u2066\ufeff\u0008")],
    ["lone surrogates", (ticket) => void (ticket.description += "\ud800 and \udc00")],
  ];
  for (const [what, change] of cases) {
    test(`${what}: an analysis, and meanwhile not the last ticket's`, async () => {
      await page.goto(address("german"));
      await analysisOf(driven, desk.ticket("german").id);
      proxy.misbehave((path) => (/^\/api\/tickets\/\d+\//.test(path) ? { rewrite: (text) => changed(text, change) } : undefined));
      await page.goto(address("legal_threat"));
      // Seen before the analysis is there, so the panel's own thread is free while the engine works.
      await waitForPanel(driven, ({ ticket }) => ticket !== String(desk.ticket("german").id), "that the other ticket's analysis is gone");
      assert.ok(isLegal(await analysisOf(driven, desk.ticket("legal_threat").id)));
      proxy.behave();
    });
  }

  test("the engine stops: the panel says so, starts it afresh, and reads the ticket", async () => {
    proxy.behave();
    await page.goto(address("legal_threat"));
    await analysisOf(driven, desk.ticket("legal_threat").id);
    const panel = (await visiblePanel(driven))?.page;
    const worker = panel?.workers().find((one) => one.url().includes("worker.js"));
    assert.ok(worker, "the engine has a thread of its own");
    await worker.evaluate(() => void setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); }));
    await page.goto(address("german"));
    const shown = await waitForPanel(driven, ({ state, ticket }) => state === "crash" || ticket === String(desk.ticket("german").id), "the ticket or that the engine stopped");
    if (shown.state === "crash") {
      await stateOf(driven, "crash");
      await press(driven, "Try again");
    }
    await analysisOf(driven, desk.ticket("german").id);
  });
});

test("a model of the wrong version: the panel says so with the way out, and the rest works", async () => {
  const folder = ownFolder(join(CACHE, "browser", `extension-${process.pid}`));
  for (const part of ["manifest.json", "www", "pkg"]) cpSync(join(ROOT, part), join(folder.path, part), { recursive: true });
  const model = join(folder.path, "www", "data", "intent.dat");
  const bytes = readFileSync(model);
  // The number of the format stands behind the four letters that every model file begins with.
  bytes.writeUInt8(255, 4);
  writeFileSync(model, bytes);
  const desk = await start();
  const driven = await launch({ folder: folder.path });
  try {
    const page = await driven.newPage();
    await desk.login(page);
    await page.goto(desk.ticket("legal_threat").url);
    await driven.openPanel(page);
    const shown = await analysisOf(driven, desk.ticket("legal_threat").id);
    assert.match(shown.text, /The classifier is off: .*format 255/);
    assert.match(shown.text, /cargo xtask build|Install Handrail again|handrail train/);
    assert.ok(isLegal(shown));
  } finally {
    await driven.close();
    await desk.stop();
    folder.remove();
  }
});

/** @param {string} text @param {(ticket: any) => void} change */
function changed(text, change) {
  const ticket = JSON.parse(text);
  change(ticket);
  return JSON.stringify(ticket);
}
