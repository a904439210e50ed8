/**
 * The sections of articles and solved tickets: what is imported is stored at once, for it is too big for the
 * document. Work is done in `import_worker.js`; until it is stored the old index stays in use.
 */
import { version } from "../../pkg/workbench.js";
import { button, element } from "../elements.js";
import { readArticles, readHistory, readKnowledge, readSolved, saveChange } from "../store.js";
import { fileButton } from "./fields.js";
import { drawHelpdesk } from "./helpdesk.js";
import { asDiagnostic } from "./imports.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./document.js").Diagnostic} Diagnostic
 * @typedef {import("./imports.js").Page} Page
 * @typedef {import("./import_worker.js").Job} Job
 * @typedef {import("./import_worker.js").Outcome} Outcome
 *
 * @typedef {object} Kind what the two sections differ in
 * @property {"knowledge" | "history"} key
 * @property {string} one
 * @property {string} many
 * @property {string} prefix of the ids of its buttons
 * @property {string} accept
 * @property {() => Promise<import("../store.js").SavedKnowledge>} saved
 * @property {() => Promise<{id: string, title?: string, subject?: string, source?: string}[]>} read
 */

/** Articles that come with Handrail, to try it out. */
const SAMPLE = new URL("../data/knowledge.jsonl", import.meta.url);
/** How many titles are listed; all are used. */
const LISTED = 200;
/** Files that are taken out of a folder; the others hold no articles. */
const TAKEN = /\.(jsonl|ndjson|json|csv|tsv|xml|rss|atom|md|markdown|html?|xhtml|txt)$/i;

/** An import that would remove so many, and more than it holds, is asked about. */
const MANY = 10;

const STEPS = { read: "Reading", build: "Building the index", check: "Looking for articles that contradict each other" };

/** @type {Kind} */
const ARTICLES = { key: "knowledge", one: "article", many: "articles", prefix: "article", accept: ".jsonl,.ndjson,.json,.csv,.tsv,.xml,.rss,.atom,.md,.markdown,.html,.htm,.xhtml,.txt", saved: readKnowledge, read: readArticles };
/** @type {Kind} */
const SOLVED = { key: "history", one: "solved ticket", many: "solved tickets", prefix: "solved", accept: ".jsonl,.ndjson,.json,.csv,.tsv", saved: readHistory, read: readSolved };

/** What was drawn: an import that runs outlives a redraw of the page. @type {{articles?: HTMLElement[], solved?: HTMLElement[]}} */
const drawn = {};

/** @param {Page} page */
export const drawKnowledge = (page) => (drawn.articles ??= knowledgeParts(page));

/** @param {SettingsDocument} settings @param {Page} page */
export const drawHistory = (settings, page) => (drawn.solved ??= historyParts(settings, page));

/** @param {Page} page */
function knowledgeParts(page) {
  const { controls, parts, removeAll, run } = section(ARTICLES, page, () => ({}));
  controls.append(
    fileButton("import-articles", "Import files…", ARTICLES.accept, (files) => void run({ files: files.map((file) => ({ name: file.name, file })) }), true),
    fileButton("import-folder", "Import a folder…", "", (files) => void run({ files: ofFolder(files) }), true, { webkitdirectory: true }),
    button("Load the sample articles", () => void loadSample(), { id: "sample-articles" }),
    removeAll,
  );
  return [...parts, ...drawHelpdesk("articles", page, (payloads) => run({ payloads }))];

  async function loadSample() {
    const response = await fetch(SAMPLE).catch(() => undefined);
    if (!response?.ok) return page.tell("The sample articles are missing from this installation.", [], true);
    await run({ files: [{ name: "knowledge.jsonl", file: await response.blob() }] });
  }
}

