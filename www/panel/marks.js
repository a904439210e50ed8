/**
 * Evidence both ways: a verdict that is pointed at marks its words in the ticket's page, and words that are selected in
 * the page tell which verdicts rest on them. Where the page cannot be marked, the panel shows the message itself.
 *
 * @typedef {import("../hosts/marks_in_page.js").Mark} Mark
 * @typedef {import("../hosts/marks_in_page.js").FromPage} FromPage
 *
 * @typedef {object} Verdict something on the panel that rests on words of the ticket
 * @property {Element} element
 * @property {string} name
 * @property {number[]} marks indices of its words
 */
import { byId, element } from "../elements.js";
import { say } from "../words.js";
import { MessageView } from "./message.js";
import { verdictsOf } from "./verdicts.js";

/** So long the page may take to say what it found, in milliseconds. */
const ANSWER_LIMIT = 1_500;

export class Marks {
  #view;
  #message;
  #selected = byId("selected");
  /** @type {Mark[]} */
  #marks = [];
  /** @type {Verdict[]} */
  #verdicts = [];
  /** @type {Map<Element, number[]>} what each quotation and each verdict rests on */
  #of = new Map();
  /** @type {{port: chrome.runtime.Port, frames: number} | null} */
  #line = null;
  /** Which ticket is shown. */
  #key = "";
  /** Tells the lines of one ticket from those of the next. */
  #ticket = 0;
  #asks = 0;
  /** @type {Map<number, {left: number, found: Set<number>, done: (found: Set<number>) => void}>} */
  #asked = new Map();
  /** What a click left marked. @type {number[]} */
  #pinned = [];

  /**
   * @param {HTMLElement} view
   * @param {(message: string) => Promise<import("./message.js").Message>} readMessage a message of the ticket on the screen
   */
  constructor(view, readMessage) {
    this.#view = view;
    this.#message = new MessageView(readMessage);
    const point = (/** @type {Event} */ event) => this.#point(this.#marksAt(event.target));
    view.addEventListener("pointerover", point);
    view.addEventListener("focusin", point);
    view.addEventListener("pointerleave", () => this.#point([]));
    view.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && view.contains(relatedTarget))) this.#point([]);
    });
    view.addEventListener("click", ({ target }) => {
      const at = this.#marksAt(target);
      if (at.length > 0) void this.#go(at, /** @type {Element} */ (target));
    });
    view.addEventListener("keydown", (event) => {
      const target = /** @type {Element} */ (event.target);
      if ((event.key !== "Enter" && event.key !== " ") || !target.matches("[role='button']")) return;
      event.preventDefault();
      void this.#go(this.#marksAt(target), target);
    });
  }

  /**
   * The analysis of this ticket is on the screen, or is drawn anew.
   *
   * @param {string} key tells tickets apart
   * @param {any} analysis
   * @param {import("../hosts/page.js").TabPage} page
   * @param {import("../hosts/host.js").Host} host
   */
  async show(key, analysis, page, host) {
    const { marks, verdicts, of } = verdictsOf(this.#view, analysis, (message) => host.messageElement(message));
    const isSame = key === this.#key;
    const nameOf = (/** @type {Mark} */ { message, start, text }) => JSON.stringify([message, start, text]);
    const pinned = isSame ? this.#pinned.map((index) => nameOf(/** @type {Mark} */ (this.#marks[index]))) : [];
    if (!isSame) this.clear();
    this.#key = key;
    this.#marks = marks;
    this.#verdicts = verdicts;
    this.#of = of;
    this.#pinned = marks.flatMap((mark, index) => (pinned.includes(nameOf(mark)) ? [index] : []));
    if (this.#line) {
      this.#line.port.postMessage({ watch: marks });
      void this.#ask(this.#pinned, false);
      return;
    }
    const mine = ++this.#ticket;
    const line = marks.length > 0 ? await page.markable() : null;
    if (mine !== this.#ticket) return line?.port.disconnect();
    this.#line = line;
    if (!line) return;
    const { port } = line;
    port.onMessage.addListener((message) => this.#hear(port, /** @type {FromPage} */ (message)));
    port.onDisconnect.addListener(() => {
      // Reading it tells the browser that the page's end was expected.
      void chrome.runtime.lastError;
      if (this.#line?.port === port) this.#line = null;
    });
    port.postMessage({ watch: this.#marks });
  }

  /** No analysis is on the screen: nothing stays marked. */
  clear() {
    this.#ticket += 1;
    this.#key = "";
    this.#leave();
    this.#marks = [];
    this.#verdicts = [];
    this.#of = new Map();
    this.#pinned = [];
    this.#showSelected(null);
    this.#message.close();
  }

  #leave() {
    this.#line?.port.disconnect();
    this.#line = null;
    for (const { found, done } of this.#asked.values()) done(found);
  }

  /** What the nearest quotation or verdict around an element rests on. @param {EventTarget | null} target */
  #marksAt(target) {
    for (let at = target instanceof Element ? target : null; at && at !== this.#view; at = at.parentElement) {
      const marks = this.#of.get(at);
      if (marks) return marks;
    }
    return [];
  }

  /** @param {number[]} marks none: what a click left marked comes back */
  #point(marks) {
    void this.#ask(marks.length > 0 ? marks : this.#pinned, false);
  }

  /** @param {number[]} marks @param {Element} from */
  async #go(marks, from) {
    this.#pinned = marks;
    const mine = this.#ticket;
    const found = await this.#ask(marks, true);
    if (mine !== this.#ticket) return;
    if (found.size > 0) return this.#message.close();
    await this.#message.open(marks.flatMap((index) => this.#marks[index] ?? []), from instanceof HTMLElement ? from : null);
  }

  /**
   * Has the page mark these words and nothing else.
   *
   * @param {number[]} show
   * @param {boolean} scroll
   * @returns {Promise<Set<number>>} those that it found
   */
  #ask(show, scroll) {
    const line = this.#line;
    if (!line) return Promise.resolve(new Set());
    const ask = ++this.#asks;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#asked.get(ask)?.done(new Set()), ANSWER_LIMIT);
      const done = (/** @type {Set<number>} */ found) => {
        clearTimeout(timer);
        this.#asked.delete(ask);
        resolve(found);
      };
      this.#asked.set(ask, { left: line.frames, found: new Set(), done });
      line.port.postMessage({ show, scroll, ask });
    });
  }

  /** @param {chrome.runtime.Port} port @param {FromPage} message */
  #hear(port, message) {
    if (this.#line?.port !== port) return;
    if ("selected" in message) return this.#showSelected(message.selected);
    const asked = this.#asked.get(message.ask);
    if (!asked) return;
    for (const index of message.found) asked.found.add(index);
    asked.left -= 1;
    if (asked.left <= 0) asked.done(asked.found);
  }

  /** @param {number[] | null} selected */
  #showSelected(selected) {
    const resting = selected ? this.#verdicts.filter(({ marks }) => marks.some((index) => selected.includes(index))) : [];
    for (const { element: shown } of this.#verdicts) shown.classList.toggle("rests", resting.some((one) => one.element === shown));
    this.#selected.hidden = selected === null;
    const names = [...new Set(resting.map(({ name }) => name))];
    this.#selected.replaceChildren(
      ...(selected === null ? [] : [element("p", {}, names.length > 0 ? element("span", { class: "soft" }, `${say("marks.resting")} `) : say("marks.none"), names.join(", "))]),
    );
    resting[0]?.element.scrollIntoView({ block: "nearest" });
  }
}
