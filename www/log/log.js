/**
 * The event log: what the assistant showed, what people said of it, and who changed the settings. Entries are only
 * ever added, each with the hash of the one before it, so that a change or a gap shows (`src/log.rs` reads them).
 *
 * An entry is one line of JSON: its head, hashed into `hash`; behind `hash` its content, hashed into the head's
 * `content_hash`. So retention can take the content away and leave a head that still verifies.
 *
 * @typedef {object} StoredEntry
 * @property {number} seq
 * @property {string} at
 * @property {string} kind
 * @property {string} text the line, as it was written
 * @property {string} hash
 * @property {string} [ticket] helpdesk and ticket, to find its entries
 * @property {string} [kept] hash of the ticket that was kept with it
 * @property {boolean} [expired] its content was removed
 *
 * @typedef {{seq: number, hash: string}} Head
 *
 * @typedef {object} Beside what is stored together with an entry
 * @property {string} [actor] who did it, where it is not this browser's pseudonym
 * @property {string} [ticket]
 * @property {Document} [kept] the ticket, as text
 * @property {Document[]} [settings] settings, as text
 *
 * @typedef {object} Document a text by its hash
 * @property {string} hash
 * @property {string} text
 */

const NAME = "handrail-log";
const HEAD = "log_head";
const LOST = "log_lost";
const ACTOR = "log_actor";

/** Kinds whose content tells of a ticket. The others say who changed what, and stay. */
const OF_TICKETS = ["analyzed", "feedback", "article_opened", "draft_shown", "draft_inserted", "draft_discarded", "reply_sent", "escalated", "outcome", "sample_reviewed"];

