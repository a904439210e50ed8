/**
 * What is kept in this browser: the lead's settings (`storage.local`, with a counter that every open panel
 * watches), the articles and the index made of them (IndexedDB).
 *
 * @typedef {object} SavedSettings
 * @property {string} text the lead's sparse document, as written; `""` when there is none
 * @property {number} revision counts the changes
 * @property {string | null} saved_at
 *
 * @typedef {object} SavedKnowledge
 * @property {number} revision counts the changes; 0 when there is none
 * @property {number} count articles or solved tickets in the index
 * @property {string | null} saved_at
 * @property {string} [format] of the index
 *
 * @typedef {object} Article
 * @property {string} id
 * @property {string} title
 *
 * @typedef {object} Origin where an article or a solved ticket comes from, kept beside it
 * @property {string} source name of the file, folder or helpdesk
 * @property {string} digest tells versions of its content apart
 *
 * @typedef {Article & Partial<Origin>} KeptArticle
 *
 * @typedef {object} SolvedTicket
 * @property {string} id
 * @property {string} subject
 * @property {string | null} [solved_at]
 * @property {string} [kept_at] when it was imported; after its time it is removed
 *
 * @typedef {SolvedTicket & Partial<Origin>} KeptTicket
 *
 * @typedef {object} Change what an import changes, in articles or in solved tickets
 * @property {{id: string}[]} put new or changed ones
 * @property {string[] | "all"} removed ids
 * @property {Uint8Array | null} index `null` when nothing is left
 * @property {number} count how many there are afterwards
 * @property {string} format of the index
 */

import { inForce, readInputs } from "./in_force.js";
import { watchKillSwitch } from "./log/kill_switch.js";
import { reconcile, recordSettings } from "./log/versions.js";
import { watchPolicy } from "./team/policy.js";
import { watchTeam } from "./team/state.js";

const SETTINGS = "settings";
const KNOWLEDGE = "knowledge";
const HISTORY = "history";

/** @returns {Promise<SavedSettings>} */
export async function readSettings() {
  const { [SETTINGS]: saved } = await chrome.storage.local.get(SETTINGS);
  return /** @type {SavedSettings | undefined} */ (saved) ?? { text: "", revision: 0, saved_at: null };
}

/**
 * Saves the settings, and writes into the event log what was changed and why.
 *
 * @param {string} text a document that was checked
 * @param {{reason?: string | undefined, backTo?: number | undefined}} [why]
 * @returns {Promise<SavedSettings>}
 */
export async function saveSettings(text, { reason = "", backTo } = {}) {
  return await navigator.locks.request("handrail-settings", async () => {
    const { text: before, revision } = await readSettings();
    const saved = { text, revision: revision + 1, saved_at: new Date().toISOString() };
    await chrome.storage.local.set({ [SETTINGS]: saved });
    // The log notes what is in force, so that an analysis can be computed again.
    const inputs = await readInputs(text);
    const documentOf = (/** @type {string} */ own) => inForce({ ...inputs, own }, Date.now()).document;
    await recordSettings({ text: documentOf(text), own: text, before: documentOf(before), revision: saved.revision, reason, backTo });
    return saved;
  });
}

/** Writes into the event log what came into use without an entry. Never while something is being saved. */
export const reconcileSettings = () =>
  navigator.locks.request("handrail-settings", async () => {
    const { text, revision } = await readSettings();
    const inputs = await readInputs(text);
    const { document, stops } = inForce(inputs, Date.now());
    await reconcile({ text: document, own: text, revision, team: inputs.team, hasPolicy: inputs.policy.settings !== "", stops });
  });

/** What holds in this browser now, all layers together. */
export async function readInForce() {
  const { text } = await readSettings();
  return inForce(await readInputs(text), Date.now());
}

/** Tells when anything changes that `readInForce` reads. @param {() => void} on */
export function watchInForce(on) {
  watch({ settings: on });
  watchKillSwitch(on);
  watchTeam(on);
  watchPolicy(on);
}

