// The files that `cargo xtask build` wrote load, and are of the version that Cargo.toml names.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import init, { version } from "../../pkg/handrail.js";

const root = new URL("../../", import.meta.url);

test("pkg loads and says its version", async () => {
  const bytes = await readFile(new URL("pkg/handrail_bg.wasm", root));
  await init({ module_or_path: bytes });
  const manifest = await readFile(new URL("Cargo.toml", root), "utf8");
  const declared = /\[workspace\.package\]\s+version = "([^"]+)"/.exec(manifest)?.[1];
  assert.equal(version().engine, declared);
});
