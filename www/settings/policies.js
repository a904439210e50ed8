/**
 * The policies: every rule with its text, what it says and its examples; the common values as a form, the rest as
 * JSON; packs of rules to start from; and what overlaps or leaves a hole, by name.
 *
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./document.js").Diagnostic} Diagnostic
 * @typedef {{id: string, policy: string, why?: string, [key: string]: any}} Rule as the settings in force have it, every key filled
 */
import { button, element } from "../elements.js";
import { isAdvice } from "./document.js";
import { say } from "../words.js";
import { bare, conditionField } from "./conditions.js";
import { checkField, fileButton, folded, labelled, listField, numberField, words } from "./fields.js";
import { asDiagnostic, diagnosticWords } from "./imports.js";

/** Rules that ship as files of `data/policies`. */
const PACKS = [
  { file: "abcd.json", name: "ABCD: rules by membership level" },
  { file: "tau_retail.json", name: "tau-bench retail: once each, by the order's state" },
];

/** So long nothing may change before the check runs. */
const PAUSE = 300;

/** When a period starts, in words. */
const PERIOD = { delivered_at: "delivery", placed_at: "the order" };

/** @type {import("./sections.js").Section} */
export const policies = {
  id: "policies",
  title: "Policies",
  about: "The panel counts days by these rules and says which rule it used. Each carries examples, which are run before anything is saved.",
  draw: (settings, redraw) => {
    /** @type {Rule[]} */
    const rules = settings.value(["policies"]) ?? [];
    const removed = (settings.draft.policies ?? []).filter((/** @type {Rule} */ rule) => rule.removed);
    return [
      importing(settings, redraw),
      checking(settings),
      ...rules.map((rule) => ruleView(settings, rule, redraw)),
      removed.length > 0 &&
        element(
          "details",
          { id: "policies-removed" },
          element("summary", {}, `${removed.length} shipped ${removed.length === 1 ? "rule was" : "rules were"} taken away`),
          element("ul", { class: "row-list" }, ...removed.map((/** @type {Rule} */ { id }) => element("li", {}, `${id} `, button("Bring back", () => (withOwn(settings, (own) => own.filter((rule) => rule.id !== id)), redraw()), { "aria-label": `Bring back ${id}` })))),
        ),
      adding(settings, rules, redraw),
    ];
  },
};

/** Changes the lead's own rules. @param {SettingsDocument} settings @param {(own: Rule[]) => Rule[]} change */
function withOwn(settings, change) {
  const own = change(structuredClone(settings.draft.policies ?? []));
  settings.set(["policies"], own.length > 0 ? own : undefined);
}

/** The draft as text with other rules of the lead's own. @param {SettingsDocument} settings @param {Rule[]} own */
const textWith = (settings, own) => `${JSON.stringify({ version: settings.defaults.version, ...settings.draft, policies: own }, null, 2)}\n`;

