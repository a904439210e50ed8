/**
 * The escalation triggers: how serious each is, its words by language, thresholds, conditions, and examples that show
 * at once whether they fire.
 *
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./sparse.js").Path} Path
 * @typedef {Record<string, any> & {id: string, kind: string}} Rule as the settings in force have it, every key filled
 */
import { button, element } from "../elements.js";
import { name, say } from "../words.js";
import { conditionField } from "./conditions.js";
import { checkField, choiceField, folded, jsonField, labelled, linesField, listField, longTextField, moneyField, numberField, textField, words } from "./fields.js";
import { adding, removal } from "./plain.js";

/** Kinds that go off with a typed reason only: to miss one of them is the worst that can happen. */
const GUARDED = ["product_harm", "safety_crisis", "legal_language"];
/** Kind of a new rule, until the lead says another. */
const NEW_KIND = "complex_issue";
/** Groups of phrases, in the order in which they are shown. */
const PHRASES = ["fires", "notices", "harmless", "unless", "settled", "matters"];
/** Languages that phrases are offered for; any other is added by its code. */
const LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt"];
/** What becomes of words in a doubtful sense. */
const SENSES = ["fires", "notice", "quiet"];
/** So long nothing may be typed before examples are run (ms). */
const PAUSE = 300;

const has = (/** @type {unknown} */ value) => value !== null && value !== undefined;

/** @returns {[string, string][]} */
const severities = () => [
  ["escalate", say("triggers.severity.escalate")],
  ["notice", say("triggers.severity.notice")],
];

/** Kinds that there are. @param {SettingsDocument} settings @returns {[string, string][]} */
const kinds = (settings) => [...new Set((settings.defaults.triggers ?? []).map((/** @type {Rule} */ { kind }) => kind))].map((kind) => /** @type {[string, string]} */ ([kind, name("trigger", kind)]));

/** @type {import("./sections.js").Section} */
export const triggers = {
  id: "triggers",
  get title() {
    return say("triggers.title");
  },
  get about() {
    return say("triggers.about");
  },
  draw: (settings, redraw) => {
    /** @type {Rule[]} */
    const rules = settings.value(["triggers"]) ?? [];
    return [
      notation(),
      ...rules.map((rule) => view(settings, rule, redraw)),
      adding("new-trigger", say("triggers.new"), (id) => {
        const path = (/** @type {string} */ key) => ["triggers", { id }, key];
        settings.set(path("kind"), NEW_KIND);
        settings.set(path("why"), say("triggers.new_why"));
        settings.set(path("severity"), "notice");
        settings.set(path("disabled"), true);
        redraw();
        const place = document.querySelector(`[data-trigger="${CSS.escape(id)}"] details`);
        if (place instanceof HTMLDetailsElement) place.open = true;
        place?.scrollIntoView({ block: "nearest" });
      }, rules.map(({ id }) => id)),
    ];
  },
};

/** @param {SettingsDocument} settings @param {Rule} rule @param {() => void} redraw */
function view(settings, rule, redraw) {
  const { id, kind, why, threshold, count, within_days, below, severity, model } = rule;
  const isShipped = (settings.defaults.triggers ?? []).some((/** @type {Rule} */ one) => one.id === id);
  const at = (/** @type {string} */ key) => ["triggers", { id }, key];
  return element(
    "fieldset",
    { "data-trigger": id },
    element("legend", {}, isShipped ? words(kind || id) : words(id), model && element("span", { class: "soft" }, ` · ${say("triggers.model")}`), settings.isOwn(["triggers", { id }]) && element("span", { class: "changed" }, say("rule.changed"))),
    why && element("p", { class: "soft" }, why),
    element(
      "div",
      { class: "fields" },
      checkField(settings, say("rule.on"), at("disabled"), { opposite: true }),
      GUARDED.includes(kind) && textField(settings, say("triggers.off_reason"), at("off_reason"), "", { isText: true }),
      has(threshold) && moneyField(settings, say("triggers.threshold"), at("threshold")),
      has(count) && numberField(settings, say("triggers.count"), at("count"), { min: 1 }),
      has(within_days) && numberField(settings, say("triggers.within"), at("within_days"), { min: 1, unit: say("unit.days") }),
      has(below) &&
        (kind === "frustration"
          ? numberField(settings, say("triggers.below_sentiment"), at("below"), { min: -1, max: 1, step: 0.01, unit: say("unit.sentiment") })
          : numberField(settings, say("triggers.below_confidence"), at("below"), { max: 1, step: 0.01, unit: say("unit.of_one") })),
      has(severity) && choiceField(settings, say("triggers.when"), at("severity"), severities()),
    ),
    folded({ class: "trigger-rule" }, say("triggers.more"), () => [details(settings, id, redraw)]),
  );
}

