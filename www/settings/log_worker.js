/** Verifies the log of this browser and computes the figures and gates from it, away from the page's own thread. */
import "../no_connections.js";
import init, { defaultFiles, loadDefaults, reportLogs } from "../../pkg/workbench.js";
import { provideDefaults } from "../defaults.js";
import { readEntries } from "../log/log.js";

self.addEventListener("message", async ({ data: { head, gates, files } }) => {
  try {
    const [entries] = await Promise.all([
      readEntries(),
      init({ module_or_path: new URL("../../pkg/workbench_bg.wasm", import.meta.url) }).then(() => provideDefaults({ defaultFiles, loadDefaults })),
    ]);
    const own = { name: "this browser", text: entries.map(({ text }) => text).join("\n"), head };
    self.postMessage({ report: reportLogs([own, ...files], { nowMs: Date.now(), gates }) });
  } catch (error) {
    const { code = "unknown", message = String(error), help = "" } = /** @type {any} */ (error ?? {});
    self.postMessage({ error: { code, message, help } });
  }
});