/** @param {SettingsDocument} settings @param {() => void} redraw */
function importing(settings, redraw) {
  const choice = /** @type {HTMLSelectElement} */ (element("select", { id: "policy-pack" }, ...PACKS.map(({ file, name }) => element("option", { value: file }, name))));
  const outcome = element("div", { id: "policy-import-outcome", role: "status", "aria-live": "polite" });

  /** Takes the rules of a document if nothing is wrong with them. @param {string} name @param {string} text */
  async function take(name, text) {
    outcome.replaceChildren(element("p", { class: "soft" }, `${name} is checked…`));
    try {
      const found = rulesOf(text);
      const faults = await settings.check(textWith(settings, found));
      const refused = faults.filter((fault) => !isAdvice(fault));
      if (refused.length > 0) return say(`${name} was refused; the rules from before are still here.`, refused, true);
      settings.set(["policies"], found);
      redraw();
      const counted = found.filter(({ removed }) => !removed).length;
      // The redraw made a new place for it.
      document.querySelector("#policy-import-outcome")?.replaceChildren(result(`${name}: ${counted} rules were read and their examples behave. Save to use them.`, [], false));
    } catch (error) {
      say(`${name} was refused; the rules from before are still here.`, [asDiagnostic(error)], true);
    }
  }

  /** @param {string} message @param {Diagnostic[]} faults @param {boolean} isBad */
  const say = (message, faults, isBad) => outcome.replaceChildren(result(message, faults, isBad));

  return element(
    "fieldset",
    { id: "policy-import" },
    element("legend", {}, "Rules to start from"),
    element("p", { class: "soft" }, "A pack takes the place of all changes to policies on this page. Nothing is used before you save."),
    element(
      "div",
      { class: "fields" },
      labelled("Shipped pack", choice, "wide"),
      button("Read this pack", async () => {
        const response = await fetch(new URL(`../data/policies/${choice.value}`, import.meta.url));
        await take(choice.value, await response.text());
      }, { id: "policy-pack-read" }),
      fileButton("import-policies", "Import a file…", ".json,application/json", ([file]) => void file?.text().then((text) => take(file.name, text))),
    ),
    outcome,
  );
}

/** The rules of a settings document, or of a bare list. @param {string} text @returns {Rule[]} */
function rulesOf(text) {
  const found = JSON.parse(text.replace(/^\u{feff}/u, ""));
  const rules = Array.isArray(found) ? found : found?.policies;
  if (!Array.isArray(rules) || rules.length === 0) throw new Error("the file holds no `policies`: it is a list of rules, or a settings document with one");
  return rules;
}

/** @param {string} message @param {Diagnostic[]} faults @param {boolean} isBad */
const result = (message, faults, isBad) => element("div", { class: isBad ? "outcome bad" : "outcome" }, element("p", {}, message), faults.length > 0 && element("ul", {}, ...faults.map((fault) => element("li", {}, diagnosticWords(fault)))));

/** What overlaps, leaves a hole or does not behave, kept up to date while rules are edited. @param {SettingsDocument} settings */
function checking(settings) {
  const place = element("div", { id: "policy-check", role: "status", "aria-live": "polite" }, element("p", { class: "soft" }, "The rules are checked…"));
  let checked = "";
  const check = async () => {
    const text = settings.text;
    if (text === checked) return;
    checked = text;
    const faults = (await settings.check(text).catch((error) => [asDiagnostic(error)])).filter(({ code, message }) => isAdvice({ code }) || message.includes("policies["));
    if (text !== settings.text) return;
    const examples = (settings.value(["policies"]) ?? []).reduce((/** @type {number} */ sum, /** @type {Rule} */ { examples }) => sum + (examples?.length ?? 0), 0);
    place.replaceChildren(faults.length === 0 ? element("p", { class: "soft" }, `No rules overlap, nothing falls under none, and all ${examples} examples behave.`) : result("The check of the rules found:", faults, true));
    for (const view of document.querySelectorAll("[data-policy]")) {
      const own = faults.filter(({ message }) => message.includes(`policies[${view.getAttribute("data-policy")}]`));
      view.querySelector(".rule-faults")?.replaceChildren(...own.map((fault) => element("p", { class: "problem" }, diagnosticWords(fault))));
    }
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  settings.onMerged = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void check(), PAUSE);
  };
  settings.onMerged();
  return place;
}