/** The whole rule. @param {SettingsDocument} settings @param {string} id @param {() => void} redraw */
function details(settings, id, redraw) {
  const place = element("div", { class: "trigger-details" });
  const at = (/** @type {string[]} */ ...keys) => /** @type {Path} */ (["triggers", { id }, ...keys]);
  const draw = () => {
    /** @type {Rule} */
    const rule = (settings.value(["triggers"]) ?? []).find((/** @type {Rule} */ one) => one.id === id) ?? { id, kind: "" };
    const check = examples(settings, rule);
    const isShipped = (settings.defaults.triggers ?? []).some((/** @type {Rule} */ one) => one.id === id);
    const field = (/** @type {string} */ group, /** @type {string} */ code) => linesField(settings, say("triggers.phrases", { group: say(`triggers.${group}`), language: name("language", code) }), at(group, code), { onChange: check.run, rows: Math.min(8, 2 + (rule[group][code]?.length ?? 0)) });
    const phrases = PHRASES.flatMap((group) => {
      const codes = Object.keys(rule[group] ?? {});
      if (codes.length <= 1) return codes.map((code) => field(group, code));
      return [folded({}, say("triggers.languages", { group: say(`triggers.${group}`), count: codes.length }), () => codes.map((code) => field(group, code)))];
    });
    place.replaceChildren(
      ...[
        longTextField(settings, say("triggers.why"), at("why"), say("triggers.why_about")),
        !isShipped && element("div", { class: "fields" }, choiceField(settings, say("triggers.kind"), at("kind"), kinds(settings), { onChange: check.run })),
        check.element,
        ...phrases,
        addPhrases(settings, rule, draw),
        rule["model"] &&
          element(
            "fieldset",
            {},
            element("legend", {}, say("triggers.model")),
            element("p", { class: "soft" }, say("triggers.model_about")),
            element("div", { class: "fields" }, ...["alone", "with_words", "doubted_below"].map((key) => numberField(settings, say(`triggers.model.${key}`), at("model", key), { max: 1, step: 0.01, unit: say("unit.of_one") }))),
          ),
        element("div", { class: "fields" }, ...["negated", "hypothetical", "joking"].map((key) => choiceField(settings, say(`triggers.${key}`), at(key), SENSES.map((sense) => /** @type {[string, string]} */ ([sense, say(`triggers.sense.${sense}`)])), { onChange: check.run }))),
        Object.keys(rule["lists"] ?? {}).length > 0 && folded({}, say("triggers.lists", { count: Object.keys(rule["lists"]).length }), () => Object.keys(rule["lists"]).map((list) => linesField(settings, `@${list}`, at("lists", list), { onChange: check.run }))),
        has(rule["threshold"]) && listField(settings, say("triggers.amount_intents"), at("intents")),
        has(rule["threshold"]) && folded({}, say("triggers.rates"), () => [jsonField(settings, say("triggers.rates"), at("rates"), { about: say("triggers.rates_about"), rows: 6 })]),
        conditionField(say("triggers.condition"), rule["when"], (condition) => {
          settings.set(at("when"), condition ?? undefined);
          check.run();
        }),
        removal(settings, ["triggers"], id, redraw),
      ].filter((one) => one !== false && one !== undefined && one !== null),
    );
    check.run();
  };
  draw();
  return place;
}

