/** The section that checks the articles: findings by kind, their passages side by side. */
import { button, element } from "../elements.js";
import { readArticles, watch } from "../store.js";
import { asDiagnostic, diagnosticWords } from "./imports.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./document.js").Diagnostic} Diagnostic
 *
 * @typedef {object} Passage
 * @property {"article" | "settings"} in
 * @property {string} [article_id]
 * @property {string} [text]
 * @property {string} [path]
 * @property {string} [value]
 *
 * @typedef {object} Finding
 * @property {string} kind
 * @property {string[]} articles
 * @property {Passage[]} evidence
 * @property {string[]} values
 * @property {string} why
 * @property {string} severity
 * @property {number} confidence
 * @property {string} help
 * @property {number} [volume]
 * @property {string[]} [questions]
 * @property {string[]} [outline]
 *
 * @typedef {{findings: Finding[], diagnostics: Diagnostic[], articles: number}} Report
 */

/** @type {[string, string][]} */
const KINDS = [
  ["contradiction", "Contradictions"],
  ["duplicate", "Near-duplicates"],
  ["stale", "Out of date"],
  ["dead_link", "Dead links"],
  ["gap", "Unanswered questions"],
  ["wording", "Ambiguous wording"],
  ["aged", "Not changed for long"],
  ["unreached", "Never reached by a ticket"],
];

/** How many findings of a kind are listed. */
const LISTED = 100;

/** What was found last, kept while the page is open. @type {{report: Report, titles: Map<string, string>, advisory: boolean} | undefined} */
let last;
/** The check that is running. @type {Worker | undefined} */
let running;
/** Checks again what was checked once, in the section that is shown. @type {(() => void) | undefined} */
let again;
let isWatching = false;

/** @param {SettingsDocument} settings */
export function drawLint(settings) {
  const progress = element("progress", { hidden: true, "aria-label": "Checking the articles" });
  const outcome = element("div", { id: "lint-outcome", "aria-live": "polite" });
  const advisory = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: "lint-advisory", checked: last?.advisory ?? false }));
  const cancel = /** @type {HTMLButtonElement} */ (button("Cancel", () => stop("The check was cancelled."), { id: "lint-cancel" }));
  cancel.disabled = running === undefined;
  show();
  again = () => void (last && check());
  if (!isWatching) {
    isWatching = true;
    // What is known of the articles holds until they or the policies change.
    watch({ knowledge: () => again?.(), settings: () => again?.() });
  }
  return [
    element(
      "div",
      { class: "actions" },
      button("Check the articles", () => void check(), { id: "lint-run" }),
      cancel,
      element("span", { class: "check" }, advisory, element("label", { for: "lint-advisory" }, "Also wording and age")),
    ),
    progress,
    outcome,
  ];

  /** @param {string} [words] */
  function stop(words) {
    running?.terminate();
    running = undefined;
    progress.hidden = true;
    progress.removeAttribute("value");
    cancel.disabled = true;
    if (words) outcome.replaceChildren(element("p", {}, words));
  }

  async function check() {
    stop();
    const articles = await readArticles();
    if (articles.length === 0) {
      last = undefined;
      return outcome.replaceChildren(element("p", {}, "There are no articles to check. Import some above."));
    }
    const titles = new Map(articles.map(({ id, title }) => [id, title]));
    const wanted = advisory.checked;
    const worker = new Worker(new URL("lint_worker.js", import.meta.url), { type: "module", name: "handrail-lint" });
    running = worker;
    progress.hidden = false;
    cancel.disabled = false;
    worker.addEventListener("message", ({ data: { done, total, report, error } }) => {
      if (done !== undefined) {
        progress.setAttribute("max", String(total));
        return progress.setAttribute("value", String(done));
      }
      stop();
      if (error) return fail(error);
      last = { report, titles, advisory: wanted };
      show();
    });
    worker.addEventListener("error", ({ message }) => (stop(), fail(new Error(message || "the check could not run"))));
    worker.postMessage({ articles, options: { nowMs: Date.now(), settingsJson: settings.text, advisory: wanted } });
  }

  /** @param {unknown} error */
  function fail(error) {
    outcome.replaceChildren(element("p", { class: "problem" }, `The articles were not checked. ${diagnosticWords(asDiagnostic(error))}`));
  }

  function show() {
    if (!last) return;
    const { report, titles } = last;
    const groups = KINDS.map(([kind, name]) => /** @type {const} */ ([name, report.findings.filter((finding) => finding.kind === kind)])).filter(([, findings]) => findings.length > 0);
    outcome.replaceChildren(
      element("p", {}, `${report.findings.length} ${report.findings.length === 1 ? "finding" : "findings"} in ${report.articles} articles.`),
      ...report.diagnostics.map((diagnostic) => element("p", { class: "problem" }, diagnosticWords(diagnostic))),
      ...groups.map(([name, findings], index) =>
        element(
          "details",
          { open: index === 0 },
          element("summary", {}, `${name} (${findings.length})`),
          element("ul", { class: "row-list" }, ...findings.slice(0, LISTED).map((finding) => row(finding, titles))),
          findings.length > LISTED && element("p", { class: "soft" }, `… and ${findings.length - LISTED} more`),
        ),
      ),
    );
  }
}

/** @param {Finding} finding @param {Map<string, string>} titles */
function row(finding, titles) {
  const name = (/** @type {string} */ id) => titles.get(id) || id;
  return element(
    "li",
    { "data-finding": finding.kind },
    element("p", {}, element("strong", {}, finding.articles.map(name).join(" · ") || (finding.questions?.[0] ?? "")), " ", element("span", { class: "soft" }, finding.why)),
    finding.evidence.length > 0 &&
      element(
        "div",
        { class: "passages" },
        ...finding.evidence.map((passage, index) =>
          element(
            "blockquote",
            {},
            element("p", { class: "soft" }, passage.in === "settings" ? `Policy ${passage.path ?? ""}` : name(passage.article_id ?? ""), finding.values[index] ? `: ${finding.values[index]}` : ""),
            element("p", {}, passage.in === "settings" ? (passage.value ?? "") : (passage.text ?? "")),
          ),
        ),
      ),
    (finding.questions ?? []).length > 0 && element("ul", {}, ...(finding.questions ?? []).map((question) => element("li", {}, question))),
    (finding.outline ?? []).length > 0 && element("ol", { class: "soft" }, ...(finding.outline ?? []).map((line) => element("li", {}, line))),
    element("p", { class: "soft" }, finding.help),
  );
}
