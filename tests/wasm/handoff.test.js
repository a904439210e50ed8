// The hand-off as the panel's worker asks the second module for it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import init, { defaultFiles, handoff, loadDefaults } from "../../pkg/workbench.js";
import { provideDefaults } from "../../www/defaults.js";

const root = new URL("../../", import.meta.url);
const golden = new URL("tests/golden/analyses/", root);

/** @param {string} name */
const rows = async (name) => (await readFile(new URL(name, golden), "utf8")).split("\n").filter(Boolean);

/** The second golden ticket, with its analysis. */
async function recorded() {
  await init({ module_or_path: await readFile(new URL("pkg/workbench_bg.wasm", root)) });
  await provideDefaults({ defaultFiles, loadDefaults }, (url) => readFile(url, "utf8"));
  const [tickets, analyses] = await Promise.all([rows("tickets.jsonl"), rows("analyses.jsonl")]);
  return { ticket: JSON.parse(tickets[1] ?? "").ticket, analysis: JSON.parse(analyses[1] ?? "") };
}

test("Markdown and JSON, personal data hidden by choice", async () => {
  const { ticket, analysis } = await recorded();
  /** @param {"markdown" | "json"} format @param {boolean} masked */
  const made = (format, masked) => handoff(ticket, analysis, { format, masked, settingsJson: "" });
  const open = made("markdown", false);
  assert.match(open, /^# Hand-off: ticket /);
  assert.ok(open.includes(ticket.requester.name) && open.includes("## Recommended action") && open.includes("## Timeline"), open);
  const masked = JSON.parse(made("json", true));
  assert.equal(masked.ticket_id, analysis.ticket_id);
  assert.equal(masked.masked, true);
  assert.ok(!JSON.stringify(masked).includes(ticket.requester.name));
});

test("what is no ticket, and settings that are refused, are told", async () => {
  const { ticket, analysis } = await recorded();
  assert.throws(() => handoff("no ticket", analysis, {}), { name: "EngineError", code: "wrong_shape" });
  assert.throws(() => handoff(ticket, analysis, { settingsJson: "{" }), { name: "EngineError" });
});
