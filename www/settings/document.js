/**
 * The document that is being edited: this browser's own sparse layer, what is saved, and what results of all layers.
 * Where the team's document is followed it takes the place of the own one, of which the display alone still counts.
 *
 * @typedef {"shipped" | "own" | "team" | "policy"} LayerName
 * @typedef {import("./sparse.js").Path} Path
 * @typedef {{code: string, message: string, help: string, line?: number, column?: number}} Diagnostic
 */
import { Assets, Engine, checkSettings, defaultSettings, examplesFire, mergeSettings, settingsFaults, settingsLayers } from "../../pkg/workbench.js";
import { inForce, readInputs } from "../in_force.js";
import { NO_POLICY } from "../team/policy.js";
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
  /** All layers together, the draft among them. @type {any} */
  effective = {};
  /** The other layers. @type {Omit<import("../in_force.js").Inputs, "own">} */
  others = { team: null, policy: NO_POLICY, killed: null };
  /** What is wrong with the organisation's policy. @type {Diagnostic[]} */
  policyFaults = [];
  /** @type {import("../in_force.js").Layer[]} */
  layers = [];
  /** Number of the layer by path. @type {Record<string, number>} */
  #origins = {};
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
    await this.renew();
  }

  /** Reads again what others may have changed; what is unsaved here stays. */
  async renew() {
    const { text } = await readSettings();
    const isClean = !this.isChanged;
    this.saved = text.trim() ? JSON.parse(text) : {};
    this.others = await readInputs(text);
    this.policyFaults = faultsOf(this.others.policy.settings);
    if (isClean) this.discard();
    else this.#merge();
  }

  /** Whether the team's document is in use here, so that all but the display is read-only. */
  get isFollowing() {
    return this.others.team?.accepted != null;
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

  /** Whether this browser's own document changes this, and counts. @param {Path} path */
  isOwn(path) {
    return this.layerOf(path) === "own";
  }

  /** Which layer a value comes from; of several values, the topmost. @param {Path} path @returns {LayerName} */
  layerOf(path) {
    const key = keyOf(path);
    let top = -1;
    for (const [known, layer] of Object.entries(this.#origins)) {
      if (isWithin(known, key) || isWithin(key, known)) top = Math.max(top, layer);
    }
    return this.layers[top]?.name ?? "shipped";
  }

  /** Every value that a layer sets, by path. @returns {[string, LayerName][]} */
  get origins() {
    return Object.entries(this.#origins).map(([path, layer]) => [path, this.layers[layer]?.name ?? "shipped"]);
  }

  /** Whether this page may not change it: the organisation has set it, or the team's document is followed. @param {Path} path */
  isLocked(path) {
    if (this.isFollowing && path[0] !== "display") return true;
    const key = keyOf(path);
    // One item of a list that is set does not lock the others.
    return Object.entries(this.#origins).some(([known, layer]) => this.layers[layer]?.name === "policy" && (isWithin(key, known) || (isWithin(known, key) && !known.slice(key.length).includes("["))));
  }

  /** @param {Path} path @param {unknown} value `undefined` goes back to the shipped value */
  set(path, value) {
    if (this.isLocked(path)) return;
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
    // Alone it is sound; under the organisation's policy it has to be as well.
    if (this.others.policy.settings && this.policyFaults.length === 0) {
      const together = (await this.check(inForce({ ...this.others, own: text }, Date.now()).document)).filter((diagnostic) => !isAdvice(diagnostic));
      if (together.length > 0) return together.map(({ line, column, ...one }) => ({ ...one, message: `together with your organisation's policy: ${one.message}` }));
    }
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
    const { document: text } = inForce({ ...this.others, own: this.text }, Date.now());
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
      const { document, layers } = inForce({ ...this.others, own: this.text, policy: this.policyFaults.length > 0 ? NO_POLICY : this.others.policy }, Date.now());
      this.effective = JSON.parse(mergeSettings([document]));
      this.#origins = JSON.parse(settingsLayers(layers.map(({ text }) => text)));
      this.layers = layers;
    } catch {
      // A half-typed value; saving tells what is wrong with it. What was in force stays on the page.
    }
    this.#onChange();
    this.onMerged();
  }
}

/** A path as the core writes it. @param {Path} path */
const keyOf = (path) => path.reduce((/** @type {string} */ key, step) => (typeof step === "string" ? (key ? `${key}.${step}` : step) : `${key}[${step.id}]`), "");

/** Whether a path is another or lies below it. @param {string} path @param {string} above */
const isWithin = (path, above) => path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);

/** What is wrong with a document as a layer. @param {string} text @returns {Diagnostic[]} */
function faultsOf(text) {
  try {
    mergeSettings([text]);
    return [];
  } catch (error) {
    const { code = "unknown", message, help = "", line, column } = /** @type {Diagnostic} */ (error);
    return [{ code, message, help, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) }];
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
