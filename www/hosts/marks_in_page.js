/**
 * Marks words in the ticket's page, and tells which words the agent has selected there. It reads and highlights: no
 * element, attribute or stylesheet of the page is changed. The highlight is a `Highlight` of the CSS Custom Highlight
 * API, its colours a stylesheet that the browser adds by itself (`scripting.insertCSS`), which the page does not see.
 *
 * @typedef {object} Mark words of the ticket
 * @property {string} text
 * @property {string} prefix what stands before them, a few words
 * @property {string} suffix what stands after them
 * @property {string} message id of the message, or `subject`
 * @property {number} start where they begin in the message's visible text
 * @property {string | null} within selector of the element that shows the message, where the adapter knows it
 *
 * @typedef {{watch: Mark[]} | {show: number[], scroll: boolean, ask: number}} ToPage indices are those of the last `watch`
 * @typedef {{ask: number, found: number[]} | {selected: number[] | null}} FromPage `null` when nothing is selected any more
 */

/** Name of the port between panel and page. */
export const PORT = "handrail-marks";

/** Underlined too: no mark by colour alone. */
export const MARK_STYLE = "::highlight(handrail) { background-color: #ffe08a; color: #1d1f21; text-decoration: underline 2px #7d5500; }";

/**
 * Runs in the page, so it may use nothing from outside itself. It then waits for the panel, and takes its marks away
 * when the panel closes or reads another ticket.
 *
 * @param {string} portName
 * @returns {"new" | "known" | null} `null` where this page cannot mark words, `known` where it was asked before
 */