/** @param {SettingsDocument} settings @param {Page} page */
function historyParts(settings, page) {
  const mask = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: "mask-history", checked: Boolean(settings.value(["privacy", "mask"]) ?? true) }));
  const { controls, parts, removeAll, run } = section(SOLVED, page, () => ({ mask: mask.checked }));
  controls.append(fileButton("import-history", "Import files…", SOLVED.accept, (files) => void run({ files: files.map((file) => ({ name: file.name, file })) }), true), removeAll);
  return [
    element("div", { class: "check" }, mask, element("label", { for: "mask-history" }, "Mask names, addresses, telephone and account numbers before anything is kept")),
    ...parts,
    ...drawHelpdesk("solved", page, (payloads) => run({ payloads })),
    element("p", { class: "soft" }, "What is imported stays in this browser until it is removed here, or Handrail is. Remove it when your own rules on keeping customers' messages say so; import a newer export under the same name to drop what it does not hold any more."),
  ];
}

/** @param {File[]} files */
const ofFolder = (files) =>
  files
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    // `.git` and the like.
    .filter(({ name }) => TAKEN.test(name) && !name.split("/").some((part) => part.startsWith(".")))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/**
 * What both sections have: how many there are, an import that runs, its sources.
 *
 * @param {Kind} kind
 * @param {Page} page
 * @param {() => Partial<Job>} options
 */
