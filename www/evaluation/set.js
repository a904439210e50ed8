/**
 * The eval set: tickets of this browser that a lead labels, or has labelled. Each has a time after which it is removed
 * by itself.
 *
 * @typedef {object} Expectation what a lead says of a ticket
 * @property {string} [intent] the right one; `""` where nobody could tell; missing where it was not labelled
 * @property {string[]} triggers kinds that must fire
 * @property {string[]} forbid kinds that must not
 * @property {{text: string, grade: number}} [reference] a reply with its grade, 3 (best) to 0
 * @property {string} note
 *
 * @typedef {{intent: string, confidence: number, abstained: boolean, triggers: string[]}} Verdict
 *
 * @typedef {object} Sample
 * @property {string} id its key
 * @property {string} desk origin of the helpdesk; `""` where it is not known
 * @property {string} ticket id of the ticket
 * @property {string} subject
 * @property {string} text the ticket as JSON
 * @property {string} now the moment for which it is judged; `""` for the present
 * @property {"random" | "category" | "low_confidence" | "disagreement" | "feedback" | "import"} drawn
 * @property {Expectation | null} expect
 * @property {Verdict | null} shown what the panel showed of it, where that is known
 * @property {string} kept_at when the ticket was kept
 * @property {string} [reviewed_at] when it was labelled here
 */
const NAME = "handrail-evaluation";
const DAY = 86_400_000;

/** Tells the settings page that the set was changed elsewhere. */
const CHANNEL = "handrail-evaluation";

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(samples: IDBObjectStore) => IDBRequest<Result> | void} use
 * @returns {Promise<Result | undefined>} what the request of `use` gave, once all of it is on the disk
 */
async function inDatabase(mode, use) {
  /** @type {IDBDatabase} */
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("samples", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  try {
    const transaction = database.transaction("samples", mode, { durability: "strict" });
    return await new Promise((resolve, reject) => {
      const request = use(transaction.objectStore("samples"));
      transaction.oncomplete = () => resolve(request ? request.result : undefined);
      transaction.onabort = () => reject(transaction.error ?? new Error("the eval set could not be written"));
    });
  } finally {
    database.close();
  }
}

/** The key of a ticket. @param {string} desk @param {string} ticket */
export const sampleId = (desk, ticket) => `${desk} ${ticket}`.trim();

/** All samples, in the order in which they came. @returns {Promise<Sample[]>} */
export async function readSet() {
  const samples = /** @type {Sample[]} */ ((await inDatabase("readonly", (store) => store.getAll())) ?? []);
  return samples.sort((a, b) => (a.kept_at === b.kept_at ? (a.id < b.id ? -1 : 1) : a.kept_at < b.kept_at ? -1 : 1));
}

/**
 * Adds samples. One that is there already keeps its label, unless the new one brings one.
 *
 * @param {Sample[]} samples
 * @returns {Promise<number>} how many are new
 */
export async function addSamples(samples) {
  let added = 0;
  await inDatabase("readwrite", (store) => {
    for (const sample of samples) {
      const known = store.get(sample.id);
      known.onsuccess = () => {
        const old = /** @type {Sample | undefined} */ (known.result);
        if (!old) added += 1;
        store.put(old ? { ...old, ...sample, drawn: old.drawn, expect: sample.expect ?? old.expect, shown: sample.shown ?? old.shown, kept_at: old.kept_at } : sample);
      };
    }
  });
  changed();
  return added;
}

/** Writes a sample with its label. @param {Sample} sample */
export async function saveSample(sample) {
  await inDatabase("readwrite", (store) => void store.put(sample));
  changed();
}

/** @param {string[]} ids */
export async function removeSamples(ids) {
  await inDatabase("readwrite", (store) => {
    for (const id of ids) store.delete(id);
  });
  changed();
}

/** Removes what was kept longer than so many days. @param {number} days @returns {Promise<number>} how many */
export async function expireSamples(days) {
  const before = new Date(Date.now() - days * DAY).toISOString();
  const old = (await readSet()).filter(({ kept_at }) => kept_at < before).map(({ id }) => id);
  if (old.length > 0) await removeSamples(old);
  return old.length;
}

/** When a sample is removed by itself. @param {Sample} sample @param {number} days */
export const removedAt = ({ kept_at }, days) => new Date(Date.parse(kept_at) + days * DAY);

function changed() {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}

/** Calls back when another window changed the set. @param {() => void} on */
export function watchSet(on) {
  new BroadcastChannel(CHANNEL).addEventListener("message", on);
}
