/**
 * The words of every page, in the agent's language: `say("key", {values})` is the text of that key in `data/words/`,
 * one file a language. Numbers, money and times are written as the agent's country writes them.
 *
 * In a text `{name}` stands for a value, and `{name:format}` says how it is written: see `FORMATS`. A text that counts
 * has a form for each plural, `key#one` and `key#other`, chosen by the value `count`.
 *
 * @typedef {string | number | boolean | Date | null | undefined} Value
 */

/** The languages that there is a file of, each as it calls itself. @type {Record<string, string>} */
export const LANGUAGES = { en: "English", de: "Deutsch", fr: "Français", es: "Español" };

/** What every text has, and what a language is compared with. */
const FIRST = "en";

/** @type {Map<string, string>} */
let english = new Map();
/** @type {Map<string, string>} */
let texts = english;
let language = FIRST;
/** Language and country, for numbers and times. */
let locale = FIRST;
/** @type {Map<string, any>} what formats are made once */
let made = new Map();
/** The lead's names of intents. @type {Record<string, string>} */
let intentNames = {};

/** A placeholder: the name of its value, and how it is written. */
const PLACEHOLDER = /\{(\w+)(?::(\w+))?\}/g;

/**
 * How a value may be written; any other word is a family of names, as in `{kind:trigger}`.
 *
 * @type {Record<string, (value: any) => string>}
 */
const FORMATS = {
  /** A part of one, as `12 %`. */
  percent: (part) => number(part, { style: "percent", maximumFractionDigits: 0 }),
  /** A whole number. */
  score: (score) => number(score, { maximumFractionDigits: 0 }),
  /** A whole number with its sign. */
  signed: (points) => number(points, { maximumFractionDigits: 0, signDisplay: "always" }),
  /** Minutes, in the largest unit that fits. */
  duration: (minutes) => {
    const [amount, unit] = minutes < 120 ? [minutes, "minute"] : minutes < 2880 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
    return number(Math.floor(amount), { style: "unit", unit, unitDisplay: "short" });
  },
  /** A day. */
  date: (at) => time(at, { dateStyle: "medium" }),
  /** A day and a time of it. */
  moment: (at) => time(at, { dateStyle: "medium", timeStyle: "short" }),
  /** A time of the day, to the second. */
  clock: (at) => time(at, { timeStyle: "medium" }),
  /** A sentence of the engine. */
  prose: (sentence) => retell(sentence, true),
  /** A figure of a sentence of the engine: a number, or a sum of money. */
  figure: (text) => String(text).replace(/^-?\d+(?:\.\d+)?(?=$| )/, (digits) => number(Number(digits), { maximumFractionDigits: 4 })),
};

/**
 * What a file of `data/words/` holds.
 *
 * @param {string} file
 * @returns {Map<string, string>}
 */
export function readWords(file) {
  const lines = file.split("\n").filter((line) => line && !line.startsWith("# "));
  return new Map(lines.map((line) => /** @type {[string, string]} */ (line.split(/ = (.*)/s, 2))));
}

/** @param {string} code */
async function load(code) {
  const answer = await fetch(new URL(`data/words/${code}.txt`, import.meta.url));
  if (!answer.ok) throw new Error(`could not load the words of ${code}`);
  return readWords(await answer.text());
}

/** The language of the page: the one that is wished for, else the first of the browser's that is known. @param {string} [wished] */
export function choose(wished, preferred = navigator.languages) {
  const known = [wished, ...preferred.map((tag) => tag.split("-")[0])].find((code) => code && Object.hasOwn(LANGUAGES, code));
  return known ?? FIRST;
}

/**
 * Loads the words, and puts those of the page's HTML in place.
 *
 * @param {string} [wished] a language of `LANGUAGES`; else the browser's
 * @returns {Promise<boolean>} whether the language changed
 */
