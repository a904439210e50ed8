/**
 * Runs in Chromium: one library on one set of articles.
 *
 * @typedef {{p50: number, p99: number}} Times milliseconds
 * @typedef {{build: number, bytes: number, load: number, heap: number, question: Times, ticket: Times, note: string}} Measured
 * @typedef {{id: string, title: string, body: string}} Article
 */

const ROOT = new URL("../../", import.meta.url);
/** @param {string} path */
const bytes = async (path) => new Uint8Array(await (await fetch(new URL(path, ROOT))).arrayBuffer());

/** The same numbers in every run (Lehmer's generator). @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** So many words out of the project's own messages. @param {string[][]} messages @param {number} count @param {() => number} next */
function text(messages, count, next) {
  /** @type {string[]} */
  const out = [];
  while (out.length < count) out.push(...(messages[Math.floor(next() * messages.length)] ?? []));
  return out.slice(0, count).join(" ");
}

/**
 * Of each query the best of five, so that what else runs on the machine counts little.
 *
 * @param {(query: string) => unknown} search @param {string[]} queries @returns {Promise<Times>}
 */
async function times(search, queries) {
  // Until the compilers have seen it, and have come to an end.
  for (const query of queries.slice(0, 50)) search(query);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const sorted = queries
    .map((query) => {
      let best = Infinity;
      for (let run = 0; run < 5; run += 1) {
        const start = performance.now();
        search(query);
        best = Math.min(best, performance.now() - start);
      }
      return best;
    })
    .sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

/** @returns {number} */
function heap() {
  const own = /** @type {any} */ (globalThis);
  own.gc?.();
  return own.performance.memory.usedJSHeapSize;
}

/** @param {{name: string, messages: string[], articles: number, words: number}} given @returns {Promise<Measured>} */
export async function measure({ name, messages: texts, articles: count, words }) {
  const next = numbers(20261122);
  const messages = texts.map((message) => message.split(/\s+/u).filter(Boolean));
  /** @type {Article[]} */
  const articles = Array.from({ length: count }, (_, id) => ({ id: `a${id}`, title: text(messages, 8, next), body: text(messages, words, next) }));
  const runs = 100;
  const questions = Array.from({ length: runs }, () => text(messages, 9, next));
  const tickets = Array.from({ length: runs }, () => text(messages, 200, next).slice(0, 600));
  return name === "Handrail" ? handrail(articles, questions, tickets) : library(name, articles, questions, tickets);
}

/** @param {Article[]} articles @param {string[]} questions @param {string[]} tickets @returns {Promise<Measured>} */
async function handrail(articles, questions, tickets) {
  const workbench = await import(/** @type {string} */ ("/pkg/workbench.js"));
  await workbench.default({ module_or_path: await bytes("pkg/workbench_bg.wasm") });
  const vectors = await bytes("www/data/vectors.dat");
  let start = performance.now();
  const plain = new workbench.KnowledgeBuilder(undefined);
  for (let at = 0; at < articles.length; at += 200) plain.add(articles.slice(at, at + 200));
  const strings = articles.reduce((sum, { id, title, body }) => sum + id.length + title.length + body.length, 0);
  const lexical = plain.finish().length - strings;
  const lexicalTime = performance.now() - start;
  start = performance.now();
  const builder = new workbench.KnowledgeBuilder(undefined);
  builder.loadVectors(vectors);
  for (let at = 0; at < articles.length; at += 200) builder.add(articles.slice(at, at + 200));
  const index = builder.finish();
  const build = performance.now() - start;
  // The panel's own module searches.
  const panel = await import(/** @type {string} */ ("/pkg/handrail.js"));
  const wasm = await panel.default({ module_or_path: await bytes("pkg/handrail_bg.wasm") });
  const { provideDefaults } = await import(/** @type {string} */ ("/www/defaults.js"));
  await provideDefaults(panel);
  const assets = new panel.Assets();
  assets.load("vectors", vectors);
  const before = wasm.memory.buffer.byteLength;
  start = performance.now();
  assets.loadKnowledge(index);
  const load = performance.now() - start;
  const engine = new panel.Engine("", assets);
  const now = Date.parse("2026-11-20T12:00:00Z");
  const search = (/** @type {string} */ query) => engine.search(query, 3, now);
  return {
    build,
    bytes: lexical,
    load,
    question: await times(search, questions),
    ticket: await times(search, tickets),
    heap: wasm.memory.buffer.byteLength - before,
    note: `whole index with texts and directions ${(index.length / 1e6).toFixed(1)} MB, without directions built in ${(lexicalTime / 1000).toFixed(1)} s`,
  };
}

/** @param {string} name @param {Article[]} articles @param {string[]} questions @param {string[]} tickets @returns {Promise<Measured>} */
async function library(name, articles, questions, tickets) {
  const { LIBRARIES } = await import(/** @type {string} */ ("/bench/search/libraries.js"));
  const { build } = LIBRARIES.find((/** @type {{name: string}} */ library) => library.name === name);
  const before = heap();
  const start = performance.now();
  const index = await build(articles);
  const taken = performance.now() - start;
  const used = heap() - before;
  const slow = name.startsWith("Fuse");
  const search = (/** @type {string} */ query) => index.search(query, 3);
  return {
    build: taken,
    load: -1,
    heap: used,
    question: await times(search, slow ? questions.slice(0, 20) : questions),
    ticket: await times(search, slow ? tickets.slice(0, 5) : tickets),
    bytes: index.bytes(),
    note: "",
  };
}
