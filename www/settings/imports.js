/**
 * The sections that take files into the document: customer directory, the whole document, and the document as
 * text.
 */
import { readDirectory } from "../../pkg/workbench.js";
import { button, element } from "../elements.js";
import { say } from "../words.js";
import { isAdvice } from "./document.js";
import { fileButton } from "./fields.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./document.js").Diagnostic} Diagnostic
 *
 * @typedef {object} Page what a section can do to the page
 * @property {() => void} redraw
 * @property {(text: string, diagnostics?: Diagnostic[], isBad?: boolean) => void} tell says how something went
 */

/** How many rows are listed; all are used. */
const LISTED = 200;

/** @param {Diagnostic} diagnostic */
export function diagnosticWords({ message, help, line, column }) {
  const place = line && !message.includes(`line ${line}`) ? ` (line ${line}, column ${column ?? 1})` : "";
  return `${message}${place}${help ? `. ${help}` : ""}`;
}

/** @param {SettingsDocument} settings @param {Page} page */
export function drawDirectory(settings, page) {
  /** @type {any[]} */
  const customers = settings.value(["identity", "directory"]) ?? [];
  return [
    element("p", {}, customers.length === 0 ? "No customers are known yet." : `${customers.length} ${customers.length === 1 ? "customer is" : "customers are"} known.`),
    customers.length > 0 &&
      element(
        "details",
        {},
        element("summary", {}, "Show them"),
        element("div", { class: "scroll", tabindex: "0" }, element("ul", {}, ...customers.slice(0, LISTED).map(({ address, tier, tags }) => element("li", {}, [address, tier, ...(tags ?? [])].filter(Boolean).join(" · "))))),
      ),
    element(
      "div",
      { class: "actions" },
      fileButton("import-customers", "Import a CSV file…", ".csv,text/csv", ([file]) => void importCustomers(file)),
      customers.length > 0 &&
        button("Remove all", () => {
          settings.set(["identity", "directory"], undefined);
          page.redraw();
        }),
    ),
  ];

  /** @param {File | undefined} file */
  async function importCustomers(file) {
    if (!file) return;
    try {
      const { customers: found, diagnostics } = readDirectory(new Uint8Array(await file.arrayBuffer()));
      if (found.length === 0) return page.tell(`${file.name} was not imported.`, diagnostics, true);
      settings.set(["identity", "directory"], found);
      page.redraw();
      page.tell(`${file.name}: ${found.length} customers were read. Save to use them.`, diagnostics);
    } catch (error) {
      page.tell(`${file.name} was not imported.`, [asDiagnostic(error)], true);
    }
  }
}

/** @param {unknown} error @returns {Diagnostic} */
export function asDiagnostic(error) {
  const { code = "unknown", message = String(error), help = "", line, column } = /** @type {Partial<Diagnostic>} */ (error ?? {});
  return { code, message, help, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

/** @param {SettingsDocument} settings @param {Page} page */
export function drawTransfer(settings, page) {
  return [
    element(
      "div",
      { class: "actions" },
      fileButton("import-settings", "Import settings…", ".json,application/json", ([file]) => void importSettings(file)),
      element("span", { "data-works": true }, button("Export settings", exportSettings, { id: "export-settings" })),
    ),
    element("p", { class: "soft" }, "An import takes the place of all settings on this page, articles apart, and is saved at once. It is refused as a whole if anything in it is wrong."),
  ];

  /** @param {File | undefined} file */
  async function importSettings(file) {
    if (!file) return;
    if (settings.isChanged && !confirm(say("import.unsaved"))) return;
    const text = await file.text();
    const diagnostics = await settings.saveText(text).catch((error) => [asDiagnostic(error)]);
    if (diagnostics.length > 0) return page.tell(`${file.name} was refused; the settings from before are still in use.`, diagnostics, true);
    page.redraw();
    page.tell(`${file.name} was imported and saved.`);
  }

  function exportSettings() {
    const address = URL.createObjectURL(new Blob([settings.others.team?.accepted?.text ?? settings.text], { type: "application/json" }));
    const link = /** @type {HTMLAnchorElement} */ (element("a", { href: address, download: "handrail-settings.json" }));
    link.click();
    // The download has begun by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}

/** The JSON that is being written. @type {{area: HTMLTextAreaElement, drawn: string} | undefined} */
let written;
/** Whether JSON was written and not saved. */
export const isJsonBegun = () => written !== undefined && written.area.isConnected && written.area.value !== written.drawn;

/** @param {SettingsDocument} settings @param {Page} page */
export function drawJson(settings, page) {
  const area = /** @type {HTMLTextAreaElement} */ (element("textarea", { id: "json", spellcheck: "false", "aria-label": "Settings as JSON", "aria-describedby": "json-problems" }));
  const problems = element("div", { id: "json-problems", role: "status", "aria-live": "polite" });
  const save = /** @type {HTMLButtonElement} */ (button("Save this JSON", () => void saveJson(), { id: "json-save", class: "primary" }));
  const unsaved = isJsonBegun() ? written?.area.value : undefined;
  area.value = settings.isFollowing ? (settings.others.team?.accepted?.text ?? "") : settings.text;
  written = { area, drawn: area.value };
  // What is drawn anew keeps what was written, and says what is wrong with it.
  if (unsaved !== undefined) {
    area.value = unsaved;
    setTimeout(() => void check());
  }
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, 250);
  });
  const { settings: policy } = settings.others.policy;
  const locked = policy && element("details", {}, element("summary", {}, "Set by your organisation, over all of this"), element("pre", { class: "code", tabindex: "0" }, policy));
  return [area, problems, element("div", { class: "actions" }, save), ...(locked ? [locked] : [])];

  /** @returns {Promise<boolean>} whether the text is sound */
  async function check() {
    const text = area.value;
    const diagnostics = await settings.check(text);
    // Typed on meanwhile: the next check tells.
    if (text === area.value) {
      problems.replaceChildren(...diagnostics.map((diagnostic) => problem(diagnostic)));
      save.disabled = diagnostics.some((diagnostic) => !isAdvice(diagnostic));
    }
    return diagnostics.every(isAdvice);
  }

  /** @param {Diagnostic} diagnostic */
  function problem(diagnostic) {
    const { line, column } = diagnostic;
    return element("p", { class: "problem" }, diagnosticWords(diagnostic), line !== undefined && " ", line !== undefined && button("Go there", () => goTo(line, column ?? 1)));
  }

  /** @param {number} line @param {number} column both from 1 */
  function goTo(line, column) {
    const before = area.value.split("\n").slice(0, line - 1).join("\n");
    const offset = Math.min(area.value.length, before.length + (line > 1 ? 1 : 0) + column - 1);
    area.focus();
    area.setSelectionRange(offset, Math.min(area.value.length, offset + 1));
  }

  async function saveJson() {
    if (!(await check())) return;
    const diagnostics = await settings.saveText(area.value).catch((error) => [asDiagnostic(error)]);
    if (diagnostics.length > 0) return page.tell("The JSON was refused; the settings from before are still in use.", diagnostics, true);
    written = undefined;
    page.redraw();
    page.tell("The JSON was saved.");
  }
}
