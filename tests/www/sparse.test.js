/** The lead's document holds only what it changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { valueAt, withValue } from "../../www/settings/sparse.js";

const DEFAULTS = { phases: { mode: 1 }, triggers: [{ id: "vip", disabled: false }, { id: "amount", threshold: { amount: "200", currency: "USD" } }] };

/**
 * @param {unknown} document
 * @param {import("../../www/settings/sparse.js").Path} path
 * @param {unknown} value
 * @param {unknown} expected
 */
function check(document, path, value, expected) {
  const before = JSON.stringify(document);
  assert.deepEqual(withValue(document, path, value, valueAt(DEFAULTS, path)), expected);
  assert.equal(JSON.stringify(document), before, "the document itself is left alone");
}

const threshold = ["triggers", { id: "amount" }, "threshold"];

test("a change is kept with what leads to it, and nothing else", () => {
  check({}, ["triggers", { id: "vip" }, "disabled"], true, { triggers: [{ id: "vip", disabled: true }] });
  check({ triggers: [{ id: "vip", disabled: true }] }, threshold, { amount: "500", currency: "USD" }, {
    triggers: [
      { id: "vip", disabled: true },
      { id: "amount", threshold: { amount: "500", currency: "USD" } },
    ],
  });
});

test("going back to the shipped value leaves no trace", () => {
  check({ triggers: [{ id: "vip", disabled: true }] }, ["triggers", { id: "vip" }, "disabled"], false, {});
  check({ display: {}, triggers: [{ id: "amount", threshold: { amount: "500", currency: "USD" } }] }, threshold, { currency: "USD", amount: "200" }, { display: {} });
  check({ triggers: [{ id: "amount", disabled: true, threshold: { amount: "1" } }] }, threshold, DEFAULTS.triggers[1]?.threshold, { triggers: [{ id: "amount", disabled: true }] });
});

test("what is not there has no value", () => {
  assert.equal(valueAt({}, threshold), undefined);
  assert.equal(valueAt(DEFAULTS, ["triggers", { id: "none" }, "disabled"]), undefined);
  assert.deepEqual(valueAt(DEFAULTS, threshold), { amount: "200", currency: "USD" });
});
