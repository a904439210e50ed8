/**
 * The document that is being edited: the lead's sparse layer, what is saved, and what results over the shipped
 * defaults.
 *
 * @typedef {import("./sparse.js").Path} Path
 * @typedef {{code: string, message: string, help: string, line?: number, column?: number}} Diagnostic
 */
import { Assets, Engine, checkSettings, defaultSettings, examplesFire, mergeSettings, settingsFaults } from "../../pkg/workbench.js";
import { readSettings, saveSettings } from "../store.js";
import { same, valueAt, withValue } from "./sparse.js";

/** What a lead should know of and may still want: an engine runs with it. @param {{code: string}} diagnostic */
export const isAdvice = ({ code }) => code === "policy_overlap" || code === "policy_hole";

export class SettingsDocument {
  /** The lead's layer as it is edited. @type {any} */
  draft = {};
  /** The lead's layer as it is saved. @type {any} */
  saved = {};
  /** @type {any} */
  defaults = {};
  /** Draft over defaults. @type {any} */
  effective = {};
  /** Called after every change, by the section that wants to know. */
  onMerged = () => {};
  #onChange;
  /** The shipped models, once something asked for them. @type {Assets | undefined} */
  #assets;
  /** @type {{text: string, engine: Engine} | undefined} */
  #built;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  async load() {
    this.defaults = JSON.parse(defaultSettings());
    const { text } = await readSettings();
    this.saved = text.trim() ? JSON.parse(text) : {};
    this.discard();
  }

  /** Whether something was changed and not saved. */
  get isChanged() {
    return !same(this.draft, this.saved);
  }

  /** The draft as text, the way it is saved and exported. */
  get text() {
    return `${JSON.stringify({ version: this.defaults.version, ...this.draft }, null, 2)}\n`;
  }

  /** What is saved, as text. */
  get savedText() {
    return `${JSON.stringify({ version: this.defaults.version, ...this.saved }, null, 2)}\n`;
  }

  /** The value in force. @param {Path} path @returns {any} */
  value(path) {
    return valueAt(this.effective, path);
  }

  /** Whether the lead's document changes this. @param {Path} path */
  isOwn(path) {
    return valueAt(this.draft, path) !== undefined;
  }

  /** @param {Path} path @param {unknown} value `undefined` goes back to the shipped value */
  set(path, value) {
    const below = valueAt(this.defaults, path);
    this.draft = withValue(this.draft, path, value === undefined ? below : value, below);
    this.#merge();
  }

  discard() {
    this.draft = structuredClone(this.saved);
    this.#merge();
  }

  /**
   * Saves the draft, if the engine accepts it.
   *
   * @param {{reason?: string, backTo?: number}} [why] for the version history
   * @returns {Promise<Diagnostic[]>} what is wrong; nothing was saved then
   */
  save(why = {}) {
    return this.saveText(this.text, why);
  }

  /**
   * Saves another document in its place.
   *
   * @param {string} text
   * @param {{reason?: string, backTo?: number}} [why] for the version history
   * @returns {Promise<Diagnostic[]>}
   */
  async saveText(text, why = {}) {
    /** @type {Diagnostic[]} */
    const diagnostics = (await this.check(text)).filter((diagnostic) => !isAdvice(diagnostic));
    if (diagnostics.length > 0) return diagnostics;
    await saveSettings(text, why);
    this.saved = JSON.parse(text);
    this.discard();
    return [];
  }

  /** What is wrong with a document, its examples run as the panel would. @param {string} text @returns {Promise<Diagnostic[]>} */
  async check(text) {
    return checkSettings(text, await this.#models());
  }

  /** What is wrong with the draft, field by field. @returns {Promise<{path: string, code: string, message: string, help: string}[]>} */
  async faults() {
    return settingsFaults(this.text, await this.#models());
  }

  /**
   * Which examples fire a trigger rule of the draft.
   *
   * @param {string} rule
   * @param {unknown[]} examples sentences, or tickets
   * @returns {Promise<(boolean | null)[]>} `null` where it cannot be told
   */
  async examplesFire(rule, examples) {
    return examplesFire(await this.#engineOfDraft(), rule, examples);
  }

  /**
   * Analyses a ticket by the draft, saved or not.
   *
   * @param {object} ticket
   * @param {number} now
   * @returns {Promise<any>}
   */
  async analyze(ticket, now) {
    return (await this.#engineOfDraft()).analyze(ticket, now);
  }

  /** The draft as an engine; it is kept while the draft stays as it is. */
  async #engineOfDraft() {
    const models = await this.#models();
    const { text } = this;
    if (this.#built?.text !== text) {
      const engine = new Engine(text, models);
      this.#built?.engine.free();
      this.#built = { text, engine };
    }
    return this.#built.engine;
  }

  async #models() {
    this.#assets ??= await loadModels();
    return this.#assets;
  }

  #merge() {
    try {
      this.effective = JSON.parse(mergeSettings([this.text]));
    } catch {
      // A half-typed value; saving tells what is wrong with it. What was in force stays on the page.
    }
    this.#onChange();
    this.onMerged();
  }
}

async function loadModels() {
  const assets = new Assets();
  for (const name of ["vectors", "intent", "triggers", "sentiment", "language"]) {
    const response = await fetch(new URL(`../data/${name}.dat`, import.meta.url));
    if (response.ok) assets.load(name, new Uint8Array(await response.arrayBuffer()));
  }
  return assets;
}
