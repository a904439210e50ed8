/** What differs between two settings documents, path by path; items of lists are known by their `id`. */

/**
 * @typedef {object} Change
 * @property {string} path
 * @property {unknown} from `undefined` where it is new
 * @property {unknown} to `undefined` where it is gone
 */

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {value is {id: string}[]} */
const hasIds = (value) => Array.isArray(value) && value.length > 0 && value.every((item) => isObject(item) && typeof item["id"] === "string");

/** @param {unknown} from @param {unknown} to @param {string} [path] @returns {Change[]} */
export function differences(from, to, path = "") {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  if (isObject(from) && isObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return keys.flatMap((key) => differences(from[key], to[key], path ? `${path}.${key}` : key));
  }
  // A list that is new or gone is told item by item.
  if ((hasIds(from) && (hasIds(to) || to === undefined)) || (from === undefined && hasIds(to))) {
    const of = (/** @type {{id: string}[] | undefined} */ list) => new Map((list ?? []).map((item) => [item.id, item]));
    const [before, after] = [of(from), of(to)];
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => differences(before.get(id), after.get(id), `${path}[${id}]`));
  }
  return [{ path, from, to }];
}
