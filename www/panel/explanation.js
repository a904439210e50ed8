/**
 * The parts of an explanation that can be tried out or that are asked for seldom: what each word weighs, all candidates
 * for the intent, the priority without one of its factors, and what an article's score adds up from. All of it stands
 * in the analysis; nothing is computed anew but the priority's sum.
 */
import { element } from "../elements.js";
import { name, number, say } from "../words.js";

/** Articles whose score was looked at; they stay open when the ticket is drawn anew. @type {Set<string>} */
const opened = new Set();

/**
 * Adds to what the core drew.
 *
 * @param {HTMLElement} view
 * @param {any} analysis
 * @param {any} effective the settings in use
 */
export function explain(view, analysis, effective) {
  const why = view.querySelector(".verdicts details[data-key='why']");
  if (why) {
    weights(why, analysis.intent);
    candidates(why, analysis.intent, effective);
    whatIf(why, analysis.priority, effective?.priority?.levels ?? {});
  }
  const articles = view.querySelectorAll(".articles > ul > li");
  analysis.knowledge.forEach((/** @type {any} */ article, /** @type {number} */ index) => articles[index]?.append(score(article)));
}

/** @param {Element} why @param {any} intent */
function weights(why, intent) {
  if (intent.abstained !== null) return;
  // The first paragraph is about the intent, and quotes its evidence in order.
  const quotes = why.querySelector("p")?.querySelectorAll("q") ?? [];
  (intent.weights ?? []).forEach((/** @type {number} */ weight, /** @type {number} */ index) => {
    quotes[index]?.after(element("span", { class: "weight" }, ` ${number(weight, { maximumFractionDigits: 2, signDisplay: "always" })}`));
  });
}

/** @param {Element} why @param {any} intent @param {any} effective */
function candidates(why, intent, effective) {
  if (intent.candidates.length === 0) return;
  const list = intent.candidates.map((/** @type {any} */ { label, confidence }) => say("verdict.candidate", { intent: name("intent", label), share: confidence })).join(", ");
  const least = effective?.intents?.find((/** @type {any} */ { id }) => id === intent.label)?.least;
  const line = element("p", { class: "soft" }, say("why.candidates", { list }), typeof least === "number" && ` ${say("why.least", { least })}`);
  const first = why.querySelector("p");
  if (first) first.after(line);
  else why.append(line);
}

/**
 * The priority without some of its factors.
 *
 * @param {Element} why
 * @param {any} priority
 * @param {Record<string, number>} levels from which score on each level holds
 */
function whatIf(why, priority, levels) {
  const rows = [...why.querySelectorAll("ul > li > .row")];
  if (rows.length === 0 || rows.length !== priority.factors.length) return;
  const outcome = element("p", { class: "soft", role: "status" });
  const boxes = rows.map((row, index) => {
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", checked: true, "aria-label": say("why.count", { signal: name("signal", priority.factors[index].signal) }) }));
    box.addEventListener("change", () => {
      const sum = boxes.reduce((total, { checked }, at) => total + (checked ? priority.factors[at].contribution : 0), 0);
      const score = Math.min(100, Math.max(0, sum));
      outcome.textContent = boxes.every(({ checked }) => checked) ? "" : say("why.what_if", { level: name("priority", levelOf(score, levels)), score });
    });
    (row.querySelector(".name") ?? row).prepend(box, " ");
    return box;
  });
  why.querySelector("ul")?.after(outcome);
}

/** @param {number} score @param {Record<string, number>} levels */
function levelOf(score, { normal = 10, high = 30, urgent = 60 }) {
  if (score >= urgent) return "urgent";
  if (score >= high) return "high";
  return score >= normal ? "normal" : "low";
}

/** @param {any} article */
function score({ article_id, score: total, relevance, score_parts: parts }) {
  const figure = (/** @type {number} */ value) => number(value, { maximumFractionDigits: 2, minimumFractionDigits: 2 });
  const pairs = [
    ["article_score.words", figure(parts.words)],
    ["article_score.meaning", figure(parts.meaning)],
    ["article_score.intent", figure(parts.intent)],
    ["article_score.sum", figure(total)],
    ["article_score.relevance", number(relevance, { style: "percent", maximumFractionDigits: 0 })],
  ];
  const made = /** @type {HTMLDetailsElement} */ (
    element("details", { class: "score", open: opened.has(article_id) }, element("summary", {}, say("article_score")), element("dl", { class: "grid" }, ...pairs.map(([key, value]) => element("div", {}, element("dt", {}, say(key ?? "")), element("dd", {}, value)))))
  );
  made.addEventListener("toggle", () => void (made.open ? opened.add(article_id) : opened.delete(article_id)));
  return made;
}
