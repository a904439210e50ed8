/** The event log in the settings: whether it is whole, what it shows, and how it leaves this browser. */
import { exportLines, exportTable } from "../log/export.js";
import { expire } from "../log/log.js";
import { button, element } from "../elements.js";
import { alsoRead, compute, evidence, meanWords, shareCell, shareWords, whenKnown } from "./evidence.js";
import { checkField, fileButton, numberField, words } from "./fields.js";
import { diagnosticWords } from "./imports.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./evidence.js").Report} Report
 * @typedef {import("./evidence.js").ArticlePeriod} ArticlePeriod
 */

/** How many rows of a table are listed. */
const LISTED = 40;

/** @param {SettingsDocument} settings @param {import("./imports.js").Page} page */
export function drawLog(settings, page) {
  const state = element("div", { id: "log-state", role: "status" }, element("p", { class: "soft" }, "Reading the log…"));
  const figures = element("div", { id: "log-figures" });
  whenKnown(state, () => {
    const { report, error, lost = [] } = evidence();
    if (!report) return state.replaceChildren(element("p", { class: "problem" }, `The log could not be read. ${error ? diagnosticWords(error) : ""}`));
    state.replaceChildren(...report.logs.map(whole), ...lost.map(({ seq, hash, noticed_at, left }) => element("p", { class: "problem" }, `On ${new Date(noticed_at).toLocaleString()} the log ended with entry ${left}, while entry ${seq} (${hash.slice(0, 12)}…) had been written before: what stood behind was removed or replaced.`)));
    figures.replaceChildren(...[...counted(report, settings), ...articles(report, settings)].filter((one) => one !== false));
  });
  return [
    state,
    element(
      "div",
      { class: "actions" },
      button("Verify again", () => void compute(settings), { id: "log-verify" }),
      button("Export as JSON Lines", async () => save("handrail-log.jsonl", "application/jsonl", await exportLines()), { id: "log-export" }),
      button("… with kept tickets and settings", async () => save("handrail-log-with-tickets.jsonl", "application/jsonl", await exportLines({ withKept: true })), { id: "log-export-kept" }),
      button("Export as CSV", async () => save("handrail-log.csv", "text/csv", await exportTable()), { id: "log-export-csv" }),
      fileButton("log-import", "Look at other agents' exports…", ".jsonl", (files) => void look(files), true),
      element("a", { href: "../log/recorded.html", target: "_blank" }, "What is recorded, in plain words"),
    ),
    element(
      "fieldset",
      {},
      element("legend", {}, "What is kept"),
      element(
        "div",
        { class: "fields" },
        numberField(settings, "Days after which what tells of tickets is removed", ["privacy", "retention_days"], { min: 1 }),
        checkField(settings, "Keep the tickets, so that analyses can be repeated", ["privacy", "keep_tickets"]),
        checkField(settings, "Hide personal data in what is kept", ["privacy", "mask"]),
        checkField(settings, "Name agents in the log, in place of pseudonyms", ["privacy", "name_actors"]),
      ),
      button("Remove now what is older", async () => {
        const count = await expire(settings.value(["privacy", "retention_days"]) ?? 180);
        await compute(settings);
        page.tell(count === 0 ? "Nothing is that old." : `The content of ${count} entries was removed.`);
      }, { id: "log-expire" }),
    ),
    figures,
  ];

  /** @param {File[]} files */
  async function look(files) {
    await alsoRead(await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() }))), settings);
    page.tell(`${files.length === 1 ? "One log was" : `${files.length} logs were`} read beside this browser's. Nothing of them is stored.`);
  }
}

/** @param {import("./evidence.js").LogState} log */
function whole({ name, entries, expired, first_at, last_at, head, faults }) {
  const when = (/** @type {string} */ at) => new Date(at).toLocaleString();
  return element(
    "div",
    { "data-log": name },
    element("p", {}, element("strong", {}, faults.length === 0 ? `✓ The log of ${name} is whole: ` : `✗ The log of ${name} is not as it was written: `), entries === 0 ? "no entries yet." : `${entries} entries${first_at ? `, ${when(first_at)} to ${when(last_at)}` : ""}${expired > 0 ? `; the content of ${expired} was removed when its time was up` : ""}.`),
    faults.length > 0 && element("ul", { class: "problem" }, ...faults.slice(0, LISTED).map((fault) => element("li", {}, diagnosticWords(fault)))),
    faults.length > LISTED && element("p", { class: "problem" }, `… and ${faults.length - LISTED} more`),
    head.seq > 0 && element("p", { class: "soft" }, `Newest entry ${head.seq}, hash `, element("code", { class: "hash" }, head.hash), ". Note it elsewhere: a log that was replaced as a whole is known by it."),
  );
}

