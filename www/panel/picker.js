/**
 * A list that is searched by typing (the ARIA combobox pattern with a list box): arrow keys move, Enter takes,
 * Escape closes.
 */
import { button, element } from "../elements.js";
import { say } from "../words.js";

let made = 0;

/**
 * @param {object} what
 * @param {string} what.label
 * @param {[string, string][]} what.options id and name
 * @param {(id: string) => void} what.onPick
 * @param {() => void} what.onClose closed without a choice
 */
export function picker({ label, options, onPick, onClose }) {
  const id = `picker-${++made}`;
  const input = /** @type {HTMLInputElement} */ (
    element("input", { type: "text", id, role: "combobox", "aria-expanded": "true", "aria-controls": `${id}-list`, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" })
  );
  const list = element("ul", { id: `${id}-list`, role: "listbox", "aria-label": label });
  const count = element("span", { class: "unseen", role: "status" });
  let active = 0;
  /** @type {[string, string][]} */
  let found = options;

  const mark = () => {
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    const current = list.children[active];
    if (current) input.setAttribute("aria-activedescendant", current.id);
    else input.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = options.filter(([value, name]) => words.every((word) => name.toLowerCase().includes(word) || value.includes(word)));
    active = 0;
    list.replaceChildren(
      ...found.map(([value, name], index) =>
        element("li", { id: `${id}-${index}`, role: "option", "data-value": value, mousedown: (event) => event.preventDefault(), click: () => onPick(value) }, name),
      ),
    );
    // A list box without options is none.
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    count.textContent = say("picker.choices", { count: found.length });
    mark();
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      return onClose();
    }
    const picked = found[active];
    if (event.key === "Enter" && picked) {
      // What is focused next must not take the same key for a press of its own.
      event.preventDefault();
      return onPick(picked[0]);
    }
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -found.length, End: found.length }[event.key];
    if (step === undefined || (["Home", "End"].includes(event.key) && input.value)) return;
    event.preventDefault();
    active = Math.max(0, Math.min(found.length - 1, active + step));
    mark();
  });
  show();
  const whole = element("div", { class: "picker" }, element("label", { for: id }, label), element("div", { class: "search" }, input, button(say("picker.close"), onClose)), list, count);
  return { element: whole, focus: () => input.focus() };
}
