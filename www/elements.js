/** Building the page out of text nodes and attributes alone: nothing is ever read as HTML. */

/**
 * @param {string} name
 * @param {Record<string, string | boolean | ((event: Event) => void)>} [attributes] a function is a listener, `true` a bare attribute, `false` none
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children) if (child || child === "") made.append(child);
  return made;
}

/**
 * @param {string} label
 * @param {() => void} onClick
 * @param {Record<string, string>} [attributes]
 */
export const button = (label, onClick, attributes = {}) => element("button", { type: "button", ...attributes, click: onClick }, label);

/** The element with this id. @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no \`#${id}\``);
  return found;
}
