// The WebAssembly core gives the same bytes as the native engine, for the golden tickets of
// tests/golden/analyses (see tests/golden_analyses.rs).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import init, { Assets, Engine, KnowledgeBuilder, defaultFiles, loadDefaults, readTicketJson } from "../../pkg/workbench.js";
import { provideDefaults } from "../../www/defaults.js";

const root = new URL("../../", import.meta.url);
const golden = new URL("tests/golden/analyses/", root);

/** @param {URL} folder @param {string} name */
const lines = async (folder, name) =>
  (await readFile(new URL(name, folder), "utf8")).split("\n").filter((line) => line !== "");

/** The engine with the golden settings, the shipped model and the golden articles. */
async function engine() {
  await init({ module_or_path: await readFile(new URL("pkg/workbench_bg.wasm", root)) });
  await provideDefaults({ defaultFiles, loadDefaults }, (url) => readFile(url, "utf8"));
  const builder = new KnowledgeBuilder(undefined);
  builder.loadVectors(await readFile(new URL("www/data/vectors.dat", root)));
  builder.add((await lines(golden, "articles.jsonl")).map((line) => JSON.parse(line)));
  const assets = new Assets();
  assets.load("intent", await readFile(new URL("www/data/intent.dat", root)));
  assets.load("sentiment", await readFile(new URL("www/data/sentiment.dat", root)));
  assets.load("triggers", await readFile(new URL("www/data/triggers.dat", root)));
  assets.load("language", await readFile(new URL("www/data/language.dat", root)));
  assets.load("vectors", await readFile(new URL("www/data/vectors.dat", root)));
  assets.load("zones", await readFile(new URL("www/data/zones.dat", root)));
  assets.loadKnowledge(builder.finish());
  return new Engine(await readFile(new URL("settings.json", golden), "utf8"), assets);
}

test("JSON text in: the same bytes as native", async () => {
  const core = await engine();
  const recorded = await lines(golden, "analyses.jsonl");
  for (const [index, line] of (await lines(golden, "tickets.jsonl")).entries()) {
    /** @type {string} */
    let got;
    try {
      got = core.analyzeJson(line, 0);
    } catch (error) {
      const { code, message } = /** @type {Error & {code: string}} */ (error);
      got = `${code}: ${message}`;
    }
    assert.equal(got, recorded[index], `ticket in line ${index + 1}`);
  }
});

test("objects in and out: the same analysis", async () => {
  const core = await engine();
  const recorded = await lines(golden, "analyses.jsonl");
  for (const [index, line] of (await lines(golden, "tickets.jsonl")).entries()) {
    const row = JSON.parse(line);
    if (!row.ticket) {
      assert.throws(() => readTicketJson(line), { name: "EngineError", code: "not_a_ticket" });
      continue;
    }
    const analysis = core.analyze(row.ticket, Date.parse(row.now));
    // JavaScript does not tell 0.0 from 0, so the values are compared here; the bytes are in the test above.
    assert.deepEqual(analysis, JSON.parse(recorded[index] ?? "null"), `ticket in line ${index + 1}`);
  }
});
