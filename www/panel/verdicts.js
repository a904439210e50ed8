/**
 * Which words of the ticket each thing on the panel rests on, read from the analysis and from what the core drew.
 *
 * @typedef {import("../hosts/marks_in_page.js").Mark} Mark
 * @typedef {import("./marks.js").Verdict} Verdict
 */
import { element } from "../elements.js";
import { say } from "../words.js";

/** Clauses of the summary that are drawn as a block, by what shows them. @type {[string, RegExp][]} */
const CLAUSES = [
  [".one-line", /^one_line$/],
  [".ask", /^ask$/],
  ["details[data-key='open']", /^open_questions/],
  ["details[data-key='promises']", /^promises/],
  ["details[data-key='tried']", /^tried/],
  ["details[data-key='given']", /^already_given/],
  ["details[data-key='phrases']", /^key_phrases/],
];

/**
 * @param {HTMLElement} view
 * @param {any} analysis
 * @param {(message: string) => string | null} elementOf selector of the element that shows a message in the page
 */
export function verdictsOf(view, analysis, elementOf) {
  /** @type {Mark[]} */
  const marks = [];
  /** @type {Map<string, number>} */
  const known = new Map();
  /** @type {Verdict[]} */
  const verdicts = [];
  /** @type {Map<Element, number[]>} */
  const of = new Map();

  /** @param {string} message @param {string} text @param {{prefix?: string, suffix?: string, start?: number, end?: number}} [place] */
  const mark = (message, text, { prefix = "", suffix = "", start = 0, end = 0 } = {}) => {
    const key = JSON.stringify([message, start, end || text]);
    const index = known.get(key) ?? marks.push({ message, text, prefix, suffix, start, within: elementOf(message) }) - 1;
    known.set(key, index);
    return index;
  };
  /** Evidence that is words of the ticket. @param {any[]} evidence @returns {number[]} */
  const words = (evidence) =>
    evidence.flatMap((one) => {
      if (one.in === "message") return [mark(one.message_id, one.text, { prefix: one.prefix, suffix: one.suffix, ...one.visible_span })];
      return one.in === "subject" ? [mark("subject", one.text)] : [];
    });
  /** @param {Element | null | undefined} shown @param {string | null | undefined} name @param {number[]} own */
  const verdict = (shown, name, own) => {
    if (!shown || own.length === 0) return;
    verdicts.push({ element: shown, name: (name ?? "").trim(), marks: own });
    of.set(shown, own);
  };

  const { intent, sentiment, priority, triggers, summary } = analysis;
  for (const { evidence } of [intent, sentiment, ...triggers, ...priority.factors]) words(evidence);

  for (const quote of view.querySelectorAll("q[data-message]")) {
    const message = quote.getAttribute("data-message") ?? "";
    const [start, end] = [Number(quote.getAttribute("data-start") ?? 0), Number(quote.getAttribute("data-end") ?? 0)];
    const index = known.get(JSON.stringify([message, start, end || (quote.textContent ?? "")]));
    if (index === undefined) continue;
    of.set(quote, [index]);
    if (!quote.closest("summary")) pressable(quote);
  }
  /** All quotations inside. @param {Element} shown */
  const quoted = (shown) => [...new Set([...shown.querySelectorAll("q[data-message]")].flatMap((quote) => of.get(quote) ?? []))];

  for (const line of view.querySelectorAll(".escalation details")) verdict(line, line.querySelector("summary strong")?.textContent, quoted(line));
  const row = view.querySelector(".verdicts > .row");
  if (intent.abstained === null) verdict(row, row?.querySelector("strong")?.textContent, words(intent.evidence));
  const [urgency, mood] = view.querySelectorAll(".verdicts .grid > div");
  verdict(urgency, urgency?.querySelector("dt")?.textContent, words(priority.factors.flatMap((/** @type {any} */ { evidence }) => evidence)));
  verdict(mood, mood?.querySelector("dt")?.textContent, words(sentiment.evidence));

  const asked = view.querySelector(".summary");
  const heading = asked?.querySelector("h2")?.textContent;
  const messages = new Set(analysis.summary.conversation.map((/** @type {any} */ { message_id }) => message_id));
  for (const [selector, clause] of CLAUSES) {
    const sources = summary.sources.filter((/** @type {any} */ one) => clause.test(one.clause) && isMessage(one.source));
    verdict(asked?.querySelector(selector), heading, sources.map((/** @type {any} */ { source, text }) => mark(source, text)));
  }
  const points = [...(asked?.querySelectorAll("ul .message") ?? [])].filter((one) => !one.closest("details"));
  summary.conversation.forEach((/** @type {any} */ { message_id, text }, /** @type {number} */ index) => {
    const name = points[index];
    if (!name) return;
    verdict(name.closest("li"), heading, [mark(message_id, text)]);
    pressable(name);
  });
  for (const shown of [row, mood]) {
    const own = shown && of.get(shown);
    if (own) (shown.querySelector("dd") ?? shown.querySelector(".name"))?.append(pointer(verdicts.find((one) => one.element === shown)?.name ?? ""));
  }
  return { marks, verdicts, of };

  /** A source of a clause is a message's id, the subject line, or a path in the ticket or the settings. @param {string} source */
  function isMessage(source) {
    return source === "subject" || messages.has(source) || (!source.includes(".") && source !== "intent");
  }
}

/** By keyboard as by pointer. @param {Element} shown */
function pressable(shown) {
  shown.setAttribute("role", "button");
  shown.setAttribute("tabindex", "0");
}

/** The way to the words, where the verdict itself is no control. @param {string} verdict its name */
function pointer(verdict) {
  const made = /** @type {HTMLButtonElement} */ (element("button", { type: "button", class: "words", "aria-label": say("marks.show_of", { verdict }), title: say("marks.show") }));
  made.append(element("span", { "aria-hidden": "true" }, "“ ”"));
  return made;
}