/** @param {SettingsDocument} settings @param {Rule} rule @param {() => void} redraw */
function ruleView(settings, rule, redraw) {
  const { id, policy, why, days, months, tiers, categories, disabled, article, examples = [] } = rule;
  const at = (/** @type {string} */ key) => ["policies", { id }, key];
  const has = (/** @type {unknown} */ value) => value !== null && value !== undefined;
  const isShipped = (settings.defaults.policies ?? []).some((/** @type {Rule} */ shipped) => shipped.id === id);
  const from = PERIOD[/** @type {keyof typeof PERIOD} */ (rule["counts_from"])] ?? PERIOD.delivered_at;
  return element(
    "fieldset",
    { "data-policy": id },
    element("legend", {}, `${words(policy || id)}: ${id}`, settings.isOwn(["policies", { id }]) && element("span", { class: "changed" }, isShipped ? "changed" : "yours"), disabled && element("span", { class: "changed" }, "off")),
    why && element("p", {}, why),
    element("p", { class: "soft rule-says" }, says(rule).join(" · ")),
    element("div", { class: "rule-faults" }),
    element(
      "div",
      { class: "fields" },
      checkField(settings, "On", at("disabled"), { opposite: true }),
      has(days) && numberField(settings, `Days from ${from}`, at("days"), { min: 1, unit: say("unit.days") }),
      has(months) && numberField(settings, `Months from ${from}`, at("months"), { min: 1 }),
      (has(days) || has(months)) && numberField(settings, "Warn with so many days left", at("expiring_days"), { unit: say("unit.days") }),
      checkField(settings, "Also items sold as final", at("final_sale")),
      tiers?.length > 0 && listField(settings, "For these tiers", at("tiers")),
      categories?.length > 0 && listField(settings, "For these categories of items", at("categories")),
    ),
    element(
      "details",
      { class: "rule-examples" },
      element("summary", {}, `${examples.length} ${examples.length === 1 ? "example" : "examples"}${article ? ` · ${article}` : ""}`),
      element("ul", {}, ...examples.map((/** @type {any} */ example) => element("li", {}, exampleWords(example)))),
    ),
    folded({ class: "rule-conditions" }, say("policies.conditions"), () =>
      [...["when", "waived_when"].map((key) => conditionField(say(`policies.${key}`), rule[key], (condition) => settings.set(at(key), condition ?? undefined))), requirements(settings, rule)],
    ),
    jsonView(settings, rule, isShipped, redraw),
  );
}

/** What a rule asks for, each with what is told where it does not hold. @param {SettingsDocument} settings @param {Rule} rule */
function requirements(settings, { id, requires }) {
  /** @type {{that: any, otherwise: string}[]} */
  let all = (requires ?? []).map((/** @type {any} */ { that, otherwise }) => ({ that: bare(that), otherwise: otherwise ?? "" }));
  const place = element("div", { class: "requirements" });
  const write = () => settings.set(["policies", { id }, "requires"], all);
  const draw = () =>
    place.replaceChildren(
      ...all.map((one, index) => {
        const words = /** @type {HTMLInputElement} */ (element("input", { type: "text", value: one.otherwise, autocomplete: "off" }));
        words.addEventListener("change", () => {
          all = all.with(index, { ...one, otherwise: words.value.trim() });
          write();
        });
        return element(
          "div",
          { class: "condition-node" },
          conditionField(say("policies.requires"), one.that, (condition) => {
            one.that = condition ?? {};
            write();
          }),
          labelled(say("policies.otherwise"), words, "wide"),
          button(say("rule.remove"), () => {
            all = all.filter((_, at) => at !== index);
            write();
            draw();
          }, { "aria-label": say("policies.remove_requirement") }),
        );
      }),
      element("div", { class: "actions" }, button(say("policies.add_requirement"), () => {
        all = [...all, { that: {}, otherwise: "" }];
        draw();
      })),
    );
  draw();
  return place;
}