export async function useLanguage(wished) {
  const next = choose(wished);
  const isNew = next !== language || english.size === 0;
  if (isNew) {
    const [first, own] = await Promise.all([english.size > 0 ? english : load(FIRST), next === FIRST ? null : load(next)]);
    speak(next, first, own ?? first);
  }
  document.documentElement.lang = next;
  translate(document);
  return isNew;
}

/** Takes texts into use. @param {string} code @param {Map<string, string>} first those of English @param {Map<string, string>} own */
export function speak(code, first, own) {
  english = first;
  texts = own;
  language = code;
  made = new Map();
  locale = localeFor(code);
}

/** The agent's own country, in whatever language the page is. @param {string} code */
function localeFor(code) {
  const own = navigator.languages?.find((tag) => tag.split("-")[0] === code);
  if (own) return own;
  const region = navigator.language && new Intl.Locale(navigator.language).region;
  return region ? `${code}-${region}` : code;
}

/** Elements that name their words: `data-say` the text, `data-say-title` (`-label`, `-placeholder`) an attribute. @param {ParentNode} root */
export function translate(root) {
  for (const one of root.querySelectorAll("[data-say]")) one.textContent = say(one.getAttribute("data-say") ?? "");
  for (const [mark, attribute] of [["title", "title"], ["label", "aria-label"], ["placeholder", "placeholder"]]) {
    for (const one of root.querySelectorAll(`[data-say-${mark}]`)) one.setAttribute(attribute ?? "", say(one.getAttribute(`data-say-${mark}`) ?? ""));
  }
}

/** @param {string} key @param {unknown} count */
function textOf(key, count) {
  const plain = texts.get(key) ?? english.get(key);
  if (plain !== undefined) return plain;
  const form = typeof count === "number" ? once(`plural ${language}`, () => new Intl.PluralRules(language)).select(count) : "other";
  return texts.get(`${key}#${form}`) ?? texts.get(`${key}#other`) ?? english.get(`${key}#other`) ?? key;
}

/**
 * The text of a key, in the language of the page.
 *
 * @param {string} key
 * @param {Record<string, Value>} [values]
 */
export function say(key, values = {}) {
  return textOf(key, values["count"]).replace(PLACEHOLDER, (_, called, format) => {
    const value = values[called];
    if (value === undefined || value === null) return "";
    const write = FORMATS[format];
    if (write) return write(value);
    if (format) return name(format, String(value));
    return typeof value === "number" ? number(value) : String(value);
  });
}

/** Whether a key has a text. @param {string} key */
export const isSaid = (key) => texts.has(key) || english.has(key);

/** The name of an id: that of its family (`name("trigger", "vip")`), else the id in words. @param {string} family @param {string} id */
export function name(family, id) {
  if (family === "intent") return intentName(id);
  if (family === "language" && id && id !== "und") return once("languages", () => new Intl.DisplayNames([language], { type: "language", fallback: "code" })).of(id) ?? id;
  return texts.get(`${family}.${id || "und"}`) ?? english.get(`${family}.${id || "und"}`) ?? inWords(id);
}

/** A lead's own name is left as it is; a shipped one is in the language of the page. @param {string} id */
function intentName(id) {
  const key = `intent.${id}`;
  const given = intentNames[id];
  if (given && given !== english.get(key)) return given;
  return texts.get(key) ?? given ?? inWords(id);
}

/** @param {Record<string, string>} names of intents, by id, as the settings have them */
export function nameIntents(names) {
  intentNames = names;
}

/** `refund_request` as `Refund request`. @param {string} id */
export const inWords = (id) => (id.charAt(0).toUpperCase() + id.slice(1)).replaceAll(/[_.]/g, " ");

/** @template Made @param {string} key @param {() => Made} make @returns {Made} */
function once(key, make) {
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}

