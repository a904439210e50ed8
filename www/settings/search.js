/**
 * Finds a field of the settings by the words of its name, of what it belongs to, or of what is said beside it.
 *
 * @typedef {{path: string[], field: HTMLElement}} Found
 */
import { element } from "../elements.js";
import { say } from "../words.js";
import { drawFolded } from "./fields.js";

/** How many places are listed. */
const LISTED = 20;

/** @param {HTMLElement} place */
export function drawSearch(place) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "search", id: "settings-search", autocomplete: "off", spellcheck: "false", placeholder: say("search.example"), "aria-controls": "search-results" }));
  const list = element("ul", { id: "search-results", class: "row-list" });
  const count = element("p", { class: "soft", role: "status", id: "search-count" });
  list.hidden = true;
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.hidden = words.length === 0;
    if (words.length === 0) return count.replaceChildren();
    const holds = (/** @type {string} */ text) => words.every((word) => text.toLowerCase().includes(word));
    // The name before what it belongs to, and that before what is said beside it.
    const distance = (/** @type {Found} */ { path, field }) => (holds(path.at(-1) ?? "") ? 0 : holds(path.join(" ")) ? 1 : holds(`${path.join(" ")} ${field.closest(".field")?.querySelector(".note")?.textContent ?? ""}`) ? 2 : 3);
    const found = places().map((place) => ({ ...place, distance: distance(place) })).filter((place) => place.distance < 3).sort((a, b) => a.distance - b.distance);
    count.textContent = say("search.found", { count: found.length });
    list.replaceChildren(...found.slice(0, LISTED).map(({ path, field }) => element("li", {}, element("a", { href: "#", click: (event) => (event.preventDefault(), goTo(field)) }, path.join(" › ")))));
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") /** @type {HTMLElement | null} */ (list.querySelector("a"))?.click();
    if (event.key !== "Escape") return;
    input.value = "";
    show();
  });
  place.replaceChildren(element("label", { for: input.id }, say("search.label")), input, count, list);
}

/** Every field of the page, with what it belongs to. @returns {Found[]} */
function places() {
  drawFolded();
  const words = (/** @type {Element | null | undefined} */ one) => (one?.firstChild?.textContent ?? "").trim();
  return [...document.querySelectorAll("#sections label, #sections button, #sections h2")].flatMap((one) => {
    const section = one.closest("#sections > section");
    const title = words(section?.querySelector("h2"));
    const name = (one.getAttribute("aria-label") ?? one.textContent ?? "").trim();
    if (one.matches("h2")) return [{ path: [title], field: /** @type {HTMLElement} */ (one) }];
    const field = one.matches("label") ? /** @type {HTMLLabelElement} */ (one).control : /** @type {HTMLElement} */ (one);
    if (!field || !name) return [];
    const above = [];
    for (let at = one.parentElement; at && at !== section; at = at.parentElement) {
      if (at.matches("fieldset")) above.unshift(words(at.querySelector(":scope > legend")));
      if (at.matches("details")) above.unshift(words(at.querySelector(":scope > summary")));
    }
    return [{ path: [title, ...above.filter(Boolean), name], field }];
  });
}

/** @param {HTMLElement} field */
function goTo(field) {
  for (let at = field.closest("details"); at; at = at.parentElement?.closest("details") ?? null) at.open = true;
  if (field.matches("h2")) field.tabIndex = -1;
  field.focus();
  field.scrollIntoView({ block: "center" });
}