/** What a rule says, in phrases. @param {Rule} rule @returns {string[]} */
function says(rule) {
  const from = PERIOD[/** @type {keyof typeof PERIOD} */ (rule["counts_from"])] ?? PERIOD.delivered_at;
  const period = rule["months"] ? `${rule["months"]} months from ${from}` : rule["days"] ? `${rule["days"]} days from ${from}` : "";
  const length = rule["excluded"] ? "never allowed" : rule["unlimited"] ? "always allowed" : period ? `allowed for ${period}, then denied` : "allowed where what it asks for holds";
  const list = (/** @type {string[] | undefined} */ names) => (names ?? []).join(", ");
  return [
    length,
    rule["open_until"] && `not before ${rule["open_until"]}`,
    rule["expiring_days"] > 0 && period && `expiring with ${rule["expiring_days"]} days left`,
    rule["tiers"]?.length > 0 && `for ${list(rule["tiers"])}`,
    rule["categories"]?.length > 0 && `for items of ${list(rule["categories"])}`,
    rule["when"] && `only when ${conditionWords(rule["when"])}`,
    rule["from"] && `for orders from ${rule["from"]}`,
    rule["until"] && `for orders until ${rule["until"]}`,
    ...(rule["requires"] ?? []).map((/** @type {any} */ { that, otherwise }) => `denied unless ${conditionWords(that)}${otherwise ? ` (“${otherwise}”)` : ""}`),
    rule["waived_when"] && `afterwards still allowed when ${conditionWords(rule["waived_when"])}`,
    !rule["final_sale"] && !rule["excluded"] && "not for items sold as final",
    rule["over"]?.length > 0 && `before ${list(rule["over"])}`,
    rule["only_for_intents"] && rule["intents"]?.length > 0 && `shown for ${list(rule["intents"].map(words))}`,
  ].filter(Boolean);
}