/** @param {number} value @param {Intl.NumberFormatOptions} [options] */
export function number(value, options = {}) {
  return once(`number ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options)).format(value);
}

/**
 * A point in time in the agent's zone, or a day that belongs to no zone; other text as it is.
 *
 * @param {string | number | Date} at
 * @param {Intl.DateTimeFormatOptions} options
 */
export function time(at, options) {
  const isDay = typeof at === "string" && /^\d{4}-\d\d-\d\d$/.test(at);
  if (typeof at === "string" && !/^\d{4}-\d\d-\d\d(?:T|$)/.test(at)) return at;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  const { timeStyle, ...day } = options;
  const how = isDay ? { ...day, timeZone: "UTC" } : options;
  return once(`time ${JSON.stringify(how)}`, () => new Intl.DateTimeFormat(locale, how)).format(date);
}

/** @param {{amount?: string, currency?: string}} sum */
function money({ amount = "", currency = "" }) {
  const value = Number(amount);
  if (!/^[A-Z]{3}$/.test(currency) || amount === "" || Number.isNaN(value)) return `${currency} ${amount}`.trim();
  return number(value, { style: "currency", currency, currencyDisplay: "code" });
}

/** What a placeholder may stand for in a pattern, by its format. @type {Record<string, string>} */
const SHAPES = { figure: "(-?[\\d.,]+(?: [A-Z]{3}| )?)", date: "(\\d{4}-\\d\\d-\\d\\d)", trigger: "([a-z_]+)" };

/**
 * The sentences of the engine: each a pattern, made of an English text, with its key.
 *
 * @returns {{key: string, pattern: RegExp, names: string[]}[]}
 */
function patterns() {
  return [...english].filter(([key]) => key.startsWith("prose.")).map(([key, text]) => {
    const places = [...text.matchAll(PLACEHOLDER)];
    const parts = text.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const shapes = places.map(([, , format]) => SHAPES[format ?? ""] ?? "(.+?)");
    return { key, pattern: new RegExp(`^${parts.map((part, at) => part + (shapes[at] ?? "")).join("")}$`, "s"), names: places.map(([, name]) => name ?? "") };
  });
}

/**
 * A sentence of the engine, which speaks English, in the language of the page where its words are known: the English
 * texts `prose.…` are the patterns (`prose.part.…` those of a part of a sentence alone), and the names of intents are
 * known as well.
 *
 * @param {string} sentence
 * @param {boolean} [isPart]
 * @returns {string}
 */
export function retell(sentence, isPart = false) {
  // Nothing that the engine itself says is so long; what is, is mostly the customer's.
  if (texts === english || sentence.length > 300) return sentence;
  for (const { key, pattern, names } of once("patterns", patterns)) {
    const found = isPart || !key.startsWith("prose.part.") ? pattern.exec(sentence) : null;
    if (found) return say(key, Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ""])));
  }
  const intent = once("intents", () => new Map([...english].filter(([key]) => key.startsWith("intent.")).map(([key, text]) => [text, key]))).get(sentence);
  return intent ? say(intent) : sentence;
}

/** A value of a ticket's data. @param {any} value @returns {string} */
function data(value) {
  if (typeof value === "number") return number(value);
  if (typeof value === "boolean") return say(`truth.${value}`);
  if (value === null) return "";
  if (Array.isArray(value)) return value.map(data).join(", ");
  if (typeof value === "object") return value.currency === undefined ? JSON.stringify(value) : money(value);
  return String(value);
}

/** What the core wants to be shown, put into words: see `Words` in `src/panel/words.rs`. @param {any} words @returns {string} */
function told(words) {
  if (typeof words === "number") return number(words);
  if (!Array.isArray(words)) return String(words ?? "");
  const [key, ...rest] = words;
  if (key === "~") return retell(rest[0]);
  if (key === "=") return data(rest[0]);
  if (key === "") return rest.slice(1).map(told).join(rest[0]);
  if (key.endsWith(".")) return name(key.slice(0, -1), rest[0]);
  /** @type {Record<string, Value>} */
  const values = {};
  for (let at = 0; at < rest.length; at += 2) values[rest[at]] = typeof rest[at + 1] === "number" ? rest[at + 1] : told(rest[at + 1]);
  return say(key, values);
}

/** The same from JSON text, as the core calls it. @param {string} text */
export const tell = (text) => told(JSON.parse(text));
