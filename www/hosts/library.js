/**
 * What a helpdesk holds beside the open ticket: its own knowledge base, and the tickets that were closed. It is
 * gathered for the settings page, through the session of a page that is open, as an adapter reads a ticket: with
 * GET requests to that page's own origin, each in the ledger. What the answers mean is decided in Rust
 * (`src/knowledge/import/`).
 *
 * @typedef {import("./page.js").TabPage} TabPage
 * @typedef {import("./host.js").Place} Place
 * @typedef {(done: number, total: number) => void} OnProgress
 *
 * @typedef {object} Library
 * @property {(page: TabPage, place: Place, onProgress: OnProgress) => Promise<unknown>} articles payload for `ArticleImport.addPayload`
 * @property {(page: TabPage, place: Place, onProgress: OnProgress) => Promise<unknown[]>} solved payloads for `HistoryImport.addPayload`, the newest so many
 */
import { failureOf, parse } from "./page.js";
import { requestTracker } from "./request_tracker.js";

/** Closed tickets that are read at most. */
const MOST_SOLVED = 200;
/** Articles or categories that are read at most. */
const MOST_ARTICLES = 5_000;
const PAGE_SIZE = 100;
/** Requests between two words about the progress. */
const STEP = 20;

/**
 * The answers to many requests, a few at a time.
 *
 * @param {TabPage} page
 * @param {string[]} paths
 * @param {OnProgress} onProgress
 */
async function each(page, paths, onProgress) {
  /** @type {import("./page.js").Answer[]} */
  const answers = [];
  for (let start = 0; start < paths.length; start += STEP) {
    onProgress(start, paths.length);
    answers.push(...(await page.get(paths.slice(start, start + STEP).map((path) => ({ path })))));
  }
  return answers;
}

/** django-helpdesk's knowledge base has no API: its pages are read. @type {Library} */
const djangoHelpdesk = {
  async articles(page, { base }, onProgress) {
    const [index] = await page.get([{ path: `${base}/kb/` }]);
    const failure = index && failureOf(index);
    if (!index || failure) throw failure ?? new Error("no answer");
    // Links to categories, in the page's own HTML.
    const found = [...index.text.matchAll(/href="([^"?#]*\/kb\/([\w-]+)\/)"/g)].map(([, path = ""]) => path).filter((path) => path.startsWith(`${base}/kb/`));
    const paths = [...new Set(found)].slice(0, MOST_ARTICLES);
    const answers = await each(page, paths, onProgress);
    return {
      pages: answers.filter((answer) => !failureOf(answer)).map(({ path, text }) => ({ path, html: text })),
      complete: answers.every((answer) => !failureOf(answer)),
    };
  },

  async solved(page, { base }, onProgress) {
    // 3 is resolved, 4 closed. The list is in the order of numbers, so that the newest are on the last pages.
    const path = (/** @type {number} */ number) => `${base}/api/tickets/?status=3,4&page_size=${PAGE_SIZE}&page=${number}`;
    const { json: first } = await page.json(path(1));
    const pages = Math.max(1, Math.ceil(Number(first.count) / PAGE_SIZE));
    /** @type {any[]} */
    let tickets = pages === 1 ? first.results : [];
    for (let number = pages; number > 1 && tickets.length < MOST_SOLVED; number -= 1) {
      onProgress(tickets.length, Math.min(MOST_SOLVED, Number(first.count)));
      tickets = [...(await page.json(path(number))).json.results, ...tickets];
    }
    return tickets.slice(-MOST_SOLVED).map((ticket) => ({ ticket }));
  },
};

/** @type {Library} */
const requestTrackerLibrary = {
  async articles(page, { base }, onProgress) {
    const rest = `${base}/REST/2.0`;
    const all = encodeURIComponent(JSON.stringify([{ field: "id", operator: ">", value: 0 }]));
    /** @type {string[]} */
    const ids = [];
    // The list does not always say how long it is: a page that is not full is the last.
    let isLast = false;
    for (let number = 1; !isLast && ids.length < MOST_ARTICLES; number += 1) {
      const { json } = await page.json(`${rest}/articles?query=${all}&per_page=${PAGE_SIZE}&page=${number}`);
      const found = (json.items ?? []).map((/** @type {any} */ { id }) => String(Number(id)));
      ids.push(...found);
      isLast = found.length < PAGE_SIZE;
    }
    const answers = await each(page, ids.map((id) => `${rest}/article/${id}`), onProgress);
    const articles = answers.filter((answer) => !failureOf(answer)).map((answer) => parse(answer));
    // Classes have names only in their own records.
    const classes = [...new Set(articles.map(({ Class }) => String(Class?.id ?? "")).filter(Boolean))];
    const named = await each(page, classes.map((id) => `${rest}/class/${encodeURIComponent(id)}`), () => {});
    return {
      base,
      articles,
      classes: Object.fromEntries(classes.map((id, index) => [id, named[index] && !failureOf(named[index]) ? parse(named[index]).Name : id])),
      complete: isLast && answers.every((answer) => !failureOf(answer)),
    };
  },

  async solved(page, place, onProgress) {
    const query = encodeURIComponent("Status = 'resolved'");
    /** @type {string[]} */
    const ids = [];
    for (let number = 1; number <= Math.ceil(MOST_SOLVED / PAGE_SIZE); number += 1) {
      const { json } = await page.json(`${place.base}/REST/2.0/tickets?query=${query}&orderby=LastUpdated&order=DESC&per_page=${PAGE_SIZE}&page=${number}`);
      const found = (json.items ?? []).map((/** @type {any} */ { id }) => String(Number(id)));
      ids.push(...found);
      if (found.length < PAGE_SIZE) break;
    }
    /** @type {unknown[]} */
    const payloads = [];
    for (const [index, ticket] of ids.entries()) {
      onProgress(index, ids.length);
      // One that may not be read is left out.
      const loaded = await requestTracker.load(page, { ...place, ticket }).catch(() => undefined);
      if (loaded) payloads.push(loaded.payload);
    }
    return payloads;
  },
};

/** By the platform's id. @type {Record<string, Library>} */
export const LIBRARIES = { django_helpdesk: djangoHelpdesk, request_tracker: requestTrackerLibrary };
