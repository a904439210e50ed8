/** Checks the articles that it is sent, and says how far it is. */
import "../no_connections.js";
import init, { defaultFiles, lintArticles, loadDefaults } from "../../pkg/workbench.js";
import { provideDefaults } from "../defaults.js";

self.addEventListener("message", async ({ data: { articles, options } }) => {
  try {
    await init({ module_or_path: new URL("../../pkg/workbench_bg.wasm", import.meta.url) });
    await provideDefaults({ defaultFiles, loadDefaults });
    const vectors = await fetch(new URL("../data/vectors.dat", import.meta.url));
    const onProgress = (/** @type {number} */ done, /** @type {number} */ total) => self.postMessage({ done, total });
    self.postMessage({ report: lintArticles(articles, options, new Uint8Array(await vectors.arrayBuffer()), onProgress) });
  } catch (error) {
    const { code = "unknown", message = String(error), help = "" } = /** @type {any} */ (error ?? {});
    self.postMessage({ error: { code, message, help } });
  }
});