/** @param {string} caption @param {string[]} head @param {(string | number)[][]} rows */
function table(caption, head, rows) {
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, ...head.map((one) => element("th", { scope: "col" }, one)))), element("tbody", {}, ...rows.slice(0, LISTED).map((row) => element("tr", {}, ...row.map((cell, index) => element(index === 0 ? "th" : "td", index === 0 ? { scope: "row" } : {}, String(cell))))))),
  );
}

/** @param {SettingsDocument} settings @param {string} id */
const intentName = (settings, id) => (id ? settings.value(["intents", { id }, "name"]) || words(id) : "Unsure");

/** @param {Report} report @param {SettingsDocument} settings */
function counted({ figures, kinds }, settings) {
  if (figures.analyses === 0) return [];
  /** @type {[string, string][]} */
  const lines = [
    ["Tickets analysed", `${figures.tickets}, in ${figures.analyses} analyses by ${figures.actors} ${figures.actors === 1 ? "person" : "people"}`],
    ["Routing agreement", shareWords(figures.agreement)],
    ["Escalation rate", shareWords(figures.escalated)],
    ["Classifier abstained", shareWords(figures.abstained)],
    ["Handed on", shareWords(figures.handed_on)],
    ["CSAT", shareWords(figures.csat_human)],
    ["Opened again after they were solved", shareWords(figures.reopened)],
    ["Summaries said to be wrong", String(figures.summaries_wrong)],
  ];
  return [
    element("h3", {}, "Figures"),
    element("dl", { class: "figures" }, ...lines.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)))),
    element(
      "details",
      {},
      element("summary", {}, "By intent, trigger and kind of entry"),
      table("Intents", ["Intent", "Tickets", "Right", "Corrected to"], figures.intents.map((/** @type {any} */ one) => [intentName(settings, one.intent), one.tickets, shareCell(one.right), one.corrected_to.map((/** @type {any} */ to) => `${intentName(settings, to.intent)} (${to.count})`).join(", ")])),
      table("Triggers", ["Rule", "Fired", "Said to be wrong", "Said to be missed"], figures.rules.map((/** @type {any} */ one) => [words(one.rule), one.fired, one.wrong, one.missed])),
      table("Entries", ["Kind", "Count"], kinds.map(({ kind, count }) => [words(kind), count])),
    ),
  ];
}

/** Articles over time. @param {Report} report @param {SettingsDocument} settings */
function articles({ articles: found }, settings) {
  if (found.overall.searched === 0) return [];
  const row = (/** @type {ArticlePeriod} */ period) => [period.month || "All", period.searched, shareCell(period.nothing_fits), shareCell(period.opened), shareCell(period.helpful), shareCell(period.recall_at_1), shareCell(period.recall_at_5), meanWords(period.mrr, period.judged), meanWords(period.ndcg_at_10, period.judged)];
  return [
    element("h3", {}, "Articles over time"),
    element("p", { class: "soft" }, "The right article of a ticket is the first that was judged helpful, else the first that was opened and not judged unhelpful. Recall, MRR and nDCG are of tickets on which an article was opened or judged. In brackets 95 % intervals."),
    table("Articles by month", ["Month", "Tickets", "Nothing fitted", "Opened one", "Judged helpful", "Right one first (R@1)", "Among five (R@5)", "MRR", "nDCG@10"], [row(found.overall), ...found.months.toReversed().map(row)]),
    found.articles.length > 0 && table("Articles that were used", ["Article", "Shown", "Opened", "Helpful", "Not helpful"], found.articles.map(({ article, shown, opened, helpful, not_helpful }) => [article, shown, opened, helpful, not_helpful])),
    found.gaps.length > 0 && table("What the knowledge base lacks", ["Intent", "Tickets for which nothing fitted"], found.gaps.map(({ intent, count }) => [intentName(settings, intent), count])),
  ];
}

/** @param {string} name @param {string} type @param {string} text */
function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = /** @type {HTMLAnchorElement} */ (element("a", { href: address, download: name }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
