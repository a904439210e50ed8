/** Sections that are a few fields: how articles are searched, what might be resolved alone, voice, costs, display. */
import { button, element } from "../elements.js";
import { LANGUAGES, name, say } from "../words.js";
import { checkField, choiceField, folded, linesField, listField, longTextField, moneyField, numberField, textField } from "./fields.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./sections.js").Section} Section
 * @typedef {{id: string, title: string, removed: boolean, disabled: boolean, asks?: {fact: string, question: string}[]}} Playbook
 */

/** @param {string} id of the section @param {Section["draw"]} draw @returns {Section} */
const section = (id, draw) => ({
  id,
  get title() {
    return say(`section.${id}.title`);
  },
  get about() {
    return say(`section.${id}.about`);
  },
  draw,
});

/** Facts that a playbook may ask for. */
const FACTS = ["order number", "photo", "address", "serial number", "tracking number", "mail address", "phone number"];

export const ARTICLES = section("articles", (settings, redraw) => {
  const at = (/** @type {string} */ key) => ["knowledge", key];
  /** @type {Playbook[]} */
  const playbooks = settings.value(at("playbooks")) ?? [];
  return [
    element(
      "div",
      { class: "fields" },
      numberField(settings, say("articles.limit"), at("limit"), { min: 0, max: 10, unit: say("unit.articles") }),
      numberField(settings, say("articles.stale"), at("stale_days"), { min: 1, unit: say("unit.days") }),
      numberField(settings, say("articles.relevance"), at("relevance"), { max: 1, step: 0.01, unit: say("unit.of_one"), about: say("articles.relevance_about") }),
    ),
    linesField(settings, say("articles.synonyms"), at("synonyms"), { about: say("articles.synonyms_about"), parse: (line) => line.split(",").map((word) => word.trim()).filter(Boolean), written: (words) => words.join(", ") }),
    folded({ id: "playbooks" }, say("articles.playbooks", { count: playbooks.length }), () => [
      element("p", { class: "soft" }, say("articles.playbooks_about")),
      ...playbooks.map((playbook) => folded({ "data-playbook": playbook.id }, `${playbook.title || playbook.id}${playbook.disabled ? ` · ${say("rule.off")}` : ""}`, () => playbookFields(settings, playbook, redraw))),
      adding("new-playbook", say("articles.new_playbook"), (id) => {
        settings.set(["knowledge", "playbooks", { id }, "title"], say("articles.untitled"));
        redraw();
      }, playbooks.map(({ id }) => id)),
    ]),
  ];
});

/** @param {SettingsDocument} settings @param {Playbook} playbook @param {() => void} redraw */
function playbookFields(settings, { id }, redraw) {
  const at = (/** @type {string} */ key) => ["knowledge", "playbooks", { id }, key];
  return [
    element("div", { class: "fields" }, textField(settings, say("playbook.title"), at("title"), "", { belowIfEmpty: true }), checkField(settings, say("rule.on"), at("disabled"), { opposite: true })),
    element(
      "div",
      { class: "fields" },
      listField(settings, say("rule.intents"), at("intents"), { about: say("rule.any") }),
      listField(settings, say("rule.triggers"), at("triggers")),
      listField(settings, say("rule.tiers"), at("tiers"), { about: say("rule.tiers_about") }),
      textField(settings, say("playbook.policy"), at("policy")),
      listField(settings, say("playbook.statuses"), at("statuses"), { about: "allowed, expiring, denied, unknown" }),
      checkField(settings, say("playbook.unsure"), at("when_unsure")),
    ),
    longTextField(settings, say("playbook.why"), at("why")),
    linesField(settings, say("playbook.asks"), at("asks"), {
      about: say("playbook.asks_about", { facts: FACTS.join(", ") }),
      rows: 2,
      parse: (line) => {
        const [fact = "", question = ""] = line.split(/:(.*)/s, 2).map((part) => part.trim());
        if (!FACTS.includes(fact) || !question) throw new Error(say("playbook.asks_wrong", { line }));
        return { fact, question };
      },
      written: ({ fact, question }) => `${fact}: ${question}`,
    }),
    linesField(settings, say("playbook.steps"), at("steps"), { about: say("playbook.steps_about") }),
    removal(settings, ["knowledge", "playbooks"], id, redraw),
  ];
}

