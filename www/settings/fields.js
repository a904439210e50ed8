/**
 * Form fields that read and write one path of the document. Each shows whether the lead changed it.
 *
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./sparse.js").Path} Path
 */
import { element } from "../elements.js";

let fields = 0;
const freshId = () => `field-${++fields}`;

/** A name for a person out of an id. @param {string} id */
export function words(id) {
  const text = id.replaceAll(/[_.]/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {string} label @param {HTMLElement} input @param {string} [kind] */
export function labelled(label, input, kind = "") {
  input.id ||= freshId();
  return element("div", { class: `field ${kind}` }, element("label", { for: input.id }, label), input);
}

/**
 * @param {SettingsDocument} settings
 * @param {string} label
 * @param {Path} path
 * @param {{min?: number, max?: number, step?: number, unit?: string}} [limits]
 */
export function numberField(settings, label, path, { min = 0, max, step = 1 } = {}) {
  const value = settings.value(path);
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "number", min: String(min), step: String(step), ...(max === undefined ? {} : { max: String(max) }), value: value ?? "" }));
  input.addEventListener("change", () => {
    if (!input.reportValidity()) return;
    settings.set(path, input.value === "" ? undefined : Number(input.value));
    input.value = settings.value(path) ?? "";
  });
  return labelled(label, input);
}

/**
 * @param {SettingsDocument} settings
 * @param {string} label
 * @param {Path} path
 * @param {string} [placeholder]
 * @param {{belowIfEmpty?: boolean}} [options] whether an emptied field goes back to what the layers below say; else it says that nothing is known
 */
export function textField(settings, label, path, placeholder = "", { belowIfEmpty = false } = {}) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "text", value: settings.value(path) ?? "", placeholder, autocomplete: "off", spellcheck: "false" }));
  input.addEventListener("change", () => settings.set(path, input.value.trim() || (belowIfEmpty ? undefined : null)));
  return labelled(label, input, "wide");
}

/** A list of words with commas between them. @param {SettingsDocument} settings @param {string} label @param {Path} path */
export function listField(settings, label, path) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "text", value: (settings.value(path) ?? []).join(", "), autocomplete: "off", spellcheck: "false" }));
  input.addEventListener("change", () => {
    settings.set(path, input.value.split(",").map((word) => word.trim()).filter(Boolean));
    input.value = (settings.value(path) ?? []).join(", ");
  });
  return labelled(label, input, "wide");
}

/** @param {SettingsDocument} settings @param {string} label @param {Path} path */
export function moneyField(settings, label, path) {
  const { amount = "", currency = "" } = settings.value(path) ?? {};
  const sum = /** @type {HTMLInputElement} */ (element("input", { type: "text", inputmode: "decimal", pattern: "\\d+([.]\\d+)?", size: "8", value: amount, id: freshId(), title: "A number such as 200 or 199.90" }));
  const unit = /** @type {HTMLInputElement} */ (element("input", { type: "text", class: "currency", pattern: "[A-Za-z]{3}", maxlength: "3", value: currency, "aria-label": `${label}: currency`, title: "Three letters, such as USD" }));
  const changed = () => {
    if (!sum.reportValidity() || !unit.reportValidity()) return;
    if (sum.value === "") settings.set(path, undefined);
    else settings.set(path, { amount: sum.value, currency: unit.value.toUpperCase() });
  };
  sum.addEventListener("change", changed);
  unit.addEventListener("change", changed);
  return element("div", { class: "field" }, element("label", { for: sum.id }, label), element("div", { class: "money" }, sum, unit));
}

/**
 * @param {SettingsDocument} settings
 * @param {string} label
 * @param {Path} path
 * @param {{opposite?: boolean}} [how] `opposite` when ticked means `false`
 */
export function checkField(settings, label, path, { opposite = false } = {}) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: freshId() }));
  input.checked = Boolean(settings.value(path)) !== opposite;
  input.addEventListener("change", () => settings.set(path, input.checked !== opposite));
  return element("div", { class: "check" }, input, element("label", { for: input.id }, label));
}

/** @param {SettingsDocument} settings @param {string} label @param {Path} path @param {[string, string][]} choices value and label */
export function choiceField(settings, label, path, choices) {
  const select = /** @type {HTMLSelectElement} */ (element("select", {}, ...choices.map(([value, name]) => element("option", { value }, name))));
  select.value = settings.value(path) ?? "";
  select.addEventListener("change", () => settings.set(path, select.value));
  return labelled(label, select);
}

/** A file that is chosen with a button. @param {string} id @param {string} label @param {string} accept @param {(files: File[]) => void} onFiles @param {boolean} [multiple] @param {Record<string, boolean>} [attributes] */
export function fileButton(id, label, accept, onFiles, multiple = false, attributes = {}) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", id, accept, multiple, ...attributes }));
  input.addEventListener("change", () => {
    onFiles([...(input.files ?? [])]);
    // The same file may be chosen again after it was mended.
    input.value = "";
  });
  return element("label", { class: "button" }, input, label);
}
