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
 * @property {number} count articles in the index
 * @property {string | null} saved_at
 *
 * @typedef {object} Article
 * @property {string} id
 * @property {string} title
 */

const SETTINGS = "settings";
const KNOWLEDGE = "knowledge";

/** @returns {Promise<SavedSettings>} */
export async function readSettings() {
  const { [SETTINGS]: saved } = await chrome.storage.local.get(SETTINGS);
  return /** @type {SavedSettings | undefined} */ (saved) ?? { text: "", revision: 0, saved_at: null };
}

/** @param {string} text a document that was checked @returns {Promise<SavedSettings>} */
export async function saveSettings(text) {
  return await navigator.locks.request("handrail-settings", async () => {
    const { revision } = await readSettings();
    const saved = { text, revision: revision + 1, saved_at: new Date().toISOString() };
    await chrome.storage.local.set({ [SETTINGS]: saved });
    return saved;
  });
}

/** @returns {Promise<SavedKnowledge>} */
export async function readKnowledge() {
  const { [KNOWLEDGE]: saved } = await chrome.storage.local.get(KNOWLEDGE);
  return /** @type {SavedKnowledge | undefined} */ (saved) ?? { revision: 0, count: 0, saved_at: null };
}

/**
 * Watches for changes that any window of the extension makes.
 *
 * @param {{settings?: (saved: SavedSettings) => void, knowledge?: (saved: SavedKnowledge) => void}} on
 */
export function watch({ settings, knowledge }) {
  chrome.storage.local.onChanged.addListener((changes) => {
    const newSettings = changes[SETTINGS]?.newValue;
    const newKnowledge = changes[KNOWLEDGE]?.newValue;
    if (newSettings && settings) settings(/** @type {SavedSettings} */ (newSettings));
    if (newKnowledge && knowledge) knowledge(/** @type {SavedKnowledge} */ (newKnowledge));
  });
}

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(stores: {files: IDBObjectStore, articles: IDBObjectStore}) => IDBRequest<Result> | void} use
 * @returns {Promise<Result | undefined>} what the request of `use` gave, once the whole transaction is done
 */
async function inDatabase(mode, use) {
  /** @type {IDBDatabase} */
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open("handrail", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("files");
      request.result.createObjectStore("articles", { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another window of Handrail holds the database open"));
  });
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(["files", "articles"], mode, { durability: "strict" });
      const request = use({ files: transaction.objectStore("files"), articles: transaction.objectStore("articles") });
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

/** @returns {Promise<Article[]>} */
export async function readArticles() {
  return (await inDatabase("readonly", ({ articles }) => articles.getAll())) ?? [];
}

/**
 * Replaces articles and index in one step, and tells every open panel.
 *
 * @param {Article[]} all
 * @param {Uint8Array | null} index `null` when there are no articles
 * @returns {Promise<SavedKnowledge>}
 */
export async function saveArticles(all, index) {
  await inDatabase("readwrite", ({ files, articles }) => {
    articles.clear();
    for (const article of all) articles.put(article);
    if (index) files.put(index, KNOWLEDGE);
    else files.delete(KNOWLEDGE);
  });
  const { revision } = await readKnowledge();
  const saved = { revision: revision + 1, count: all.length, saved_at: new Date().toISOString() };
  await chrome.storage.local.set({ [KNOWLEDGE]: saved });
  return saved;
}