/** Takes an item of a list away, or back to what ships. @param {SettingsDocument} settings @param {string[]} list path of the list @param {string} id @param {() => void} redraw */
export function removal(settings, list, id, redraw) {
  const of = (/** @type {any} */ document) => /** @type {{id: string}[]} */ (list.reduce((value, key) => value?.[key], document) ?? []);
  const isShipped = of(settings.defaults).some((one) => one.id === id);
  const own = of(settings.draft);
  const write = (/** @type {{id: string}[]} */ items) => {
    settings.set(list, items.length > 0 ? items : undefined);
    redraw();
  };
  const others = own.filter((one) => one.id !== id);
  return element(
    "div",
    { class: "actions" },
    button(say("rule.remove"), () => write(isShipped ? [...others, /** @type {any} */ ({ id, removed: true })] : others), { "aria-label": say("rule.remove_one", { id }) }),
    isShipped && own.some((one) => one.id === id) && button(say("rule.restore"), () => write(others), { "aria-label": say("rule.restore_one", { id }) }),
  );
}

/** A name for something new. @param {string} id @param {string} label @param {(id: string) => void} add @param {string[]} taken */
export function adding(id, label, add, taken) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "text", id, autocomplete: "off", spellcheck: "false" }));
  const take = () => {
    const made = input.value.trim().toLowerCase().normalize("NFKD").replaceAll(/[^\p{L}\p{N}.]+/gu, "_").replaceAll(/^_+|_+$/g, "");
    if (!made || taken.includes(made)) return input.focus();
    add(made);
  };
  input.addEventListener("keydown", (event) => event.key === "Enter" && take());
  return element("div", { class: "fields" }, element("div", { class: "field wide" }, element("label", { for: id }, label), input), button(say("rule.add"), take, { id: `${id}-add` }));
}

export const AUTONOMY = section("autonomy", (settings) => {
  const at = (/** @type {string} */ key) => ["autonomy", key];
  /** @type {string[]} */
  const allowed = settings.value(at("allowlist")) ?? [];
  /** @type {{id: string, name: string, disabled: boolean}[]} */
  const intents = (settings.value(["intents"]) ?? []).filter((/** @type {any} */ { disabled }) => !disabled);
  const boxes = intents.map(({ id }) => {
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: `allow-${id}`, value: id, checked: allowed.includes(id) }));
    box.addEventListener("change", () => settings.set(at("allowlist"), boxes.filter(({ checked }) => checked).map(({ value }) => value)));
    return box;
  });
  return [
    element("p", { class: "soft" }, say("autonomy.locked")),
    element("fieldset", {}, element("legend", {}, say("autonomy.allowlist")), element("div", { class: "choices" }, ...boxes.map((box, index) => element("span", { class: "check" }, box, element("label", { for: box.id }, intents[index]?.name || name("intent", box.value)))))),
    element(
      "div",
      { class: "fields" },
      numberField(settings, say("autonomy.min_confidence"), at("min_confidence"), { max: 1, step: 0.01, unit: say("unit.of_one") }),
      numberField(settings, say("autonomy.min_sentiment"), at("min_sentiment"), { min: -1, max: 1, step: 0.05, unit: say("unit.sentiment") }),
      moneyField(settings, say("autonomy.max_refund"), at("max_refund")),
    ),
    linesField(settings, say("autonomy.never_words"), at("never_words"), { about: say("autonomy.never_words_about") }),
  ];
});

export const VOICE = section("voice", (settings) => [
  element("div", { class: "fields" }, textField(settings, say("voice.brand"), ["brand_voice", "brand"], "", { isText: true })),
  linesField(settings, say("voice.forbidden"), ["brand_voice", "forbidden_words"], { about: say("voice.forbidden_about"), rows: 3 }),
]);

export const METRICS = section("metrics", (settings) => [element("div", { class: "fields" }, moneyField(settings, say("metrics.hour"), ["metrics", "agent_hour_cost"], { unit: say("unit.per_hour"), about: say("metrics.hour_about") }))]);

export const DISPLAY = section("display", (settings) => [
  element(
    "div",
    { class: "fields" },
    choiceField(settings, say("display.density"), ["display", "density"], [["full", say("display.full")], ["compact", say("display.compact")]]),
    choiceField(settings, say("display.language"), ["display", "language"], [["", say("display.browser")], ...Object.entries(LANGUAGES)], { about: say("display.language_about") }),
  ),
]);
