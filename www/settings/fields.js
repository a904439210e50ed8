/**
 * Form fields that read and write one path of the document. Each shows whether the lead changed it.
 *
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./sparse.js").Path} Path
 */
import { button, element } from "../elements.js";
import { say } from "../words.js";
import { valueAt } from "./sparse.js";

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

/** Whether something was said there. @param {unknown} value */
const isSaid = (value) => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

/**
 * A field with what a lead has to know beside it: its unit, what ships, a way back to that, and what is wrong with
 * what was entered.
 *
 * @template {HTMLElement} Input
 * @param {SettingsDocument} settings
 * @param {string} label
 * @param {Path} path
 * @param {Input[]} inputs the first is the one that the label names
 * @param {object} how
 * @param {() => void} how.show writes the value in force into the inputs
 * @param {(value: any) => string} [how.inWords] a shipped value, as people read it
 * @param {string} [how.kind]
 * @param {string} [how.unit]
 * @param {string} [how.about] what the field means, where its name does not say it
 * @returns {{element: HTMLElement, refresh: () => void, isValid: () => boolean, refuse: (why: string) => void}}
 */
function framed(settings, label, path, inputs, { show, inWords = String, kind = "", unit = "", about = "" }) {
  const [first] = inputs;
  if (first) first.id ||= freshId();
  const note = element("span", { class: "note", id: freshId() });
  const problem = element("span", { class: "problem", id: freshId(), role: "alert" });
  problem.hidden = true;
  for (const input of inputs) input.setAttribute("aria-describedby", `${note.id} ${problem.id}`);
  const isValid = () => {
    const wrong = /** @type {(Input & HTMLInputElement)[]} */ (inputs).find((input) => !input.checkValidity());
    refuse(wrong?.validationMessage ?? "");
    return wrong === undefined;
  };
  const refuse = (/** @type {string} */ why) => {
    problem.textContent = why;
    problem.hidden = why === "";
    for (const input of inputs) input.setAttribute("aria-invalid", String(why !== ""));
  };
  const refresh = () => {
    showLayer();
    const shipped = valueAt(settings.defaults, path);
    const isOwn = settings.isOwn(path);
    const back = isOwn && button(say("field.back"), () => {
      settings.set(path, undefined);
      refuse("");
      show();
      refresh();
      first?.focus();
    }, { class: "back", "aria-label": say("field.back_of", { field: label }) });
    note.replaceChildren(about, about && isSaid(shipped) ? " " : "", isSaid(shipped) ? say("field.shipped", { value: inWords(shipped) }) : isOwn ? say("field.shipped_none") : "", ...(back ? [" ", back] : []));
  };
  const parts = path.map((step) => (typeof step === "string" ? step : `[${step.id}]`));
  const row = inputs.length === 1 && !unit ? first : element("div", { class: inputs.length === 1 ? "with-unit" : "with-unit money" }, ...inputs, unit ? element("span", { class: "unit" }, unit) : "");
  const field = element("div", { class: `field ${kind}`, "data-path": parts.join(".").replaceAll(".[", "[") }, element("label", { for: first?.id ?? "" }, label), row, note, problem);
  const showLayer = markLayer(settings, path, field);
  refresh();
  return { element: field, refresh, isValid, refuse };
}

/** What a field says of its value's layer. @type {Record<import("./document.js").LayerName, [string, string]>} */
const LAYERS = {
  shipped: ["", "As shipped"],
  own: ["changed", "Changed on this page"],
  team: ["team", "From the team's document"],
  policy: ["organisation", "Set by your organisation: it cannot be changed here"],
};

/**
 * Shows beside a field's label which layer its value comes from, and locks what this page may not change.
 *
 * @param {SettingsDocument} settings
 * @param {Path} path
 * @param {HTMLElement} field
 * @returns {() => void} shows it again
 */
function markLayer(settings, path, field) {
  const mark = element("span", { class: "layer" });
  const label = field.querySelector("label");
  if (field.classList.contains("check")) label?.after(mark);
  else if (label) {
    const row = element("div", { class: "label-row" });
    label.replaceWith(row);
    row.append(label, mark);
  }
  const show = () => {
    const layer = settings.layerOf(path);
    const [word, title] = LAYERS[layer];
    field.dataset["layer"] = layer;
    field.title = title;
    mark.textContent = word;
    mark.hidden = word === "";
  };
  for (const input of field.querySelectorAll("input, select, textarea")) if (settings.isLocked(path)) input.setAttribute("disabled", "");
  // After the input's own listener, which is nearer.
  field.addEventListener("change", show);
  show();
  return show;
}

/**
 * @param {SettingsDocument} settings
 * @param {string} label
 * @param {Path} path
 * @param {{min?: number, max?: number, step?: number, unit?: string, about?: string, optional?: boolean}} [limits] `optional` when nothing may be said
 */