const DAY = 86_400_000;

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** @returns {Promise<IDBDatabase>} */
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const entries = request.result.createObjectStore("entries", { keyPath: "seq" });
      entries.createIndex("ticket", "ticket");
      entries.createIndex("kind", "kind");
      for (const name of ["kept", "settings"]) request.result.createObjectStore(name, { keyPath: "hash" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => (request.result.close(), (opened = undefined));
      request.result.onclose = () => (opened = undefined);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/** @typedef {"entries" | "kept" | "settings"} Store */

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(stores: Record<Store, IDBObjectStore>) => IDBRequest<Result> | void} use
 * @returns {Promise<Result | undefined>} what the request of `use` gave, once all of it is on the disk
 */
async function inDatabase(mode, use) {
  const transaction = (await database()).transaction(["entries", "kept", "settings"], mode, { durability: "strict" });
  return new Promise((resolve, reject) => {
    const store = (/** @type {Store} */ name) => transaction.objectStore(name);
    const request = use({ entries: store("entries"), kept: store("kept"), settings: store("settings") });
    transaction.oncomplete = () => resolve(request ? request.result : undefined);
    transaction.onabort = () => reject(transaction.error ?? new Error("the log could not be written"));
  });
}

/** SHA-256 of a text's UTF-8 bytes, in hexadecimal. @param {string} text */
export async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {{seq: number, at: string, actor: string, kind: string, previous_hash: string}} head @param {object} content */
async function written(head, content) {
  const said = JSON.stringify(content);
  const text = JSON.stringify({ ...head, content_hash: await sha256(said) });
  const hash = await sha256(text);
  const members = said === "{}" ? "}" : `,${said.slice(1)}`;
  return { hash, text: `${text.slice(0, -1)},"hash":"${hash}"${members}` };
}

/** What an entry says. @param {string} text @returns {any} */
export const parsed = (text) => JSON.parse(text);

/** Held while something is written, by whichever window writes. @template Result @param {() => Promise<Result>} use @returns {Promise<Result>} */
const alone = (use) => navigator.locks.request(NAME, use);

/** The newest entry. @returns {Promise<StoredEntry | undefined>} */
async function newest() {
  const cursor = await inDatabase("readonly", ({ entries }) => entries.openCursor(null, "prev"));
  return cursor?.value;
}

/** This browser's pseudonym; made when it is first needed. It says nothing about the person. @returns {Promise<string>} */
export async function pseudonym() {
  const { [ACTOR]: known } = await chrome.storage.local.get(ACTOR);
  if (typeof known === "string") return known;
  const made = `agent-${[...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  await chrome.storage.local.set({ [ACTOR]: made });
  return made;
}

/**
 * Adds an entry. It is on the disk when this resolves.
 *
 * @param {string} kind
 * @param {object} content
 * @param {Beside} [beside]
 * @returns {Promise<Head>}
 */
export function append(kind, content, beside = {}) {
  return alone(() => appendAlone(kind, content, beside));
}

/** @param {string} kind @param {object} content @param {Beside} beside @param {(stores: Record<Store, IDBObjectStore>) => void} [more] changes in the same transaction */
async function appendAlone(kind, content, { actor, ticket, kept, settings }, more) {
  const last = await newest();
  await keepWhatIsLost(last);
  const seq = (last?.seq ?? 0) + 1;
  const at = new Date().toISOString();
  const { hash, text } = await written({ seq, at, actor: actor || (await pseudonym()), kind, previous_hash: last?.hash ?? "" }, content);
  /** @type {StoredEntry} */
  const entry = { seq, at, kind, text, hash, ...(ticket && { ticket }), ...(kept && { kept: kept.hash }) };
  await inDatabase("readwrite", (stores) => {
    // `add`, not `put`: an entry is never written over.
    stores.entries.add(entry);
    if (kept) stores.kept.put(kept);
    for (const document of settings ?? []) stores.settings.put(document);
    more?.(stores);
  });
  const head = { seq, hash };
  await chrome.storage.local.set({ [HEAD]: head });
  return head;
}

/** Where the log is shorter than it was, or another, that stays known. @param {StoredEntry | undefined} last */
async function keepWhatIsLost(last) {
  const { [HEAD]: head, [LOST]: lost = [] } = /** @type {{log_head?: Head, log_lost?: object[]}} */ (await chrome.storage.local.get([HEAD, LOST]));
  if (!head) return;
  const there = last?.seq === head.seq ? last : await inDatabase("readonly", ({ entries }) => entries.get(head.seq));
  if (there?.hash === head.hash) return;
  await chrome.storage.local.set({ [LOST]: [...lost, { ...head, noticed_at: new Date().toISOString(), left: last?.seq ?? 0 }] });
}

/** The newest entry as it was noted beside the log, and what was found lost earlier. @returns {Promise<{head: Head | undefined, lost: (Head & {noticed_at: string, left: number})[]}>} */
export async function noted() {
  const { [HEAD]: head, [LOST]: lost = [] } = /** @type {any} */ (await chrome.storage.local.get([HEAD, LOST]));
  return { head, lost };
}

/** All entries, oldest first. @returns {Promise<StoredEntry[]>} */
export async function readEntries() {
  return (await inDatabase("readonly", ({ entries }) => entries.getAll())) ?? [];
}

/** The newest entries, newest first. @param {number} count @returns {Promise<StoredEntry[]>} */
export async function readNewest(count) {
  const last = await newest();
  if (!last) return [];
  const found = await inDatabase("readonly", ({ entries }) => entries.getAll(IDBKeyRange.lowerBound(last.seq - count, true)));
  return (found ?? []).reverse();
}

/** Entries of a ticket, oldest first. @param {string} ticket @returns {Promise<StoredEntry[]>} */
export async function readOfTicket(ticket) {
  return (await inDatabase("readonly", ({ entries }) => entries.index("ticket").getAll(ticket))) ?? [];
}

/** Entries of a kind, oldest first. @param {string} kind @returns {Promise<StoredEntry[]>} */
export async function readOfKind(kind) {
  return (await inDatabase("readonly", ({ entries }) => entries.index("kind").getAll(kind))) ?? [];
}

/** A settings document that was in use. @param {string} hash @returns {Promise<Document | undefined>} */
export async function readSettingsDocument(hash) {
  return inDatabase("readonly", ({ settings }) => settings.get(hash));
}

/** A ticket that was kept, as text. @param {string} hash @returns {Promise<string | undefined>} */
export async function readKeptTicket(hash) {
  return (await inDatabase("readonly", ({ kept }) => kept.get(hash)))?.text;
}

/** What was kept beside the entries: tickets and settings documents. @returns {Promise<{tickets: Document[], documents: Document[]}>} */
export async function readKept() {
  const tickets = (await inDatabase("readonly", ({ kept }) => kept.getAll())) ?? [];
  const documents = (await inDatabase("readonly", ({ settings }) => settings.getAll())) ?? [];
  return { tickets, documents };
}

/**
 * Removes the content of entries about tickets that are older than so many days, and the tickets kept with them. One
 * more entry says so; the heads stay, so that the chain can be followed.
 *
 * @param {number} days
 * @returns {Promise<number>} how many
 */
export function expire(days) {
  return alone(async () => {
    const before = new Date(Date.now() - days * DAY).toISOString();
    // Mostly there is nothing to do, and the oldest entry that is left says so.
    const done = Math.max(0, ...(await readOfKind("expired")).map(({ text }) => parsed(text).last));
    const [oldest] = (await inDatabase("readonly", (stores) => stores.entries.getAll(IDBKeyRange.lowerBound(done, true), 1))) ?? [];
    if (!oldest || oldest.at >= before) return 0;
    const entries = await readEntries();
    const old = entries.filter(({ at, kind, expired }) => at < before && !expired && OF_TICKETS.includes(kind));
    const [first] = old;
    const last = old.at(-1);
    if (!first || !last) return 0;
    const gone = new Set(old.map(({ seq }) => seq));
    const stillKept = new Set(entries.filter(({ seq }) => !gone.has(seq)).map(({ kept }) => kept));
    const content = { first: first.seq, last: last.seq, count: old.length, before, reason: `what is recorded of tickets is removed after ${days} days` };
    await appendAlone("expired", content, {}, (stores) => {
      for (const { seq, at, kind, text, hash, kept } of old) {
        const end = text.indexOf(`,"hash":"${hash}"`);
        stores.entries.put({ seq, at, kind, hash, expired: true, text: `${text.slice(0, end)},"hash":"${hash}","expired":true}` });
        if (kept && !stillKept.has(kept)) stores.kept.delete(kept);
      }
    });
    return old.length;
  });
}
