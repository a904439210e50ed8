/**
 * The figures of the eval set, each with its interval.
 *
 * @typedef {import("./evidence.js").Proportion} Proportion
 * @typedef {{from: number, to: number, confidence: number, right: Proportion}} Bin
 * @typedef {{from: number, coverage: Proportion, right: Proportion, enough: boolean}} Threshold
 *
 * @typedef {object} Figures
 * @property {number} samples
 * @property {number} labelled
 * @property {Proportion} coverage
 * @property {Proportion} accuracy
 * @property {Proportion} agreement
 * @property {Proportion} agreement_random
 * @property {{of: number, ece: {value: number, low: number, high: number}, bins: Bin[]}} calibration
 * @property {Threshold[]} thresholds
 * @property {{intent: string, found: Proportion, right: Proportion, taken_for: {intent: string, count: number}[]}[]} intents
 * @property {{kind: string, precision: Proportion, recall: Proportion, quiet: number}[]} triggers
 * @property {{grade: number, count: number}[]} references
 */
import { button, element } from "../elements.js";
import { name, number, say } from "../words.js";

const percent = (/** @type {number} */ part) => number(part, { style: "percent", maximumFractionDigits: 1 });

/** A share with its interval. @param {Proportion} share */
function share({ part, of, share: value, low, high }) {
  return of === 0 ? say("figures.none") : say("figures.share", { share: percent(value), part, of, low: percent(low), high: percent(high) });
}

/** The same in little room. @param {Proportion} one */
const cell = ({ part, of, share: value, low, high }) => (of === 0 ? "—" : `${percent(value)} (${percent(low)}–${percent(high)}), ${part}/${of}`);

/**
 * @param {Figures} figures
 * @param {number} wanted
 * @param {(id: string) => string} intentTitle
 * @param {import("./document.js").SettingsDocument} settings
 * @param {() => void} redraw
 */
export function figuresOf(figures, wanted, intentTitle, settings, redraw) {
  const { calibration } = figures;
  const lines = [
    [say("figures.labelled"), say("figures.labelled_words", { labelled: figures.labelled })],
    [say("figures.accuracy"), share(figures.accuracy)],
    [say("figures.coverage"), share(figures.coverage)],
    [say("figures.agreement"), share(figures.agreement)],
    [say("figures.agreement_random"), share(figures.agreement_random)],
    [say("figures.ece"), calibration.of === 0 ? say("figures.none") : say("figures.interval", { value: percent(calibration.ece.value), low: percent(calibration.ece.low), high: percent(calibration.ece.high) })],
    ...figures.references.map(({ grade, count }) => [say("figures.references", { grade: say(`label.grade.${grade}`) }), number(count)]),
  ];
  const parts = [
    element("dl", { class: "figures" }, ...lines.map(([title, value]) => element("div", {}, element("dt", {}, title), element("dd", {}, value)))),
    reliability(calibration.bins),
    thresholds(figures.thresholds, wanted, settings, redraw),
    table("figures-intents", say("figures.intents"), ["figures.intent", "figures.found", "figures.precision", "figures.taken_for"], figures.intents.map((one) => [intentTitle(one.intent), cell(one.found), cell(one.right), one.taken_for.map((other) => `${other.intent === "" ? say("evalset.unsure") : intentTitle(other.intent)} (${other.count})`).join(", ")])),
    table("figures-triggers", say("figures.triggers"), ["figures.trigger", "figures.recall", "figures.precision", "figures.quiet"], figures.triggers.map((one) => [name("trigger", one.kind), cell(one.recall), cell(one.precision), number(one.quiet)])),
  ];
  return /** @type {HTMLElement[]} */ (parts.filter(Boolean));
}

/** @param {string} id @param {string} caption @param {string[]} head keys @param {(string | HTMLElement)[][]} rows */
function table(id, caption, head, rows) {
  if (rows.length === 0) return false;
  return element(
    "div",
    { class: "scroll", id, tabindex: "0", role: "region", "aria-label": caption },
    element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, ...head.map((key) => element("th", { scope: "col" }, say(key))))), element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((one, index) => element(index === 0 ? "th" : "td", index === 0 ? { scope: "row" } : {}, one)))))),
  );
}

const SVG = "http://www.w3.org/2000/svg";
/** Sides of the diagram. */
const SIDE = 180;

/** @param {string} tag @param {Record<string, string | number>} attributes */
function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** The reliability diagram: confidence against the share of right ones with its interval; on the diagonal is what confidences promise. @param {Bin[]} bins */
function reliability(bins) {
  if (bins.length === 0) return false;
  const at = (/** @type {number} */ part) => Math.round(part * SIDE * 10) / 10;
  const up = (/** @type {number} */ part) => SIDE - at(part);
  const diagram = drawn("svg", { viewBox: `-6 -6 ${SIDE + 12} ${SIDE + 12}`, class: "reliability", role: "img", "aria-label": say("figures.reliability") });
  diagram.append(
    drawn("rect", { x: 0, y: 0, width: SIDE, height: SIDE, class: "frame" }),
    drawn("line", { x1: 0, y1: SIDE, x2: SIDE, y2: 0, class: "diagonal" }),
    ...bins.flatMap(({ confidence, right }) => [
      drawn("line", { x1: at(confidence), x2: at(confidence), y1: up(right.low), y2: up(right.high), class: "interval" }),
      drawn("circle", { cx: at(confidence), cy: up(right.share), r: 4, class: "point" }),
    ]),
  );
  const rows = bins.map(({ from, to, confidence, right }) => [`${percent(from)}–${percent(to)}`, percent(confidence), cell(right)]);
  return element("div", { class: "passages" }, element("figure", {}, diagram, element("figcaption", { class: "soft" }, say("figures.reliability_about"))), /** @type {HTMLElement} */ (table("figures-reliability", say("figures.reliability"), ["figures.band", "figures.mean", "figures.right"], rows)));
}

/** Where the classifier can be believed, and the settings that say so. @param {Threshold[]} list @param {number} wanted @param {import("./document.js").SettingsDocument} settings @param {() => void} redraw */
function thresholds(list, wanted, settings, redraw) {
  const rows = list.map(({ from, coverage, right, enough }) => [from === 0 ? say("figures.any") : percent(from), cell(coverage), cell(right), enough ? say("figures.enough", { wanted: percent(wanted) }) : ""]);
  const lowest = list.find(({ enough }) => enough);
  const use = (/** @type {import("./sparse.js").Path} */ path) => {
    settings.set(path, lowest?.from);
    redraw();
  };
  return element(
    "div",
    { id: "figures-thresholds-place" },
    table("figures-thresholds", say("figures.thresholds"), ["figures.from", "figures.above", "figures.right", "figures.verdict"], rows),
    element("p", { class: "soft" }, lowest ? say("figures.lowest", { from: lowest.from === 0 ? say("figures.any") : percent(lowest.from), wanted: percent(wanted) }) : say("figures.no_threshold", { wanted: percent(wanted) })),
    lowest &&
      lowest.from > 0 &&
      element("div", { class: "actions" }, button(say("figures.use_low_confidence"), () => use(["triggers", { id: "low_confidence" }, "below"]), { id: "use-low-confidence" }), button(say("figures.use_autonomy"), () => use(["autonomy", "min_confidence"]), { id: "use-autonomy" })),
  );
}