export function numberField(settings, label, path, { min = 0, max, step = 1, unit = "", about = "", optional = false } = {}) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "number", min: String(min), step: String(step), ...(max === undefined ? {} : { max: String(max) }) }));
  const show = () => (input.value = settings.value(path) ?? "");
  const frame = framed(settings, label, path, [input], { show, unit, about });
  show();
  input.addEventListener("change", () => {
    if (!frame.isValid()) return;
    settings.set(path, input.value === "" ? (optional ? null : undefined) : Number(input.value));
    show();
    frame.refresh();
  });
  return frame.element;
}

/**
 * @param {SettingsDocument} settings
 * @param {string} label
 * @param {Path} path
 * @param {string} [placeholder]
 * @param {{belowIfEmpty?: boolean, about?: string, isText?: boolean}} [options] whether an emptied field goes back to what the layers below say; else it says that nothing is known,
 * or, where it `isText`, nothing
 */
export function textField(settings, label, path, placeholder = "", { belowIfEmpty = false, about = "", isText = false } = {}) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "text", placeholder, autocomplete: "off", spellcheck: "false" }));
  const show = () => (input.value = settings.value(path) ?? "");
  const frame = framed(settings, label, path, [input], { show, about, kind: "wide" });
  show();
  input.addEventListener("change", () => {
    settings.set(path, input.value.trim() || (belowIfEmpty ? undefined : isText ? "" : null));
    show();
    frame.refresh();
  });
  return frame.element;
}

/**
 * A text of several lines.
 *
 * @param {SettingsDocument} settings @param {string} label @param {Path} path @param {string} [about]
 */
export function longTextField(settings, label, path, about = "") {
  const input = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "examples", rows: "2" }));
  const show = () => (input.value = settings.value(path) ?? "");
  const frame = framed(settings, label, path, [input], { show, about, kind: "wide" });
  show();
  input.addEventListener("change", () => {
    settings.set(path, input.value.trim());
    frame.refresh();
  });
  return frame.element;
}

/**
 * What has no field of its own, as JSON.
 *
 * @param {SettingsDocument} settings @param {string} label @param {Path} path @param {{about?: string, rows?: number}} [how]
 */
export function jsonField(settings, label, path, { about = "", rows = 4 } = {}) {
  const input = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "json", rows: String(rows), spellcheck: "false" }));
  const show = () => (input.value = settings.value(path) === undefined || settings.value(path) === null ? "" : JSON.stringify(settings.value(path), null, 1));
  const frame = framed(settings, label, path, [input], { show, about, kind: "wide", inWords: () => say("field.some") });
  show();
  input.addEventListener("change", () => {
    try {
      settings.set(path, input.value.trim() ? JSON.parse(input.value) : null);
      frame.refuse("");
      frame.refresh();
    } catch (error) {
      frame.refuse(error instanceof Error ? error.message : String(error));
    }
  });
  return frame.element;
}

/** Shows what the engine says of the fields that are on the page. @param {ParentNode} root @param {{path: string, message: string, help: string}[]} faults @returns {number} how many found their field */
export function showFaults(root, faults) {
  const fields = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-path]")]);
  for (const field of fields) {
    const place = field.querySelector(":scope > .problem[data-from-engine]");
    if (place instanceof HTMLElement) {
      place.textContent = "";
      place.hidden = true;
      delete place.dataset["fromEngine"];
    }
  }
  let found = 0;
  for (const { path, message, help } of faults) {
    const covers = (/** @type {HTMLElement} */ { dataset }) => path === dataset["path"] || (path.startsWith(dataset["path"] ?? " ") && /^[.[]/.test(path.slice((dataset["path"] ?? "").length)));
    const [nearest] = fields.filter(covers).sort((a, b) => (b.dataset["path"] ?? "").length - (a.dataset["path"] ?? "").length);
    const place = nearest?.querySelector(":scope > .problem");
    if (!(place instanceof HTMLElement)) continue;
    found += 1;
    place.dataset["fromEngine"] = "";
    place.hidden = false;
    place.textContent = [place.textContent, `${message}. ${help}`].filter(Boolean).join(" ");
  }
  return found;
}

/** A list of words with commas between them. @param {SettingsDocument} settings @param {string} label @param {Path} path @param {{about?: string}} [how] */
export function listField(settings, label, path, { about = "" } = {}) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "text", autocomplete: "off", spellcheck: "false" }));
  const show = () => (input.value = (settings.value(path) ?? []).join(", "));
  const frame = framed(settings, label, path, [input], { show, about, kind: "wide", inWords: (list) => (list.length > 4 ? say("field.entries", { count: list.length }) : list.join(", ")) });
  show();
  input.addEventListener("change", () => {
    settings.set(path, input.value.split(",").map((word) => word.trim()).filter(Boolean));
    show();
    frame.refresh();
  });
  return frame.element;
}

