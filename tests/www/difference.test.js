// What the version history says of two settings documents.
import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "../../www/log/difference.js";

/** @param {unknown} from @param {unknown} to @param {[string, unknown, unknown][]} expected */
function check(from, to, expected) {
  assert.deepEqual(differences(from, to).map(({ path, from: was, to: is }) => [path, was, is]), expected);
}

test("paths of what differs", () => {
  check({ a: 1 }, { a: 1 }, []);
  check({ a: { b: 1, c: 2 } }, { a: { b: 3 } }, [["a.b", 1, 3], ["a.c", 2, undefined]]);
  check({}, { phases: { mode: 2 } }, [["phases", undefined, { mode: 2 }]]);
  check({ l: ["x"] }, { l: ["y"] }, [["l", ["x"], ["y"]]]);
});

test("items of lists are known by their id", () => {
  check({ t: [{ id: "x", n: 1 }, { id: "y" }] }, { t: [{ id: "y" }, { id: "x", n: 2 }] }, [["t[x].n", 1, 2]]);
  check({}, { t: [{ id: "x", n: 1 }] }, [["t[x]", undefined, { id: "x", n: 1 }]]);
  check({ t: [{ id: "x" }, { id: "y" }] }, { t: [{ id: "y" }] }, [["t[x]", { id: "x" }, undefined]]);
});
