// Layers composed for the engine mean what they mean one over the other in the core.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import init, { defaultFiles, loadDefaults, mergeSettings, settingsLayers } from "../../pkg/workbench.js";
import { provideDefaults } from "../../www/defaults.js";
import { compose } from "../../www/layers.js";

const root = new URL("../../", import.meta.url);
await init({ module_or_path: await readFile(new URL("pkg/workbench_bg.wasm", root)) });
await provideDefaults({ defaultFiles, loadDefaults }, (url) => readFile(url, "utf8"));

const text = JSON.stringify;

/** @param {any} lead @param {any} policy */
function check(lead, policy) {
  assert.deepEqual(JSON.parse(mergeSettings([text(compose(lead, policy))])), JSON.parse(mergeSettings([text(lead), text(policy)])));
}

test("composed or one over the other is the same", () => {
  check({}, {});
  check({ phases: { mode: 2 }, display: { density: "compact" } }, { phases: { mode: 1 } });
  check({ triggers: [{ id: "vip", disabled: true }, { id: "amount_threshold", threshold: { amount: "500", currency: "EUR" } }] }, { triggers: [{ id: "amount_threshold", threshold: { amount: "50" } }] });
  check({ identity: { vip: { tags: ["a"] } }, policies: [{ id: "returns.standard", removed: true }] }, { identity: { vip: { tags: ["b", "c"] } }, policies: [] });
  check({ policies: [{ id: "returns.standard", expiring_days: 1 }] }, { policies: [{ id: "returns.standard", removed: true }] });
  check({ identity: { staff: [{ id: "a", name: "A" }] } }, { identity: { staff: [{ id: "b", name: "B" }, { id: "a", name: "AA" }] } });
});

test("a layer above brings back what the one below took away", () => {
  const back = compose({ triggers: [{ id: "vip", removed: true }] }, { triggers: [{ id: "vip", severity: "notice" }] });
  const vip = JSON.parse(mergeSettings([text(back)])).triggers.find((/** @type {{id: string}} */ { id }) => id === "vip");
  assert.equal(vip.severity, "notice");
  assert.ok(vip.why);
});

test("each value knows the topmost layer that sets it", () => {
  assert.deepEqual(JSON.parse(settingsLayers([text({ version: 1, display: { density: "full" }, triggers: [{ id: "vip", disabled: true }] }), "", text({ triggers: [{ id: "vip", severity: "notice" }] })])), {
    "display.density": 0,
    "triggers[vip].disabled": 0,
    "triggers[vip].severity": 2,
  });
  assert.throws(() => settingsLayers(["{"]), { name: "EngineError" });
});
