/**
 * Runs in Chromium: how long the core takes, from the settings text to the analysis. Nothing is asserted
 * here; DESIGN's budgets stand beside the figures that `speed.js` prints.
 *
 * @typedef {object} Timing milliseconds
 * @property {string} what
 * @property {number} p50
 * @property {number} p99
 * @property {number} most
 * @property {number} runs
 */
import init, { Assets, Engine, defaultFiles, loadDefaults } from "../../pkg/handrail.js";
import initWorkbench, { KnowledgeBuilder } from "../../pkg/workbench.js";
import { provideDefaults } from "../../www/defaults.js";

const ROOT = new URL("../../", import.meta.url);

/** @param {string} path */
const bytes = async (path) => new Uint8Array(await (await fetch(new URL(path, ROOT))).arrayBuffer());

/** The same numbers in every run (Lehmer's generator). @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Text of so many characters out of the project's own messages. @param {string[]} messages @param {number} length @param {() => number} next */
function text(messages, length, next) {
  let out = "";
  while (out.length < length) out += `${messages[Math.floor(next() * messages.length)]}\n\n`;
  return out.slice(0, length);
}

/** @param {string} what @param {number[]} times @returns {Timing} */
function timing(what, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { what, p50: at(0.5), p99: at(0.99), most: at(1), runs: times.length };
}

/** @param {Engine} engine @param {string[]} tickets @param {string} what */
function analyses(engine, tickets, what) {
  const now = Date.parse("2026-11-20T12:00:00Z");
  for (const ticket of tickets.slice(0, 20)) engine.analyzeJson(ticket, now);
  const times = tickets.map((ticket) => {
    const start = performance.now();
    engine.analyzeJson(ticket, now);
    return performance.now() - start;
  });
  return timing(what, times);
}

/**
 * The stages of an analysis, each by itself.
 *
 * @param {string[]} models @param {string[]} tickets @param {string} what
 */
async function stages(models, tickets, what) {
  // Built for measurements alone, so that the check of types does not find it.
  const core = await import(/** @type {string} */ ("../../pkg/stages.js"));
  await core.default({ module_or_path: await bytes("pkg/stages_bg.wasm") });
  await provideDefaults(core);
  const assets = new core.Assets();
  for (const model of models) assets.load(model, await bytes(`www/data/${model}.dat`));
  const engine = new core.Engine("", assets);
  const now = Date.parse("2026-11-20T12:00:00Z");
  /** @type {Map<string, number[]>} */
  const times = new Map();
  for (const [index, ticket] of tickets.entries())
    for (const { stage, milliseconds } of engine.stageTimes(ticket, now)) {
      // The first ones run before the browser has compiled all.
      if (index >= 40) times.set(stage, [...(times.get(stage) ?? []), milliseconds]);
    }
  return [...times].map(([stage, own]) => timing(`${what}: ${stage}`, own));
}

/** @param {string} id @param {string} body */
const ticket = (id, body) => JSON.stringify({ id, subject: body.slice(0, 40), messages: [{ id: "m1", author: { role: "customer" }, body }] });

/** Customer and agent in turns. @param {string} id @param {string[]} bodies */
const thread = (id, bodies) => JSON.stringify({ id, messages: bodies.map((body, at) => ({ id: `m${at}`, author: { role: at % 2 ? "agent" : "customer" }, body })) });

/**
 * @param {{models: string[], messages: string[], articles: number}} given
 * @returns {Promise<Timing[]>}
 */
export async function measure({ models, messages, articles }) {
  const out = [];
  let start = performance.now();
  await init({ module_or_path: await bytes("pkg/handrail_bg.wasm") });
  await provideDefaults({ defaultFiles, loadDefaults });
  const assets = new Assets();
  for (const model of models) assets.load(model, await bytes(`www/data/${model}.dat`));
  const first = new Engine("", assets);
  out.push(timing("cold start: wasm, settings, models, engine", [performance.now() - start]));
  start = performance.now();
  new Engine("", assets);
  out.push(timing("an engine from changed settings", [performance.now() - start]));

  const next = numbers(20261120);
  const tickets = (/** @type {number} */ length, /** @type {number} */ count) => Array.from({ length: count }, (_, id) => ticket(String(id), text(messages, length, next)));
  out.push(analyses(first, tickets(500, 400), "analyze, 500 characters"));
  out.push(analyses(first, tickets(2_000, 400), "analyze, 2,000 characters"));
  for (const length of [500, 2_000]) out.push(...(await stages(models, tickets(length, 440), `${length.toLocaleString("en")} characters`)));
  const threads = Array.from({ length: 300 }, (_, id) => thread(String(id), Array.from({ length: 20 }, () => text(messages, 100, next))));
  out.push(analyses(first, threads, "analyze, thread of 20 messages"));
  out.push(...(await stages(models, threads, "thread of 20 messages")));

  await initWorkbench({ module_or_path: await bytes("pkg/workbench_bg.wasm") });
  const builder = new KnowledgeBuilder(undefined);
  builder.loadVectors(await bytes("www/data/vectors.dat"));
  const batch = [];
  for (let id = 0; id < articles; id += 1) batch.push({ id: `a${id}`, title: text(messages, 50, next), body: text(messages, 1_000, next) });
  builder.add(batch);
  const index = builder.finish();
  start = performance.now();
  assets.loadKnowledge(index);
  out.push(timing(`loading the index of ${articles} articles (${Math.round(index.length / 1000)} KB)`, [performance.now() - start]));
  const full = new Engine("", assets);
  out.push(analyses(full, tickets(2_000, 300), `analyze, 2,000 characters, ${articles} articles`));
  for (const kilobytes of [125, 250, 500, 1_000]) out.push(analyses(first, tickets(kilobytes * 1_000, 1), `analyze, ${kilobytes} KB`));
  return out;
}