export function markInPage(portName) {
  const world = /** @type {{handrailMarks?: boolean}} */ (globalThis);
  if (!("highlights" in CSS)) return null;
  if (world.handrailMarks) return "known";
  world.handrailMarks = true;

  /** What no comparison counts: white space, and characters that nobody sees. */
  const unseen = /[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g;
  /** @param {string} text */
  const bare = (text) => text.replace(unseen, "");
  const never = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "TEXTAREA", "SELECT", "IFRAME", "OBJECT"]);

  /** The page's visible text without white space, and which text node each part is from. */
  function read() {
    /** @type {Text[]} */
    const nodes = [];
    /** @type {number[]} */
    const starts = [];
    /** @type {string[]} */
    const parts = [];
    let length = 0;
    /** @param {Node} root */
    const walk = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
        if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
        if (never.has(node.nodeName)) return NodeFilter.FILTER_REJECT;
        return node.checkVisibility() || getComputedStyle(node).display === "contents" ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
      });
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Element) {
          if (node.shadowRoot) walk(node.shadowRoot);
          continue;
        }
        const text = bare(/** @type {Text} */ (node).data);
        if (!text) continue;
        nodes.push(/** @type {Text} */ (node));
        starts.push(length);
        parts.push(text);
        length += text.length;
      }
    };
    if (document.body) walk(document.body);
    return { nodes, starts, flat: parts.join("") };
  }
  /** @typedef {ReturnType<typeof read>} PageText */

  /** Which text node holds a place of the text. @param {PageText} page @param {number} at */
  function nodeAt({ starts }, at) {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** A place of the text as node and offset of that character. @param {PageText} page @param {number} at */
  function pointAt(page, at) {
    const index = nodeAt(page, at);
    const node = /** @type {Text} */ (page.nodes[index]);
    const { data } = node;
    let left = at - (page.starts[index] ?? 0);
    let offset = 0;
    // In big steps first: a text node may be a megabyte.
    for (const step of [4_096, 64, 1]) {
      for (;;) {
        const count = bare(data.slice(offset, offset + step)).length;
        if (count > left || offset >= data.length) break;
        left -= count;
        offset += step;
      }
    }
    return { node, offset };
  }

  /** How many characters before and after a place are those that were before and after the words. @param {string} flat @param {number} at @param {number} length @param {string} prefix @param {string} suffix */
  function context(flat, at, length, prefix, suffix) {
    let before = 0;
    while (before < prefix.length && flat[at - 1 - before] === prefix[prefix.length - 1 - before]) before += 1;
    let after = 0;
    while (after < suffix.length && flat[at + length + after] === suffix[after]) after += 1;
    return before + after;
  }

  /**
   * Where the words may stand: all places that are as good as the best one.
   *
   * @param {PageText} page @param {Mark} mark
   */
  function places(page, { text, prefix, suffix, within }) {
    const [words, before, after] = [bare(text), bare(prefix), bare(suffix)];
    if (!words) return [];
    // Words in other surroundings are other words.
    const least = Math.min(6, Math.ceil((before.length + after.length) / 3));
    let best = least;
    /** @type {number[]} */
    let found = [];
    for (let at = page.flat.indexOf(words), tried = 0; at >= 0 && tried < 2_000; at = page.flat.indexOf(words, at + 1), tried += 1) {
      let score = context(page.flat, at, words.length, before, after);
      if (score < least) continue;
      const parent = page.nodes[nodeAt(page, at)]?.parentElement;
      if (within && parent?.closest(within)) score += 100;
      // What was answered stands again in quotes.
      if (parent?.closest("blockquote, .gmail_quote, .message-stanza-quote")) score -= 0.5;
      if (score > best) found = [];
      if (score >= best || found.length === 0) {
        best = score;
        found.push(at);
      }
    }
    return found;
  }

  /** @param {Mark[]} marks @returns {(Range | undefined)[]} */
  function locate(marks) {
    const page = read();
    const all = marks.map((mark) => places(page, mark));
    return marks.map((mark, index) => {
      const own = all[index] ?? [];
      let [at] = own;
      if (own.length > 1) {
        // As far from words of the same message, whose place is sure, as in the message. White space is a sixth of a text.
        const sure = marks.findIndex(({ message }, other) => message === mark.message && all[other]?.length === 1);
        const anchor = sure < 0 ? undefined : { at: all[sure]?.[0] ?? 0, start: marks[sure]?.start ?? 0 };
        const off = (/** @type {number} */ place) => (anchor ? Math.abs(place - anchor.at - (mark.start - anchor.start) * 0.83) : 0);
        at = own.reduce((nearest, place) => (off(place) < off(nearest) ? place : nearest));
      }
      if (at === undefined) return undefined;
      const from = pointAt(page, at);
      const to = pointAt(page, at + bare(mark.text).length - 1);
      const range = document.createRange();
      range.setStart(from.node, from.offset);
      range.setEnd(to.node, to.offset + 1);
      return range;
    });
  }

  chrome.runtime.onConnect.addListener((port) => {
    if (port.name !== portName) return;
    /** @type {Mark[]} */
    let marks = [];
    /** @type {(Range | undefined)[]} */
    let ranges = [];
    /** Whether the panel knows of a selection. */
    let told = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let settled;
    const highlight = new Highlight();
    CSS.highlights.set("handrail", highlight);

    /** Pages change under a mark, and show more of a ticket later. @param {number[]} wanted */
    const ensure = (wanted) => {
      const stands = wanted.every((index) => {
        const range = ranges[index];
        return range?.startContainer.isConnected && bare(range.toString()) === bare(marks[index]?.text ?? "");
      });
      if (!stands) ranges = locate(marks);
    };

    /** @param {Range} range */
    const scrollTo = (range) => {
      range.startContainer.parentElement?.scrollIntoView({ block: "center", inline: "nearest" });
      // The words may stand far down in a long element.
      const { top, bottom } = range.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) window.scrollBy({ top: (top + bottom - innerHeight) / 2 });
    };

    /** @param {ToPage} message */
    const heard = (message) => {
      if ("watch" in message) {
        marks = message.watch;
        ranges = [];
        highlight.clear();
        if (told) selected();
        return;
      }
      const { show, scroll, ask } = message;
      highlight.clear();
      if (show.length > 0) ensure(show);
      const found = show.filter((index) => ranges[index]);
      for (const index of found) highlight.add(/** @type {Range} */ (ranges[index]));
      const first = ranges[found[0] ?? -1];
      if (scroll && first) scrollTo(first);
      port.postMessage({ ask, found });
    };

    const selected = () => {
      clearTimeout(settled);
      settled = setTimeout(() => {
        const selection = document.getSelection();
        const isEmpty = !selection || selection.isCollapsed || !bare(selection.toString());
        if (isEmpty && !told) return;
        told = !isEmpty;
        if (isEmpty) return port.postMessage({ selected: null });
        ensure(marks.map((_, index) => index));
        const chosen = Array.from({ length: selection.rangeCount }, (_, index) => selection.getRangeAt(index));
        const touches = (/** @type {Range} */ one) => chosen.some((other) => one.compareBoundaryPoints(Range.START_TO_END, other) > 0 && one.compareBoundaryPoints(Range.END_TO_START, other) < 0);
        const inSame = (/** @type {Range} */ one) => chosen.every((other) => other.startContainer.getRootNode() === one.startContainer.getRootNode());
        return port.postMessage({ selected: ranges.flatMap((range, index) => (range && inSame(range) && touches(range) ? [index] : [])) });
      }, 120);
    };
    port.onMessage.addListener(heard);
    document.addEventListener("selectionchange", selected);
    port.onDisconnect.addListener(() => {
      clearTimeout(settled);
      document.removeEventListener("selectionchange", selected);
      if (CSS.highlights.get("handrail") === highlight) CSS.highlights.delete("handrail");
    });
  });
  return "new";
}
