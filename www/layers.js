/**
 * Several sparse documents as one: each changes what the one below says. Lists whose items have an `id` merge item by
 * item. A tombstone (`"removed": true`) stays, for it has to reach the shipped settings below; a layer above brings
 * the item back by naming it. The core merges the outcome into the shipped settings by the same rules
 * (`src/settings/layers.rs`).
 */

/** @param {unknown} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown[]} items */
const haveIds = (items) => items.length > 0 && items.every((item) => isObject(item) && typeof item["id"] === "string");

/** Documents, lowest first. @param {...Record<string, any>} layers @returns {Record<string, any>} */
export const compose = (...layers) => layers.reduce((below, over) => merged(below, over), {});

/** @param {any} base @param {any} over @returns {any} */
function merged(base, over) {
  if (isObject(base) && isObject(over)) {
    /** @type {Record<string, any>} */
    const out = { ...base };
    for (const [key, value] of Object.entries(over)) out[key] = Object.hasOwn(base, key) ? merged(base[key], value) : value;
    return out;
  }
  if (Array.isArray(base) && Array.isArray(over) && (haveIds(base) || haveIds(over))) return mergedLists(base, over);
  return over;
}

/** @param {any[]} base @param {any[]} over */
function mergedLists(base, over) {
  const out = [...base];
  for (const item of over) {
    const place = out.findIndex((below) => typeof below?.id === "string" && below.id === item?.id);
    if (place < 0) out.push(item);
    else out[place] = item.removed || out[place].removed ? item : merged(out[place], item);
  }
  return out;
}

/** A document as it holds while nothing beyond reading may happen. @template {Record<string, any>} Document @param {Document} document */
export const inPhaseOne = (document) => ({ ...document, phases: { ...document["phases"], mode: 1, categories: {} } });
