/**
 * The lead's document holds only what it changes. Setting a value to what the layers below say anyway takes it
 * out again.
 *
 * @typedef {string | {id: string}} Step a key, or the item of a list with this id
 * @typedef {Step[]} Path
 */

/** The value at a path, or `undefined`. @param {any} document @param {Path} path @returns {any} */
export function valueAt(document, path) {
  return path.reduce((value, step) => (typeof step === "string" ? value?.[step] : Array.isArray(value) ? value.find(({ id }) => id === step.id) : undefined), document);
}

/**
 * A copy of the document with the value at the path.
 *
 * @param {any} document
 * @param {Path} path
 * @param {unknown} value
 * @param {unknown} below what holds without the document
 */
export function withValue(document, path, value, below) {
  const copy = structuredClone(document);
  if (same(value, below)) remove(copy, path);
  else put(copy, path, value);
  return copy;
}

/** @param {any} at @param {Path} path @param {unknown} value */
function put(at, [step, ...rest], value) {
  if (step === undefined) return;
  if (typeof step === "string") {
    if (rest.length === 0) at[step] = value;
    else put((at[step] ??= typeof rest[0] === "string" ? {} : []), rest, value);
    return;
  }
  let item = at.find((/** @type {{id: string}} */ { id }) => id === step.id);
  if (!item) at.push((item = { id: step.id }));
  put(item, rest, value);
}

/** Takes the value out, and what is empty then. @param {any} at @param {Path} path */
function remove(at, [step, ...rest]) {
  if (step === undefined || at === undefined || at === null) return;
  const key = typeof step === "string" ? step : at.findIndex((/** @type {{id: string}} */ { id }) => id === step.id);
  if (at[key] === undefined) return;
  if (rest.length > 0) {
    remove(at[key], rest);
    if (!isBare(at[key])) return;
  }
  if (Array.isArray(at)) at.splice(key, 1);
  else delete at[key];
}

/** Whether nothing but an id is left. @param {unknown} value */
function isBare(value) {
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null && Object.keys(value).every((key) => key === "id");
}

/** @param {unknown} a @param {unknown} b @returns {boolean} */
export function same(a, b) {
  return canonical(a ?? null) === canonical(b ?? null);
}

/** @param {unknown} value @returns {string} */
function canonical(value) {
  return JSON.stringify(value, (_, inner) => (inner && typeof inner === "object" && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));
}