function section(kind, page, options) {
  const count = element("p", { id: `${kind.prefix}-count` }, "…");
  const progress = element("progress", { hidden: true, "aria-label": `Importing ${kind.many}` });
  const step = element("span", { class: "soft" });
  const cancel = /** @type {HTMLButtonElement} */ (button("Cancel", stop, { id: `${kind.prefix}-cancel` }));
  const removeAll = /** @type {HTMLButtonElement} */ (button("Remove all", () => void clear()));
  const controls = element("div", { class: "actions" });
  const list = element("div", { class: "scroll", tabindex: "0", hidden: true });
  const details = /** @type {HTMLDetailsElement} */ (element("details", { toggle: () => void (details.open && showList()) }, element("summary", {}, "Show them"), list));
  /** The import that runs, and whether its articles are stored already. @type {{worker: Worker, isStored: boolean, end: () => void} | undefined} */
  let running;
  cancel.hidden = true;
  void refresh().then(renew);
  return { controls, run, removeAll, parts: [count, element("div", { class: "actions" }, progress, step, cancel), controls, details] };

  async function refresh() {
    const { count: known, saved_at } = await kind.saved();
    count.textContent = known === 0 ? `No ${kind.many} were imported yet.` : `${known} ${known === 1 ? `${kind.one} is` : `${kind.many} are`} searched, saved ${new Date(saved_at ?? 0).toLocaleString()}.`;
    removeAll.disabled = known === 0;
    if (details.open) await showList();
  }

  /** An index of another version is built anew from what is kept. */
  async function renew() {
    const { count: known, format } = await kind.saved();
    if (known > 0 && format !== formatNow()) await run({ anew: true }, `The index of ${kind.many} was built anew for this version of Handrail.`);
  }

  async function showList() {
    const all = await kind.read();
    /** @type {Map<string, number>} */
    const sources = new Map();
    for (const { source = "" } of all) sources.set(source, (sources.get(source) ?? 0) + 1);
    list.hidden = all.length === 0;
    list.replaceChildren(
      element("ul", { class: "row-list" }, ...[...sources].map(([source, number]) => element("li", { "data-source": source }, `${source || "Imported earlier"}: ${number} `, button("Remove", () => void run({ without: [source] }, `What came from ${source || "earlier imports"} was removed.`))))),
      element("ul", {}, ...all.slice(0, LISTED).map(({ id, title, subject }) => element("li", {}, title || subject || id))),
      ...(all.length > LISTED ? [element("p", { class: "soft" }, `… and ${all.length - LISTED} more`)] : []),
    );
  }

  async function clear() {
    stop();
    await saveChange(kind.key, { put: [], removed: "all", index: null, count: 0, format: "" });
    page.tell(`All ${kind.many} were removed.`);
    await refresh();
  }

  function stop() {
    if (!running) return;
    const { worker, isStored, end } = running;
    worker.terminate();
    end();
    page.tell(isStored ? "The articles are imported; the search for contradictions was cancelled." : "The import was cancelled; nothing was changed.");
  }

  /**
   * Runs an import; one that still runs is ended first.
   *
   * @param {Partial<Job>} job
   * @param {string} [words] what to say instead of the counts
   * @returns {Promise<void>} when it is stored, refused or cancelled
   */
  async function run(job, words) {
    running?.worker.terminate();
    running?.end();
    const saved = await kind.saved();
    const worker = new Worker(new URL("import_worker.js", import.meta.url), { type: "module", name: "handrail-import" });
    progress.hidden = cancel.hidden = false;
    return new Promise((resolve) => {
      const end = () => {
        if (running?.worker === worker) {
          running = undefined;
          progress.hidden = cancel.hidden = true;
          progress.removeAttribute("value");
          step.textContent = "";
        }
        resolve();
      };
      const mine = { worker, isStored: false, end };
      running = mine;
      const fail = (/** @type {unknown} */ error) => {
        worker.terminate();
        if (running === mine) page.tell(`The ${kind.many} were not imported; those from before are still in use.`, [asDiagnostic(error)], true);
        end();
      };
      // One after the other: the index with hints is stored after the one without.
      let queue = Promise.resolve();
      worker.addEventListener("error", ({ message }) => fail(new Error(message || "the import could not run")));
      worker.addEventListener("message", ({ data }) => {
        queue = queue.then(() => (running === mine ? answer(data) : undefined)).catch(fail);
      });
      worker.postMessage({ kind: kind.key, files: [], ...options(), ...job, isBuilt: saved.count > 0 && saved.format === formatNow() });

      /** @param {any} data */
      async function answer({ step: name, done, total, outcome, checked, error }) {
        if (error) return fail(error);
        if (name) {
          step.textContent = `${STEPS[/** @type {keyof typeof STEPS} */ (name)]}: ${done} of ${total}`;
          progress.setAttribute("max", String(total));
          return progress.setAttribute("value", String(done));
        }
        if (checked) {
          if (checked.index) await saveChange(kind.key, { put: [], removed: [], ...checked });
          worker.terminate();
          return end();
        }
        mine.isStored = await store(outcome);
        // Solved tickets are not compared with each other, nor is what did not change.
        if (kind.key === "history" || !mine.isStored || !outcome.index) {
          worker.terminate();
          return end();
        }
        resolve();
      }

      /** @param {Outcome} outcome @returns {Promise<boolean>} whether anything was stored */
      async function store({ changes, diagnostics, index, count: total, format }) {
        const { put, removed, new: added, changed, unchanged, kept } = changes;
        if (index === undefined) {
          const isNothing = unchanged === 0;
          page.tell(isNothing ? `No ${kind.many} were found in what was chosen.` : `Nothing changed: ${unchanged} ${kind.many} are as they were.`, diagnostics, isNothing);
          return false;
        }
        // Another file of the same name would take away nearly all; that is hardly meant.
        const isLoss = !words && removed.length >= MANY && removed.length > put.length + unchanged;
        if (isLoss && !confirm(`${removed.length} ${kind.many} of the same source are not in what was chosen and would be removed; ${put.length + unchanged} would stay. Import it?`)) {
          page.tell("The import was stopped; nothing was changed.", diagnostics);
          return false;
        }
        await saveChange(kind.key, { put, removed, index, count: total, format });
        const counts = `${added} new, ${changed} changed, ${removed.length} removed, ${unchanged} unchanged.`;
        const stayed = kept > 0 ? ` ${kept} that are not there any more were kept, because not everything could be read.` : "";
        page.tell(words ?? `The ${kind.many} were imported: ${counts}${stayed}`, diagnostics);
        await refresh();
        return true;
      }
    });
  }
}

/** The version of the index that this page builds. */
function formatNow() {
  const { engine, knowledgeFormat } = /** @type {{engine: string, knowledgeFormat: number}} */ (version());
  return `${knowledgeFormat} ${engine}`;
}
