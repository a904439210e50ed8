/**
 * The intents: those that ship can be renamed, merged and switched off; own ones are added with a few messages.
 *
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {{id: string, name: string, disabled: boolean, counts_as?: string, examples?: string[]}} Intent
 */
import { button, element } from "../elements.js";
import { checkField, labelled, words } from "./fields.js";

/** How many examples an intent needs, and can have. */
const FEWEST = 5;
const MOST = 20;

/** @type {import("./sections.js").Section} */
export const intents = {
  id: "intents",
  title: "Intents",
  about: "What a customer can want. Add what your desk has and Handrail does not know, with 5 to 20 messages as your customers write them; it works once it is saved.",
  draw: (settings, redraw) => {
    /** @type {Intent[]} */
    const all = settings.value(["intents"]) ?? [];
    const isShipped = ({ id = "" }) => (settings.defaults.intents ?? []).some((/** @type {Intent} */ shipped) => shipped.id === id);
    return [
      element("ul", { class: "row-list" }, ...all.filter((one) => !isShipped(one)).map((one) => own(settings, one, all, redraw))),
      adding(settings, all, redraw),
      element(
        "details",
        {},
        element("summary", {}, `The ${all.filter(isShipped).length} intents that Handrail knows`),
        element("ul", { class: "row-list" }, ...all.filter(isShipped).map((one) => element("li", { "data-intent": one.id }, fields(settings, one, all)))),
      ),
    ];
  },
};

/** What every intent has. @param {SettingsDocument} settings @param {Intent} intent @param {Intent[]} all @param {...Node} more */
function fields(settings, { id, name, counts_as }, all, ...more) {
  const at = (/** @type {string} */ key) => ["intents", { id }, key];
  const title = /** @type {HTMLInputElement} */ (element("input", { type: "text", value: name || words(id), autocomplete: "off" }));
  title.addEventListener("change", () => {
    settings.set(at("name"), title.value.trim() || undefined);
    title.value = settings.value(at("name")) || words(id);
  });
  const others = all.filter((other) => other.id !== id);
  const merge = /** @type {HTMLSelectElement} */ (
    element("select", {}, element("option", { value: "" }, "itself"), ...others.map((other) => element("option", { value: other.id }, other.name || words(other.id))))
  );
  merge.value = counts_as ?? "";
  merge.addEventListener("change", () => settings.set(at("counts_as"), merge.value || undefined));
  return element("div", { class: "fields" }, labelled("Name", title, "wide"), labelled("Counts as", merge), checkField(settings, "On", at("disabled"), { opposite: true }), ...more);
}

/** An intent with examples. @param {SettingsDocument} settings @param {Intent} intent @param {Intent[]} all @param {() => void} redraw */
function own(settings, intent, all, redraw) {
  const { id, examples = [] } = intent;
  const count = element("span", { class: "soft", role: "status" });
  const tell = (/** @type {number} */ number) => count.replaceChildren(number < FEWEST ? `${number} of at least ${FEWEST}` : `${number} of at most ${MOST}`);
  const messages = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "examples", rows: "6" }, examples.join("\n")));
  const lines = () => messages.value.split("\n").map((line) => line.trim()).filter(Boolean);
  messages.addEventListener("input", () => tell(lines().length));
  messages.addEventListener("change", () => settings.set(["intents", { id }, "examples"], lines()));
  tell(examples.length);
  const remove = button("Remove", () => {
    settings.set(["intents"], (settings.draft.intents ?? []).filter((/** @type {Intent} */ one) => one.id !== id));
    redraw();
  }, { "aria-label": `Remove ${intent.name || words(id)}` });
  return element("li", { "data-intent": id }, fields(settings, intent, all, remove), labelled("Messages of customers, one a line", messages, "wide"), count);
}

/** @param {SettingsDocument} settings @param {Intent[]} all @param {() => void} redraw */
function adding(settings, all, redraw) {
  const name = /** @type {HTMLInputElement} */ (element("input", { type: "text", autocomplete: "off", id: "new-intent", placeholder: "Booking of a class" }));
  const add = () => {
    const title = name.value.trim();
    if (!title) return name.focus();
    const base = title.toLowerCase().normalize("NFKD").replaceAll(/[^\p{L}\p{N}]+/gu, "_").replaceAll(/^_+|_+$/g, "") || "intent";
    let id = base;
    for (let number = 2; all.some((one) => one.id === id); number += 1) id = `${base}_${number}`;
    settings.set(["intents", { id }, "name"], title);
    settings.set(["intents", { id }, "examples"], []);
    redraw();
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-intent="${CSS.escape(id)}"] textarea`))?.focus();
  };
  name.addEventListener("keydown", (event) => event.key === "Enter" && add());
  return element("div", { class: "fields" }, labelled("Name of a new intent", name, "wide"), button("Add an intent", add));
}
