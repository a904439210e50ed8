/** What the benchmarks share: the project's files on a local address for a browser, and messages to measure with. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { ROOT } from "../tests/desks/process.js";

/** They give a page the fine clock: 5 microseconds in the place of 100. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const TYPES = /** @type {Record<string, string>} */ ({ ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" });

/**
 * Serves the project's files.
 *
 * @param {Record<string, {type: string, text: () => string}>} own what stands at a path in place of a file
 * @returns {Promise<{origin: string, close: () => void}>}
 */
export async function servePages(own) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const given = own[path];
    if (given) return response.writeHead(200, { ...ISOLATED, "content-type": given.type }).end(given.text());
    const file = join(ROOT, path);
    if (!existsSync(file)) return response.writeHead(404).end();
    return response.writeHead(200, { ...ISOLATED, "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address !== "object") throw new Error("the server has no port");
  return { origin: `http://127.0.0.1:${address.port}`, close: () => void server.close() };
}

/** The texts of the project's own messages. @returns {string[]} */
export function ownMessages() {
  const folder = join(ROOT, "data", "intents");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line).text));
}