/** @param {typeof KNOWLEDGE | typeof HISTORY} key @returns {Promise<SavedKnowledge>} */
async function readSaved(key) {
  const { [key]: saved } = await chrome.storage.local.get(key);
  return /** @type {SavedKnowledge | undefined} */ (saved) ?? { revision: 0, count: 0, saved_at: null };
}

export const readKnowledge = () => readSaved(KNOWLEDGE);
export const readHistory = () => readSaved(HISTORY);

/**
 * Watches for changes that any window of the extension makes.
 *
 * @param {{settings?: (saved: SavedSettings) => void, knowledge?: (saved: SavedKnowledge) => void, history?: (saved: SavedKnowledge) => void}} on
 */
export function watch({ settings, knowledge, history }) {
  chrome.storage.local.onChanged.addListener((changes) => {
    const newSettings = changes[SETTINGS]?.newValue;
    const newKnowledge = changes[KNOWLEDGE]?.newValue;
    if (newSettings && settings) settings(/** @type {SavedSettings} */ (newSettings));
    const newHistory = changes[HISTORY]?.newValue;
    if (newKnowledge && knowledge) knowledge(/** @type {SavedKnowledge} */ (newKnowledge));
    if (newHistory && history) history(/** @type {SavedKnowledge} */ (newHistory));
  });
}

/** The database's stores. @typedef {"files" | "articles" | "solved"} Store */

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(stores: Record<Store, IDBObjectStore>) => IDBRequest<Result> | void} use
 * @returns {Promise<Result | undefined>} what the request of `use` gave, once the whole transaction is done
 */
async function inDatabase(mode, use) {
  /** @type {IDBDatabase} */
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open("handrail", 2);
    request.onupgradeneeded = () => {
      const { objectStoreNames } = request.result;
      if (!objectStoreNames.contains("files")) request.result.createObjectStore("files");
      for (const name of ["articles", "solved"]) if (!objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another window of Handrail holds the database open"));
  });
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(["files", "articles", "solved"], mode, { durability: "strict" });
      const store = (/** @type {Store} */ name) => transaction.objectStore(name);
      const request = use({ files: store("files"), articles: store("articles"), solved: store("solved") });
      transaction.oncomplete = () => resolve(request ? request.result : undefined);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** The index, or `null` when no articles were imported. @returns {Promise<Uint8Array | null>} */
export async function readIndex() {
  return (await inDatabase("readonly", ({ files }) => files.get(KNOWLEDGE))) ?? null;
}

/** The index of solved tickets, or `null` when none were imported. @returns {Promise<Uint8Array | null>} */
export async function readHistoryIndex() {
  return (await inDatabase("readonly", ({ files }) => files.get(HISTORY))) ?? null;
}

/** @returns {Promise<KeptArticle[]>} */
export async function readArticles() {
  return (await inDatabase("readonly", ({ articles }) => articles.getAll())) ?? [];
}

/** @returns {Promise<KeptTicket[]>} */
export async function readSolved() {
  return (await inDatabase("readonly", ({ solved }) => solved.getAll())) ?? [];
}

/**
 * Changes articles or solved tickets and their index in one step, and tells every open panel.
 *
 * @param {"knowledge" | "history"} key
 * @param {Change} change
 * @returns {Promise<SavedKnowledge>}
 */
export async function saveChange(key, { put, removed, index, count, format }) {
  await inDatabase("readwrite", (stores) => {
    const store = stores[key === KNOWLEDGE ? "articles" : "solved"];
    if (removed === "all") store.clear();
    else for (const id of removed) store.delete(id);
    for (const one of put) store.put(one);
    if (index) stores.files.put(index, key);
    else stores.files.delete(key);
  });
  const { revision } = await readSaved(key);
  const saved = { revision: revision + 1, count, saved_at: new Date().toISOString(), format };
  await chrome.storage.local.set({ [key]: saved });
  return saved;
}
