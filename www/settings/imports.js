/**
 * The sections that take files: customer directory, knowledge articles, the whole document, and the document as
 * text.
 */
import { readArticles as parseArticles, readDirectory } from "../../pkg/workbench.js";
import { button, element } from "../elements.js";
import { readArticles, readKnowledge, saveArticles } from "../store.js";
import { fileButton } from "./fields.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./document.js").Diagnostic} Diagnostic
 *
 * @typedef {object} Page what a section can do to the page
 * @property {() => void} redraw
 * @property {(text: string, diagnostics?: Diagnostic[], isBad?: boolean) => void} tell says how something went
 */

/** Articles that come with Handrail, to try it out. */
const SAMPLE = new URL("../data/knowledge.jsonl", import.meta.url);

/** How many titles or rows are listed; all are used. */
const LISTED = 200;

/** @param {Diagnostic} diagnostic */
export function diagnosticWords({ message, help, line, column }) {
  const place = line && !message.includes(`line ${line}`) ? ` (line ${line}, column ${column ?? 1})` : "";
  return `${message}${place}${help ? `. ${help}` : ""}`;
}

/** @param {SettingsDocument} settings @param {Page} page */
export function drawDirectory(settings, page) {
  /** @type {any[]} */
  const customers = settings.value(["identity", "directory"]) ?? [];
  return [
    element("p", {}, customers.length === 0 ? "No customers are known yet." : `${customers.length} ${customers.length === 1 ? "customer is" : "customers are"} known.`),
    customers.length > 0 &&
      element(
        "details",
        {},
        element("summary", {}, "Show them"),
        element("div", { class: "scroll", tabindex: "0" }, element("ul", {}, ...customers.slice(0, LISTED).map(({ address, tier, tags }) => element("li", {}, [address, tier, ...(tags ?? [])].filter(Boolean).join(" · "))))),
      ),
    element(
      "div",
      { class: "actions" },
      fileButton("import-customers", "Import a CSV file…", ".csv,text/csv", ([file]) => void importCustomers(file)),
      customers.length > 0 &&
        button("Remove all", () => {
          settings.set(["identity", "directory"], undefined);
          page.redraw();
        }),
    ),
  ];

  /** @param {File | undefined} file */
  async function importCustomers(file) {
    if (!file) return;
    try {
      const { customers: found, diagnostics } = readDirectory(new Uint8Array(await file.arrayBuffer()));
      if (found.length === 0) return page.tell(`${file.name} was not imported.`, diagnostics, true);
      settings.set(["identity", "directory"], found);
      page.redraw();
      page.tell(`${file.name}: ${found.length} customers were read. Save to use them.`, diagnostics);
    } catch (error) {
      page.tell(`${file.name} was not imported.`, [asDiagnostic(error)], true);
    }
  }
}

/** @param {unknown} error @returns {Diagnostic} */
export function asDiagnostic(error) {
  const { code = "unknown", message = String(error), help = "", line, column } = /** @type {Partial<Diagnostic>} */ (error ?? {});
  return { code, message, help, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

/** Articles and their index are saved at once: they are too big for the document. @param {Page} page */
export function drawKnowledge(page) {
  const count = element("p", { id: "article-count" }, "…");
  const list = element("div", { class: "scroll", tabindex: "0", hidden: true });
  const progress = element("progress", { hidden: true, "aria-label": "Building the index" });
  const removeAll = /** @type {HTMLButtonElement} */ (button("Remove all", () => void build([], "All articles were removed.")));
  void refresh();

  return [
    count,
    progress,
    element(
      "div",
      { class: "actions" },
      fileButton("import-articles", "Import articles…", ".jsonl,.ndjson,.json,.md,.markdown", (files) => void importFiles(files), true),
      button("Load the sample articles", () => void loadSample(), { id: "sample-articles" }),
      removeAll,
    ),
    element("details", { toggle: (event) => void (/** @type {HTMLDetailsElement} */ (event.target).open && showList()) }, element("summary", {}, "Show them"), list),
  ];

  async function refresh() {
    const { count: known, saved_at } = await readKnowledge();
    count.textContent = known === 0 ? "No articles were imported yet." : `${known} ${known === 1 ? "article is" : "articles are"} searched, saved ${new Date(saved_at ?? 0).toLocaleString()}.`;
    removeAll.disabled = known === 0;
  }

  async function showList() {
    const articles = await readArticles();
    list.hidden = articles.length === 0;
    list.replaceChildren(element("ul", {}, ...articles.slice(0, LISTED).map(({ id, title }) => element("li", {}, title || id))));
    if (articles.length > LISTED) list.append(element("p", { class: "soft" }, `… and ${articles.length - LISTED} more`));
  }

  async function loadSample() {
    const response = await fetch(SAMPLE).catch(() => undefined);
    if (!response?.ok) return page.tell("The sample articles are missing from this installation.", [], true);
    await importContents([["knowledge.jsonl", await response.arrayBuffer()]]);
  }

  /** @param {File[]} files */
  async function importFiles(files) {
    await importContents(await Promise.all(files.map(async (file) => /** @type {[string, ArrayBuffer]} */ ([file.name, await file.arrayBuffer()]))));
  }

  /** @param {[string, ArrayBuffer][]} files name and content */
  async function importContents(files) {
    /** @type {Map<string, import("../store.js").Article>} */
    const all = new Map((await readArticles()).map((article) => [article.id, article]));
    /** @type {Diagnostic[]} */
    const problems = [];
    let read = 0;
    for (const [name, content] of files) {
      try {
        const { articles, diagnostics } = parseArticles(name, new Uint8Array(content));
        read += articles.length;
        for (const article of articles) all.set(article.id, article);
        problems.push(...diagnostics);
      } catch (error) {
        problems.push({ ...asDiagnostic(error), message: `${name}: ${asDiagnostic(error).message}` });
      }
    }
    if (read === 0) return page.tell("No articles were found in what was chosen.", problems, true);
    await build([...all.values()], `${read} ${read === 1 ? "article was" : "articles were"} imported.`, problems);
  }

  /** @param {import("../store.js").Article[]} articles @param {string} words @param {Diagnostic[]} [problems] */
  async function build(articles, words, problems = []) {
    progress.hidden = false;
    try {
      const index = articles.length === 0 ? null : await indexOf(articles, (done) => {
        progress.setAttribute("max", String(articles.length));
        progress.setAttribute("value", String(done));
      });
      await saveArticles(articles, index);
      page.tell(words, problems);
    } catch (error) {
      page.tell("The articles were not saved; those from before are still in use.", [asDiagnostic(error), ...problems], true);
    } finally {
      progress.hidden = true;
      progress.removeAttribute("value");
      await refresh();
    }
  }
}

/**
 * The index, built beside this page so that it stays responsive.
 *
 * @param {import("../store.js").Article[]} articles
 * @param {(done: number) => void} onProgress
 * @returns {Promise<Uint8Array>}
 */
function indexOf(articles, onProgress) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("index_worker.js", import.meta.url), { type: "module", name: "handrail-index" });
    const end = (/** @type {() => void} */ how) => (worker.terminate(), how());
    worker.addEventListener("message", ({ data: { done, index, error } }) => {
      if (done !== undefined) onProgress(done);
      else if (index) end(() => resolve(index));
      else end(() => reject(error));
    });
    worker.addEventListener("error", ({ message }) => end(() => reject(new Error(message || "the index could not be built"))));
    worker.postMessage(articles);
  });
}