/**
 * A list with one entry a line.
 *
 * @param {SettingsDocument} settings @param {string} label @param {Path} path
 * @param {{about?: string, rows?: number, onChange?: () => void, parse?: (line: string) => unknown, written?: (entry: any) => string}} [how] how a line becomes an entry, and an entry a line
 */
export function linesField(settings, label, path, { about = "", rows = 4, onChange = () => {}, parse = (line) => line, written = String } = {}) {
  const input = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "examples", rows: String(rows), spellcheck: "false" }));
  const show = () => (input.value = (settings.value(path) ?? []).map(written).join("\n"));
  const frame = framed(settings, label, path, [input], { show, about, kind: "wide", inWords: (list) => say("field.entries", { count: list.length }) });
  show();
  input.addEventListener("change", () => {
    try {
      settings.set(path, input.value.split("\n").map((line) => line.trim()).filter(Boolean).map(parse));
    } catch (error) {
      return frame.refuse(error instanceof Error ? error.message : String(error));
    }
    frame.refuse("");
    show();
    frame.refresh();
    onChange();
  });
  return frame.element;
}

/** @param {SettingsDocument} settings @param {string} label @param {Path} path @param {{about?: string, unit?: string}} [how] */
export function moneyField(settings, label, path, { about = "", unit = "" } = {}) {
  const sum = /** @type {HTMLInputElement} */ (element("input", { type: "text", inputmode: "decimal", pattern: "\\d+([.]\\d+)?", size: "8", title: say("field.sum") }));
  const currency = /** @type {HTMLInputElement} */ (element("input", { type: "text", class: "currency", pattern: "[A-Za-z]{3}", maxlength: "3", "aria-label": say("field.currency_of", { field: label }), title: say("field.currency") }));
  const show = () => {
    const { amount = "", currency: unit = "" } = settings.value(path) ?? {};
    sum.value = amount;
    currency.value = unit;
  };
  const frame = framed(settings, label, path, [sum, currency], { show, about, unit, inWords: ({ amount, currency: of }) => `${amount} ${of}` });
  show();
  const changed = () => {
    if (!frame.isValid()) return;
    if (sum.value !== "" && currency.value === "") return frame.refuse(say("field.currency"));
    if (sum.value === "") settings.set(path, undefined);
    else settings.set(path, { amount: sum.value, currency: currency.value.toUpperCase() });
    frame.refresh();
  };
  sum.addEventListener("change", changed);
  currency.addEventListener("change", changed);
  return frame.element;
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
  const field = element("div", { class: "check" }, input, element("label", { for: input.id }, label));
  markLayer(settings, path, field);
  return field;
}

/** @param {SettingsDocument} settings @param {string} label @param {Path} path @param {[string, string][]} choices value and label @param {{about?: string, onChange?: () => void, empty?: null | ""}} [how] what is written for the empty choice */
export function choiceField(settings, label, path, choices, { about = "", onChange = () => {}, empty = "" } = {}) {
  const select = /** @type {HTMLSelectElement} */ (element("select", {}, ...choices.map(([value, name]) => element("option", { value }, name))));
  const show = () => (select.value = settings.value(path) ?? "");
  const frame = framed(settings, label, path, [select], { show, about, inWords: (value) => choices.find(([id]) => id === value)?.[1] ?? String(value) });
  show();
  select.addEventListener("change", () => {
    settings.set(path, select.value || empty);
    frame.refresh();
    onChange();
  });
  return frame.element;
}

/** What is folded away is drawn when it is first opened, or when the settings are searched. @type {Set<{place: HTMLDetailsElement, draw: () => void}>} */
const undrawn = new Set();

/** @param {Record<string, string | boolean>} attributes @param {string | Node} title @param {() => (Node | string | null | false | undefined)[]} draw */
export function folded(attributes, title, draw) {
  const place = /** @type {HTMLDetailsElement} */ (element("details", attributes, element("summary", {}, title)));
  const waiting = { place, draw: () => undrawn.delete(waiting) && place.append(...draw().filter((one) => one !== null && one !== false && one !== undefined)) };
  undrawn.add(waiting);
  place.addEventListener("toggle", () => waiting.draw(), { once: true });
  return place;
}

/** Draws what is folded away and on the page; forgets what is not on it any more. */
export function drawFolded() {
  // What is drawn may hold more that is folded away: a set hands that out as well.
  for (const waiting of undrawn) {
    if (waiting.place.isConnected) waiting.draw();
    else undrawn.delete(waiting);
  }
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
