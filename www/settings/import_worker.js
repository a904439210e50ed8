/**
 * Imports articles or solved tickets: reads what was chosen, compares it with what is kept, and if anything
 * changed builds the index: on the one before where it can, else anew. Nothing is stored here, so that ending this worker leaves everything as it was.
 *
 * It is sent one `Job`, and answers `{step, done, total}` while it works, `{outcome}` once (what to store, or that
 * nothing changed), of articles then `{checked}` (the index with what contradicts), and `{error}`.
 *
 * @typedef {object} Job
 * @property {"knowledge" | "history"} kind
 * @property {{name: string, file: Blob}[]} files
 * @property {{platform: string, origin: string, payload: unknown}[]} [payloads] what a helpdesk answered
 * @property {string[]} [without] sources that are removed
 * @property {boolean} [anew] builds the index even if nothing changed
 * @property {string} [keptBefore] solved tickets that were kept before this moment are removed
 * @property {string} [savedAt] when those were kept of which that is not known
 * @property {boolean} [mask] whether personal data in solved tickets is masked
 * @property {boolean} isBuilt whether there is an index of this version
 *
 * @typedef {{id: string, digest?: string}} Kept an article or solved ticket as it is stored
 *
 * @typedef {object} Outcome
 * @property {{put: {id: string}[], removed: string[], new: number, changed: number, unchanged: number, kept: number}} changes
 * @property {import("./document.js").Diagnostic[]} diagnostics
 * @property {Uint8Array | null} [index] `undefined` when nothing changed
 * @property {number} count
 * @property {string} format
 */
import "../no_connections.js";
import init, { ArticleImport, HistoryBuilder, HistoryImport, KnowledgeBuilder, version } from "../../pkg/workbench.js";
import { readArticles, readHistoryIndex, readIndex, readSolved } from "../store.js";

/** So many articles between two words about the progress. */
const STEP = 200;
/** No export is as large. */
const MOST_BYTES = 256_000_000;

/** @param {"read" | "build" | "check"} step @param {number} done @param {number} total */
const tell = (step, done, total) => self.postMessage({ step, done, total });

self.addEventListener("message", async ({ data }) => {
  try {
    await work(data);
  } catch (error) {
    const { code = "unknown", message = String(error), help = "" } = /** @type {any} */ (error ?? {});
    self.postMessage({ error: { code, message, help } });
  }
});

/** @param {Job} job */
async function work({ kind, files, payloads = [], without = [], keptBefore = "", savedAt = "", anew = false, mask = true, isBuilt }) {
  await init({ module_or_path: new URL("../../pkg/workbench_bg.wasm", import.meta.url) });
  const isHistory = kind === "history";
  /** @type {import("../store.js").KeptArticle[] | import("../store.js").KeptTicket[]} */
  const known = await (isHistory ? readSolved() : readArticles());
  const reader = isHistory ? new HistoryImport(mask) : new ArticleImport();
  /** @type {import("./document.js").Diagnostic[]} */
  const diagnostics = [];
  for (const [index, { name, file }] of files.entries()) {
    tell("read", index, files.length);
    if (file.size > MOST_BYTES) diagnostics.push({ code: "file_too_large", message: `${name} has ${Math.round(file.size / 1e6)} MB and was left out`, help: "Cut it into files of less than 256 MB." });
    else reader.addFile(name, new Uint8Array(await file.arrayBuffer()));
  }
  for (const { platform, origin, payload } of payloads) reader.addPayload(platform, origin, payload);
  const origins = known.map(({ id, source = "", digest = "" }) => ({ id, source, digest }));
  const read = /** @type {{changes: any, diagnostics: import("./document.js").Diagnostic[]}} */ (reader.changes(origins));
  diagnostics.push(...read.diagnostics);
  const { put, removed: gone, ...counts } = read.changes;
  const isOld = (/** @type {{kept_at?: string} & import("../store.js").Article | import("../store.js").KeptTicket} */ { kept_at = savedAt }) => isHistory && kept_at < keptBefore;
  const removed = [...gone, ...known.filter((one) => without.includes(one.source ?? "") || isOld(one)).map(({ id }) => id)];
  /** @type {Kept[]} */
  const kept = put.map((/** @type {any} */ { article, ticket, source, digest }) => ({ ...(article ?? ticket), source, digest, ...(isHistory && { kept_at: new Date().toISOString() }) }));

  const all = new Map(known.map((one) => [one.id, /** @type {Kept} */ (one)]));
  for (const id of removed) all.delete(id);
  for (const one of kept) all.set(one.id, one);
  const { engine, knowledgeFormat } = /** @type {{engine: string, knowledgeFormat: number}} */ (version());
  const outcome = { changes: { put: kept, removed, ...counts }, diagnostics, count: all.size, format: `${knowledgeFormat} ${engine}` };
  const isUnchanged = kept.length === 0 && removed.length === 0;
  if (isUnchanged && isBuilt && !anew) return self.postMessage({ outcome });
  if (all.size === 0) return self.postMessage({ outcome: { ...outcome, index: null } });

  // The same articles give the same index, in whatever order they came.
  const list = [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const vectors = await fetch(new URL("../data/vectors.dat", import.meta.url));
  const builder = isHistory ? new HistoryBuilder() : new KnowledgeBuilder(undefined);
  builder.loadVectors(new Uint8Array(await vectors.arrayBuffer()));
  // What did not change is carried over from the index that is there, if it is of this version.
  const before = isBuilt && !anew ? await (isHistory ? readHistoryIndex() : readIndex()) : null;
  const missing = before && builder.resume(before, list.map(({ id, digest = "" }) => ({ id, digest })));
  const added = missing ? [...missing].map((at) => /** @type {Kept} */ (list[at])) : list;
  for (let start = 0; start < added.length; start += STEP) {
    tell("build", start, added.length);
    builder.add(added.slice(start, start + STEP));
  }
  self.postMessage({ outcome: { ...outcome, index: builder.finish() } });
  if (!(builder instanceof KnowledgeBuilder)) return;
  const hints = builder.findConflicts(list, (/** @type {number} */ done, /** @type {number} */ total) => tell("check", done, total));
  self.postMessage({ checked: { index: hints > 0 ? builder.finish() : undefined, hints, count: all.size, format: outcome.format } });
}
