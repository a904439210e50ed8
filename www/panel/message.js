/**
 * A message of the ticket in the panel, with the marks in it: for pages that cannot be marked, and words that a page
 * does not show.
 *
 * @typedef {{author: string, at: string | null, text: string}} Message text as the engine saw it
 */
import { button, byId, element } from "../elements.js";
import { say, time } from "../words.js";

export class MessageView {
  #readMessage;
  #shown = byId("message");
  /** Where the focus was. @type {HTMLElement | null} */
  #from = null;
  #opened = 0;

  /** @param {(message: string) => Promise<Message>} readMessage */
  constructor(readMessage) {
    this.#readMessage = readMessage;
    this.#shown.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.close();
    });
  }

  /**
   * Shows the message of the first mark, with all marks that are in it.
   *
   * @param {import("../hosts/marks_in_page.js").Mark[]} marks
   * @param {HTMLElement | null} from where the focus goes back to
   */
  async open(marks, from) {
    const [first] = marks;
    if (!first) return;
    const mine = ++this.#opened;
    const { author, at, text } = await this.#readMessage(first.message).catch((error) => ({ author: "", at: null, text: error instanceof Error ? error.message : String(error) }));
    if (mine !== this.#opened) return;
    const title = [author, at && time(at, { dateStyle: "medium", timeStyle: "short" })].filter(Boolean).join(" · ") || say("message");
    const body = element("div", { class: "body", tabindex: "0", role: "region", "aria-label": title }, ...marked(text, placesIn(text, marks.filter(({ message }) => message === first.message))));
    this.#from = from;
    this.#shown.replaceChildren(element("div", { class: "row" }, element("strong", { class: "name" }, title), button(say("message.close"), () => this.close())), body);
    this.#shown.hidden = false;
    const mark = body.querySelector("mark");
    if (mark) body.scrollTop = mark.offsetTop - body.clientHeight / 3;
    body.focus({ preventScroll: true });
  }

  close() {
    this.#opened += 1;
    if (this.#shown.hidden) return;
    const had = this.#shown.contains(document.activeElement);
    this.#shown.hidden = true;
    this.#shown.replaceChildren();
    if (had && this.#from?.isConnected) this.#from.focus({ preventScroll: true });
    this.#from = null;
  }
}

/**
 * Where the marks stand, in order and without overlaps.
 *
 * @param {string} text
 * @param {import("../hosts/marks_in_page.js").Mark[]} marks
 * @returns {[number, number][]}
 */
function placesIn(text, marks) {
  const places = marks
    .map(({ text: words, start }) => (text.startsWith(words, start) ? start : text.indexOf(words)))
    .map((start, index) => /** @type {[number, number]} */ ([start, start + (marks[index]?.text.length ?? 0)]))
    .filter(([start]) => start >= 0)
    .sort(([a], [b]) => a - b);
  let end = 0;
  return places.filter((place) => {
    const isFree = place[0] >= end;
    if (isFree) end = place[1];
    return isFree;
  });
}

/** @param {string} text @param {[number, number][]} places */
function marked(text, places) {
  /** @type {(string | HTMLElement)[]} */
  const parts = [];
  let at = 0;
  for (const [start, end] of places) {
    parts.push(text.slice(at, start), element("mark", {}, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}