/** A condition, short. @param {any} condition @returns {string} */
function conditionWords(condition) {
  const { field, is, all, any, not, ...rest } = condition ?? {};
  const many = (/** @type {any[]} */ list, /** @type {string} */ join) => list.map(conditionWords).join(join);
  const bounds = Object.entries(rest)
    .filter(([, value]) => value !== null && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${words(key).toLowerCase()} ${typeof value === "object" ? JSON.stringify(value) : value}`);
  return [
    field && `${field}${is?.length > 0 ? ` is ${is.join(" or ")}` : ""}`,
    ...bounds,
    all?.length > 0 && many(all, " and "),
    any?.length > 0 && `(${many(any, " or ")})`,
    not?.length > 0 && `not ${many(not, " nor ")}`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** @param {{ticket: any, now: string, status: string, applies?: boolean | null}} example */
function exampleWords({ ticket, now, status, applies }) {
  const facts = leaves(ticket).map(([key, value]) => `${words(key).toLowerCase()} ${value}`);
  return `on ${now}, ${facts.join(", ") || "of an empty ticket"}: ${applies === false ? "not for this rule" : status}`;
}

/** The values of a tree with their own keys. @param {any} value @param {string} [key] @returns {[string, unknown][]} */
function leaves(value, key = "") {
  if (typeof value !== "object" || value === null) return [[key, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, Array.isArray(value) ? key : name));
}

/** What a key says when nothing is written there. @param {string} key @param {unknown} value of its kind */
function blank(key, value) {
  if (key === "counts_from") return "delivered_at";
  if (Array.isArray(value)) return [];
  if (typeof value === "string") return "";
  if (typeof value === "boolean") return false;
  return key === "expiring_days" ? 0 : null;
}

/** The whole rule as text, without what says nothing. @param {Rule} rule */
function textOf(rule) {
  const said = Object.entries(rule).filter(([key, value]) => key === "id" || JSON.stringify(value) !== JSON.stringify(blank(key, value)));
  return JSON.stringify(Object.fromEntries(said), null, 2);
}

/** The rule as JSON, checked while it is typed. @param {SettingsDocument} settings @param {Rule} rule @param {boolean} isShipped @param {() => void} redraw */
function jsonView(settings, rule, isShipped, redraw) {
  const { id } = rule;
  const area = /** @type {HTMLTextAreaElement} */ (element("textarea", { spellcheck: "false", "aria-label": `Rule ${id} as JSON` }));
  area.value = textOf(rule);
  const problems = element("div", { role: "status", "aria-live": "polite" });
  const apply = /** @type {HTMLButtonElement} */ (button("Use this rule", () => void use(), { class: "rule-apply" }));

  /** The lead's own rules with this one as written. @returns {Rule[]} */
  const edited = () => {
    const written = JSON.parse(area.value);
    if (typeof written !== "object" || written === null || written.id !== id) throw new Error(`the rule keeps its id \`${id}\`; a rule of another name is added below`);
    // What the rule no longer says has to be said, or the layer below would speak again.
    const below = (settings.defaults.policies ?? []).find((/** @type {Rule} */ shipped) => shipped.id === id) ?? {};
    const silent = Object.entries(below).filter(([key]) => !(key in written));
    const full = { ...written, ...Object.fromEntries(silent.map(([key, value]) => [key, blank(key, value)])) };
    const changed = Object.entries(full).filter(([key, value]) => key === "id" || JSON.stringify(value) !== JSON.stringify(below[key]));
    const others = (settings.draft.policies ?? []).filter((/** @type {Rule} */ own) => own.id !== id);
    return changed.length > 1 ? [...others, Object.fromEntries(changed)] : others;
  };

  async function check() {
    const text = area.value;
    /** @type {Diagnostic[]} */
    let faults;
    try {
      faults = (await settings.check(textWith(settings, edited()))).filter((fault) => !isAdvice(fault));
    } catch (error) {
      faults = [asDiagnostic(error)];
    }
    if (text !== area.value) return false;
    problems.replaceChildren(...faults.map((fault) => element("p", { class: "problem" }, diagnosticWords(fault))));
    apply.disabled = faults.length > 0;
    return faults.length === 0;
  }

  async function use() {
    if (!(await check())) return;
    const own = edited();
    withOwn(settings, () => own);
    redraw();
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isTouched = false;
  area.addEventListener("input", () => {
    isTouched = true;
    clearTimeout(timer);
    timer = setTimeout(() => void check(), PAUSE);
  });
  // The form beside it may have changed the rule since.
  area.addEventListener("focus", () => {
    const now = (settings.value(["policies"]) ?? []).find((/** @type {Rule} */ one) => one.id === id);
    if (!isTouched && now) area.value = textOf(now);
  });
  const remove = button("Take this rule away", () => {
    withOwn(settings, (own) => [...own.filter((one) => one.id !== id), ...(isShipped ? [/** @type {any} */ ({ id, removed: true })] : [])]);
    redraw();
  });
  const back = isShipped && settings.isOwn(["policies", { id }]) && button("Back to the shipped rule", () => (withOwn(settings, (own) => own.filter((one) => one.id !== id)), redraw()));
  return element("details", { class: "rule-json" }, element("summary", {}, "As JSON"), area, problems, element("div", { class: "actions" }, apply, remove, back));
}

/** @param {SettingsDocument} settings @param {Rule[]} rules @param {() => void} redraw */
function adding(settings, rules, redraw) {
  const name = /** @type {HTMLInputElement} */ (element("input", { type: "text", autocomplete: "off", spellcheck: "false", id: "new-policy", placeholder: "returns.holidays" }));
  const add = () => {
    const id = name.value.trim();
    if (!id || rules.some((rule) => rule.id === id)) return name.focus();
    withOwn(settings, (own) => [...own.filter((rule) => rule.id !== id), { id, policy: id.split(".")[0] ?? id, why: "", disabled: true, days: 14, examples: [] }]);
    redraw();
    const view = document.querySelector(`[data-policy="${CSS.escape(id)}"] .rule-json`);
    if (view instanceof HTMLDetailsElement) view.open = true;
    /** @type {HTMLElement | null | undefined} */ (view?.querySelector("textarea"))?.focus();
  };
  name.addEventListener("keydown", (event) => event.key === "Enter" && add());
  return element("div", { class: "fields" }, labelled("Id of a new rule", name, "wide"), button("Add a rule", add));
}