/** Adds a group of phrases in a language. @param {SettingsDocument} settings @param {Rule} rule @param {() => void} draw */
function addPhrases(settings, rule, draw) {
  const group = /** @type {HTMLSelectElement} */ (element("select", {}, ...PHRASES.map((one) => element("option", { value: one }, say(`triggers.${one}`)))));
  const code = /** @type {HTMLSelectElement} */ (element("select", {}, ...LANGUAGES.map((one) => element("option", { value: one }, name("language", one)))));
  return element(
    "div",
    { class: "fields" },
    labelled(say("triggers.group"), group),
    labelled(say("triggers.language"), code),
    button(say("triggers.add_phrases"), () => {
      if (!rule[group.value]?.[code.value]) settings.set(["triggers", { id: rule.id }, group.value, code.value], []);
      draw();
    }),
  );
}

/** An example as a line: a sentence as it is, anything else as JSON. @param {unknown} example */
const asLine = (example) => (typeof example === "string" && !/^["{[]|\n/.test(example) ? example : JSON.stringify(example));
/** @param {string} line @returns {unknown} */
const fromLine = (line) => (/^["{[]/.test(line) ? JSON.parse(line) : line);

/**
 * The examples, each with what it does now, and a sentence to try.
 *
 * @param {SettingsDocument} settings
 * @param {Rule} rule
 * @returns {{element: HTMLElement, run: () => void}}
 */
function examples(settings, { id }) {
  const state = element("ul", {});
  const tried = element("span", { class: "soft", role: "status", "aria-live": "polite" });
  const attempt = /** @type {HTMLInputElement} */ (element("input", { type: "text", class: "attempt", autocomplete: "off" }));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const run = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void check(), PAUSE);
  };
  const check = async () => {
    const at = (/** @type {string} */ group) => /** @type {unknown[]} */ (settings.value(["triggers", { id }, "examples", group]) ?? []);
    const [fires, quiet, sentence] = [at("fires"), at("stays_quiet"), attempt.value.trim()];
    try {
      const found = await settings.examplesFire(id, [...fires, ...quiet, ...(sentence ? [sentence] : [])]);
      const wrong = [...fires, ...quiet].flatMap((example, index) => (found[index] === null || found[index] === index < fires.length ? [] : [{ example, fired: found[index] }]));
      const isOff = found.length > 0 && found.every((one) => one === null);
      state.replaceChildren(
        element("li", { class: wrong.length === 0 ? "met" : "unmet" }, isOff ? say("triggers.off_now") : wrong.length === 0 ? say("triggers.behave", { count: fires.length + quiet.length }) : say("triggers.misbehave", { count: wrong.length })),
        ...wrong.map(({ example, fired }) => element("li", { class: "problem" }, say(fired ? "triggers.fires_wrongly" : "triggers.stays_wrongly", { example: asLine(example) }))),
      );
      const last = found.at(-1);
      tried.textContent = sentence === "" ? "" : say(last === null ? "triggers.off_now" : last ? "triggers.it_fires" : "triggers.it_stays");
    } catch (error) {
      state.replaceChildren(element("li", { class: "problem" }, error instanceof Error ? error.message : String(error)));
    }
  };
  attempt.addEventListener("input", run);
  const lines = (/** @type {string} */ group) => linesField(settings, say(`triggers.examples.${group}`), ["triggers", { id }, "examples", group], { about: say("triggers.examples_about"), parse: fromLine, written: asLine, onChange: run, rows: 4 });
  return { element: element("div", { class: "trigger-examples" }, lines("fires"), lines("stays_quiet"), element("div", { class: "example-state", role: "status", "aria-live": "polite" }, state), labelled(say("triggers.try"), attempt, "wide"), tried), run };
}

/** The signs in which phrases are written. */
function notation() {
  /** @type {[string, string][]} */
  const signs = [
    ["see you in court", "words"],
    ["lawyer|attorney", "either"],
    ["(a lawyer|my legal team)", "phrases"],
    ["[your] company", "optional"],
    [".. …", "between"],
    ["burn*  *anwalt", "part"],
    ["=charge", "exact"],
    ["#", "number"],
    ["@name", "list"],
    ["^  $", "ends"],
    ["a & b & !c", "same_sentence"],
    ["a && b", "same_message"],
  ];
  return folded({ id: "notation" }, say("notation.title"), () => [element("dl", { class: "figures" }, ...signs.map(([sign, key]) => element("div", {}, element("dt", {}, element("code", {}, sign)), element("dd", {}, say(`notation.${key}`)))))]);
}