/** @param {SettingsDocument} settings @param {Page} page */
export function drawTransfer(settings, page) {
  return [
    element(
      "div",
      { class: "actions" },
      fileButton("import-settings", "Import settings…", ".json,application/json", ([file]) => void importSettings(file)),
      button("Export settings", exportSettings, { id: "export-settings" }),
    ),
    element("p", { class: "soft" }, "An import takes the place of all settings on this page, articles apart, and is saved at once. It is refused as a whole if anything in it is wrong."),
  ];

  /** @param {File | undefined} file */
  async function importSettings(file) {
    if (!file) return;
    const text = await file.text();
    const diagnostics = await settings.saveText(text).catch((error) => [asDiagnostic(error)]);
    if (diagnostics.length > 0) return page.tell(`${file.name} was refused; the settings from before are still in use.`, diagnostics, true);
    page.redraw();
    page.tell(`${file.name} was imported and saved.`);
  }

  function exportSettings() {
    const address = URL.createObjectURL(new Blob([settings.text], { type: "application/json" }));
    const link = /** @type {HTMLAnchorElement} */ (element("a", { href: address, download: "handrail-settings.json" }));
    link.click();
    // The download has begun by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}

/** @param {SettingsDocument} settings @param {Page} page */
export function drawJson(settings, page) {
  const area = /** @type {HTMLTextAreaElement} */ (element("textarea", { id: "json", spellcheck: "false", "aria-label": "Settings as JSON", "aria-describedby": "json-problems" }));
  const problems = element("div", { id: "json-problems", role: "status", "aria-live": "polite" });
  const save = /** @type {HTMLButtonElement} */ (button("Save this JSON", () => void saveJson(), { id: "json-save", class: "primary" }));
  area.value = settings.text;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, 250);
  });
  return [area, problems, element("div", { class: "actions" }, save)];

  /** @returns {Promise<boolean>} whether the text is sound */
  async function check() {
    const text = area.value;
    const diagnostics = await settings.check(text);
    // Typed on meanwhile: the next check tells.
    if (text === area.value) {
      problems.replaceChildren(...diagnostics.map((diagnostic) => problem(diagnostic)));
      save.disabled = diagnostics.length > 0;
    }
    return diagnostics.length === 0;
  }

  /** @param {Diagnostic} diagnostic */
  function problem(diagnostic) {
    const { line, column } = diagnostic;
    return element("p", { class: "problem" }, diagnosticWords(diagnostic), line !== undefined && " ", line !== undefined && button("Go there", () => goTo(line, column ?? 1)));
  }

  /** @param {number} line @param {number} column both from 1 */
  function goTo(line, column) {
    const before = area.value.split("\n").slice(0, line - 1).join("\n");
    const offset = Math.min(area.value.length, before.length + (line > 1 ? 1 : 0) + column - 1);
    area.focus();
    area.setSelectionRange(offset, Math.min(area.value.length, offset + 1));
  }

  async function saveJson() {
    if (!(await check())) return;
    const diagnostics = await settings.saveText(area.value).catch((error) => [asDiagnostic(error)]);
    if (diagnostics.length > 0) return page.tell("The JSON was refused; the settings from before are still in use.", diagnostics, true);
    page.redraw();
    page.tell("The JSON was saved.");
  }
}
