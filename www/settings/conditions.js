/**
 * Conditions of rules on a ticket's data, edited as a tree: facts with a test, and groups of which all, any or none
 * must hold. What the form does not know stays as JSON.
 *
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {Record<string, any>} Condition
 */
import { button, element } from "../elements.js";
import { say } from "../words.js";
import { labelled } from "./fields.js";

/** Groups, by their key. */
const GROUPS = ["all", "any", "not"];
/** Tests of a fact, by their key; `exists` has none. */
const TESTS = ["exists", "is", "at_least", "at_most", "within_days"];
/** Facts that rules often read. */
const FACTS = ["requester.tags", "requester.fields.plan", "requester.organization.tags", "tags", "fields.", "orders.status", "orders.items.category", "order.status", "item.category", "previous_tickets.created_at", "intent.label", "intent.confidence", "language.code", "sentiment.score", "tier", "country", "channel", "brand", "queue"];

/** Without what says nothing. @param {Condition | null | undefined} condition @returns {Condition} */
export function bare(condition) {
  const said = Object.entries(condition ?? {}).filter(([, value]) => value !== null && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(said.map(([key, value]) => [key, Array.isArray(value) && typeof value[0] === "object" ? value.map(bare) : value]));
}

/** How the form shows a condition. @param {Condition} condition @returns {"group" | "fact" | "json"} */
function kindOf(condition) {
  const keys = Object.keys(condition);
  if (keys.length === 1 && GROUPS.includes(keys[0] ?? "")) return "group";
  const tests = keys.filter((key) => key !== "field");
  return typeof condition["field"] === "string" && tests.length <= 1 && tests.every((key) => TESTS.includes(key)) ? "fact" : "json";
}

/**
 * @param {string} label
 * @param {Condition | null | undefined} condition
 * @param {(condition: Condition | null) => void} onChange
 * @returns {HTMLElement}
 */
export function conditionField(label, condition, onChange) {
  const place = element("fieldset", { class: "condition" });
  let now = bare(condition);
  const write = () => onChange(Object.keys(now).length === 0 ? null : now);
  const draw = () => {
    place.replaceChildren(
      element("legend", {}, label),
      ...(Object.keys(now).length === 0
        ? [element("p", { class: "soft" }, say("condition.none"))]
        : [node(now, (changed) => ((now = changed ?? {}), write(), changed === null && draw()), (changed) => ((now = changed), write(), draw()))]),
      element("div", { class: "actions" }, button(say("condition.add"), () => {
        const fact = { field: "", is: [] };
        now = Object.keys(now).length === 0 ? fact : now["all"] && kindOf(now) === "group" ? { all: [...now["all"], fact] } : { all: [now, fact] };
        draw();
      })),
    );
  };
  draw();
  return place;
}

/**
 * @param {Condition} condition
 * @param {(condition: Condition | null) => void} onChange its value is another; `null` when it is taken away
 * @param {(condition: Condition) => void} onShape it has another shape, and has to be drawn anew
 * @returns {HTMLElement}
 */
function node(condition, onChange, onShape) {
  const kind = kindOf(condition);
  const remove = button(say("rule.remove"), () => onChange(null), { "aria-label": say("condition.remove") });
  if (kind === "group") return group(condition, onChange, onShape, remove);
  if (kind === "fact") return fact(condition, onChange, onShape, remove);
  const area = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "json", rows: "4", spellcheck: "false", "aria-label": say("condition.json") }));
  area.value = JSON.stringify(condition, null, 1);
  area.addEventListener("change", () => {
    area.setCustomValidity("");
    try {
      onShape(bare(JSON.parse(area.value)));
    } catch (error) {
      area.setCustomValidity(error instanceof Error ? error.message : String(error));
      area.reportValidity();
    }
  });
  return element("div", { class: "condition-node" }, area, element("div", { class: "actions" }, remove));
}

/** @param {Condition} condition @param {(condition: Condition | null) => void} onChange @param {(condition: Condition) => void} onShape @param {HTMLElement} remove */
function group(condition, onChange, onShape, remove) {
  const key = Object.keys(condition)[0] ?? "all";
  /** @type {Condition[]} */
  const parts = [...condition[key]];
  const how = /** @type {HTMLSelectElement} */ (element("select", { "aria-label": say("condition.how") }, ...GROUPS.map((one) => element("option", { value: one }, say(`condition.${one}`)))));
  how.value = key;
  how.addEventListener("change", () => onShape({ [how.value]: parts }));
  return element(
    "div",
    { class: "condition-node" },
    how,
    element(
      "ul",
      {},
      ...parts.map((part, index) =>
        element(
          "li",
          {},
          node(
            part,
            (changed) => {
              if (changed === null) {
                const left = parts.filter((_, at) => at !== index);
                return left.length === 0 ? onChange(null) : onShape({ [key]: left });
              }
              parts[index] = changed;
              onChange({ [key]: parts });
            },
            (changed) => onShape({ [key]: parts.with(index, changed) }),
          ),
        ),
      ),
    ),
    element("div", { class: "actions" }, button(say("condition.add"), () => onShape({ [key]: [...parts, { field: "", is: [] }] })), button(say("condition.add_group"), () => onShape({ [key]: [...parts, { any: [{ field: "", is: [] }] }] })), remove),
  );
}

/** @param {Condition} condition @param {(condition: Condition | null) => void} onChange @param {(condition: Condition) => void} onShape @param {HTMLElement} remove */
function fact({ field, ...tests }, onChange, onShape, remove) {
  const key = Object.keys(tests)[0] ?? "exists";
  const path = /** @type {HTMLInputElement} */ (element("input", { type: "text", value: field, list: facts(), autocomplete: "off", spellcheck: "false", required: true }));
  const test = /** @type {HTMLSelectElement} */ (element("select", {}, ...TESTS.map((one) => element("option", { value: one }, say(`condition.${one}`)))));
  test.value = key;
  const value = /** @type {HTMLInputElement} */ (element("input", key === "is" ? { type: "text", autocomplete: "off", spellcheck: "false" } : { type: "number", step: "any", ...(key === "within_days" && { min: "0" }) }));
  value.value = key === "is" ? (tests["is"] ?? []).join(", ") : String(tests[key] ?? "");
  const written = () => {
    if (key === "exists") return {};
    if (key === "is") return { is: value.value.split(",").map((word) => word.trim()).filter(Boolean) };
    return value.value === "" ? {} : { [key]: Number(value.value) };
  };
  const changed = () => path.value.trim() && onChange({ field: path.value.trim(), ...written() });
  path.addEventListener("change", changed);
  value.addEventListener("change", changed);
  const blank = { exists: {}, is: { is: [] }, at_least: { at_least: 0 }, at_most: { at_most: 0 }, within_days: { within_days: 30 } };
  test.addEventListener("change", () => onShape({ field: path.value.trim(), ...blank[/** @type {keyof typeof blank} */ (test.value)] }));
  return element("div", { class: "condition-node fields" }, labelled(say("condition.fact"), path), labelled(say("condition.test"), test), key === "exists" ? "" : labelled(say(key === "is" ? "condition.values" : "condition.value"), value), remove);
}

/** The list of facts to choose from, once on the page. */
function facts() {
  if (!document.getElementById("condition-facts")) document.body.append(element("datalist", { id: "condition-facts" }, ...FACTS.map((value) => element("option", { value }))));
  return "condition-facts";
}
