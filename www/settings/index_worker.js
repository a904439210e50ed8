/** Builds the index of the articles that it is sent, and says how far it is. */
import init, { KnowledgeBuilder } from "../../pkg/workbench.js";

/** So many articles between two words about the progress. */
const STEP = 200;

self.addEventListener("message", async ({ data: articles }) => {
  try {
    await init({ module_or_path: new URL("../../pkg/workbench_bg.wasm", import.meta.url) });
    const builder = new KnowledgeBuilder(undefined);
    const vectors = await fetch(new URL("../data/vectors.dat", import.meta.url));
    builder.loadVectors(new Uint8Array(await vectors.arrayBuffer()));
    for (let start = 0; start < articles.length; start += STEP) {
      builder.add(articles.slice(start, start + STEP));
      self.postMessage({ done: Math.min(articles.length, start + STEP) });
    }
    self.postMessage({ index: builder.finish() });
  } catch (error) {
    const { code = "unknown", message = String(error), help = "" } = /** @type {any} */ (error ?? {});
    self.postMessage({ error: { code, message, help } });
  }
});
