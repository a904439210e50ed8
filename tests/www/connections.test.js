/** Only the background script may connect to anything else than the extension. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..");
const files = readdirSync(join(ROOT, "www"), { recursive: true, encoding: "utf8" });
const read = (/** @type {string} */ file) => readFileSync(join(ROOT, "www", file), "utf8");

test("every page's own policy allows no connection", () => {
  const pages = files.filter((file) => file.endsWith(".html"));
  assert.ok(pages.length > 2);
  for (const page of pages) {
    const text = read(page);
    const policy = text.indexOf(`<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">`);
    assert.ok(policy > 0 && policy < text.search(/<(script|link)/), `${page} has no policy of its own before what it loads`);
  }
});

test("every worker gives up its connections before anything else", () => {
  const workers = files.filter((file) => file.endsWith("worker.js"));
  const started = files.filter((file) => file.endsWith(".js")).flatMap((file) => [...read(file).matchAll(/new Worker\(new URL\("([^"]+)"/g)].map(([, worker]) => (worker ?? "").split("/").at(-1)));
  for (const worker of started) assert.ok(workers.some((file) => file.endsWith(worker ?? "")), `${worker} is no worker by its name`);
  for (const worker of workers) assert.match(/^import .*$/m.exec(read(worker))?.[0] ?? "", /no_connections\.js"/, `${worker} imports something else first`);
});
