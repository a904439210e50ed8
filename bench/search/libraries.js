// @ts-nocheck The libraries are installed only where they are measured.
/**
 * Search libraries behind one face, each as it comes out of the box and as well set as is known. They run in Node.js
 * (quality) and in Chromium (speed, through an import map).
 */
import { create, insertMultiple, search as oramaSearch } from "@orama/orama";
import { stemmer as oramaStemmer } from "@orama/stemmers/english";
import FlexSearch from "flexsearch";
import Fuse from "fuse.js";
import lunr from "lunr";
import MiniSearch from "minisearch";
import { stemmer } from "stemmer";

/**
 * @typedef {{id: string, title: string, body: string}} Article
 * @typedef {object} Index
 * @property {(query: string, limit: number) => string[]} search ids, best first
 * @property {() => number} bytes of what would be stored
 * @typedef {{name: string, most?: number, build: (articles: Article[]) => Index | Promise<Index>}} Library
 */

/** Of the Snowball project's English list. */
const STOP = new Set(
  "a about above after again against all am an and any are as at be because been before being below between both but by can did do does doing down during each few for from further had has have having he her here hers him his how i if in into is it its itself just me more most my no nor not now of off on once only or other our out over own same she should so some such than that the their them then there these they this those through to too under until up very was we were what when where which while who whom why will with you your".split(" "),
);
const words = (/** @type {string} */ text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const stems = (/** @type {string} */ text) => words(text).filter((word) => !STOP.has(word)).map(stemmer);

/** @param {ConstructorParameters<typeof MiniSearch>[0]} options @returns {Library["build"]} */
const miniSearch = (options) => (articles) => {
  const index = new MiniSearch({ fields: ["title", "body"], ...options });
  index.addAll(articles);
  return {
    search: (query, limit) => index.search(query).slice(0, limit).map(({ id }) => id),
    bytes: () => JSON.stringify(index).length,
  };
};

/** @param {{title: number}} boost @returns {Library["build"]} */
const lunrWith = (boost) => (articles) => {
  const index = lunr(function () {
    this.field("title", { boost: boost.title });
    this.field("body");
    for (const article of articles) this.add({ ...article });
  });
  return {
    // Its query language would read colons and signs of the text.
    search: (query, limit) => index.query((own) => own.term(lunr.tokenizer(words(query).join(" ")), {})).slice(0, limit).map(({ ref }) => ref),
    bytes: () => JSON.stringify(index).length,
  };
};

/** @param {any} options @param {any} asked @returns {Library["build"]} */
const flexSearch = (options, asked) => (articles) => {
  const index = new FlexSearch.Index(options);
  for (const [place, { title, body }] of articles.entries()) index.add(place, `${title} ${title} ${body}`);
  return {
    search: (query, limit) => index.search(query, { limit, ...asked }).map((/** @type {number} */ place) => /** @type {Article} */ (articles[place]).id),
    bytes() {
      let sum = 0;
      index.export((/** @type {string} */ _, /** @type {string} */ data) => void (sum += data?.length ?? 0));
      return sum;
    },
  };
};

/** @param {any} components @param {any} asked @returns {Library["build"]} */
const orama = (components, asked) => async (articles) => {
  const index = create({ schema: { title: "string", body: "string" }, components });
  await insertMultiple(index, articles, 1000);
  return {
    search: (query, limit) => /** @type {any} */ (oramaSearch(index, { term: query, limit, ...asked })).hits.map((/** @type {{id: string}} */ hit) => hit.id),
    bytes: () => JSON.stringify(index.data.index).length,
  };
};

/** @param {any} options @param {(query: string) => string} asked @returns {Library["build"]} */
const fuse = (options, asked) => (articles) => {
  const index = new Fuse(articles, { keys: ["title", "body"], ...options });
  return {
    search: (query, limit) => index.search(asked(query), { limit }).map(({ item }) => item.id),
    bytes: () => JSON.stringify(index.getIndex()).length,
  };
};

/** @type {Library[]} */
export const LIBRARIES = [
  { name: "MiniSearch", build: miniSearch({ fields: ["title", "body"] }) },
  {
    name: "MiniSearch, tuned",
    build: miniSearch({ fields: ["title", "body"], processTerm: (term) => (STOP.has(term.toLowerCase()) ? null : stemmer(term.toLowerCase())), searchOptions: { boost: { title: 2 } } }),
  },
  { name: "Lunr", build: lunrWith({ title: 1 }) },
  { name: "Lunr, tuned", build: lunrWith({ title: 3 }) },
  { name: "FlexSearch", build: flexSearch({}, {}) },
  { name: "FlexSearch, tuned", build: flexSearch({ encode: stems, context: true }, { suggest: true }) },
  { name: "Orama", build: orama({}, {}) },
  {
    name: "Orama, tuned",
    build: orama({ tokenizer: { language: "english", stemming: true, stemmer: oramaStemmer, stopWords: [...STOP] } }, { threshold: 1, boost: { title: 2 }, relevance: { k: 1.2, b: 0.75, d: 0 } }),
  },
  // A pattern of many words over long texts: seconds a question beyond this.
  { name: "Fuse.js", most: 10_000, build: fuse({}, (query) => query) },
  {
    name: "Fuse.js, tuned",
    most: 10_000,
    build: fuse({ keys: [{ name: "title", weight: 2 }, "body"], ignoreLocation: true, useExtendedSearch: true, threshold: 0.2 }, (query) => words(query).filter((word) => !STOP.has(word)).slice(0, 12).map((word) => `'${word}`).join(" | ")),
  },
];
