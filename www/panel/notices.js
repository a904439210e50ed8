/** Strips above the analysis: what is stale or switched off, with the way out. One for each subject. */
import { button, element } from "../elements.js";

/**
 * @typedef {object} Notice
 * @property {string} text
 * @property {string} [help]
 * @property {{label: string, act: () => void}} [action]
 */

export class Notices {
  #place;
  /** @type {Map<string, Notice>} */
  #shown = new Map();

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
  }

  /** @param {string} subject @param {Notice | null} notice `null` takes it away */
  set(subject, notice) {
    if (JSON.stringify(this.#shown.get(subject) ?? null) === JSON.stringify(notice)) return;
    if (notice) this.#shown.set(subject, notice);
    else this.#shown.delete(subject);
    this.#place.replaceChildren(
      ...[...this.#shown].map(([name, { text, help, action }]) =>
        element(
          "div",
          { class: "notice", "data-notice": name },
          element("p", {}, text, help ? element("span", { class: "soft" }, help) : null),
          action && button(action.label, action.act),
        ),
      ),
    );
  }

  /** Takes away those whose subject begins so. @param {string} prefix */
  clear(prefix) {
    for (const subject of [...this.#shown.keys()]) if (subject.startsWith(prefix)) this.set(subject, null);
  }
}
