/** The record of requests is worth something only if it sees what an extension could do. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { isBrowsersOwn, launch, waitForText } from "./browser.js";

test("a request from any part of an extension is recorded", async () => {
  const server = createServer((_, response) => response.end("<!doctype html><title>A page</title>"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  assert(address && typeof address === "object");
  const origin = `http://127.0.0.1:${address.port}`;
  const driven = await launch({ folder: join(import.meta.dirname, "leaky") });
  let requests;
  try {
    // What is proved here is the record, not the click.
    const panel = await driven.openPanel(await driven.newPage(`${origin}/`), { clicks: 3 });
    await waitForText(panel, (text) => text.includes("done"), "that all requests were sent");
  } finally {
    requests = await driven.close();
    server.close();
  }
  const strange = requests.filter((request) => !request.url.startsWith(`${origin}/`) && !isBrowsersOwn(request));
  assert.deepEqual(
    strange.map(({ url }) => url).sort(),
    ["background", "image", "page", "panel", "worker"].map((place) => `https://${place}.leak.example/`),
  );
});
