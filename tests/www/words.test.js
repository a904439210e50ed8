/** Every language says the same: no text is missing, left over or unused, and its placeholders are those of English. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { choose, LANGUAGES, readWords, retell, speak } from "../../www/words.js";

const ROOT = join(import.meta.dirname, "..", "..");
const FOLDER = join(ROOT, "www", "data", "words");

/** Families whose names are asked for by the ids of a ticket's data: `name("trigger", id)`. */
const FAMILIES = /^(?:trigger|intent|channel|role|tier|tier_name|band|abstention|priority|sentiment|trend|signal|policy_name|policy_status|fact|region|warning|language|given|truth|prose|event|event_about)\./;

/** @param {string} code */
const words = (code) => readWords(readFileSync(join(FOLDER, `${code}.txt`), "utf8"));
const english = words("en");

/** Placeholders of a text, with their formats. @param {string} text */
const placeholders = (text) => [...text.matchAll(/\{[^}]*\}/g)].map(([whole]) => whole).sort();

/** @param {string} folder @param {RegExp} pattern @returns {string[]} */
const files = (folder, pattern) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => pattern.test(path))
    .map((path) => join(folder, path));

test("there is a file for each language that is offered, and no other", () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), Object.keys(LANGUAGES).map((code) => `${code}.txt`).sort());
});

for (const code of Object.keys(LANGUAGES)) {
  test(`${code} has every text once, with the same placeholders`, () => {
    const own = words(code);
    const lines = readFileSync(join(FOLDER, `${code}.txt`), "utf8").split("\n").filter((line) => line && !line.startsWith("# "));
    assert.deepEqual(lines.filter((line) => !/^[a-z0-9_.]+(?:#[a-z]+)? = \S/.test(line)), [], "lines are `key = text`");
    assert.equal(lines.length, own.size, "no key stands twice");
    assert.deepEqual([...english.keys()].filter((key) => !own.has(key)), [], "missing");
    assert.deepEqual([...own.keys()].filter((key) => !english.has(key)), [], "surplus");
    // A form for one may leave out the count, which it says in words.
    const differ = [...own].filter(([key, text]) => String(placeholders(text)) !== String(placeholders(english.get(key) ?? "")) && !(key.endsWith("#one") && String(placeholders(text.concat("{count}"))) === String(placeholders(english.get(key) ?? ""))));
    assert.deepEqual(differ, [], "other placeholders than in English");
    const forms = [...own.keys()].filter((key) => key.includes("#"));
    assert.deepEqual(forms.filter((key) => !own.has(key.replace(/#.*/, "#other")) || !own.has(key.replace(/#.*/, "#one"))), [], "without one of the forms");
  });
}

test("every text is used, and every text that is asked for is there", () => {
  const sources = [...files(join(ROOT, "www"), /\.(?:js|html)$/), ...files(join(ROOT, "src", "panel"), /^(?!tests).*\.rs$/), join(ROOT, "src", "panel.rs")].map((path) => readFileSync(path, "utf8"));
  const all = sources.join("\n");
  const literals = new Set([...all.matchAll(/["'`]([a-z0-9_]+(?:\.[a-z0-9_]+)*)["'`]/g)].map(([, literal]) => literal));
  // `state.${code}.title` asks for every key of that shape.
  const shapes = [...all.matchAll(/`([a-z0-9_.]*\$\{[^`]*)`/g)].map(([, shape]) => (shape ?? "").replace(/\$\{[^}]*\}/g, "*")).filter((shape) => /^[a-z0-9_]+[._][a-z0-9_.*]*$/.test(shape));
  const patterns = shapes.map((shape) => new RegExp(`^${shape.replaceAll(".", "\\.").replaceAll("*", "[a-z0-9_]+")}$`));
  const bare = (/** @type {string} */ key) => key.replace(/#.*/, "");
  const unused = [...english.keys()].map(bare).filter((key) => !literals.has(key) && !FAMILIES.test(key) && !patterns.some((pattern) => pattern.test(key)));
  assert.deepEqual(unused, [], "unused");
  const keys = new Set([...english.keys()].map(bare));
  const asked = [...all.replaceAll(/^.*[*]{1,2} .*$/gm, "").matchAll(/\b(?:say|said|rests_on)\(\s*["']([a-z0-9_.]+)["']|data-say(?:-[a-z]+)?="([^"]+)"/g)].map(([, one, other]) => one ?? other ?? "");
  assert.ok(asked.length > 50);
  assert.deepEqual(asked.filter((key) => !keys.has(key) && !key.endsWith(".")), [], "asked for, but not there");
});

test("names of intents are those of the shipped settings", () => {
  const shipped = JSON.parse(readFileSync(join(ROOT, "www", "data", "settings", "intents.json"), "utf8"));
  assert.deepEqual(
    [...english].filter(([key]) => key.startsWith("intent.")),
    shipped.map((/** @type {{id: string, name: string}} */ { id, name }) => [`intent.${id}`, name]),
  );
});

test("every kind of trigger has a name", () => {
  const shipped = JSON.parse(readFileSync(join(ROOT, "www", "data", "settings", "triggers.json"), "utf8"));
  const kinds = shipped.map((/** @type {{id: string, kind?: string}} */ { id, kind }) => kind || id);
  assert.deepEqual(kinds.filter((/** @type {string} */ kind) => !english.has(`trigger.${kind}`)), []);
});

test("what the engine says of a ticket is said in German as well, but for the customer's own words", () => {
  if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: { language: "de-DE", languages: ["de-DE"] } });
  speak("de", english, words("de"));
  const analyses = readFileSync(join(ROOT, "tests", "golden", "analyses", "analyses.jsonl"), "utf8").split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  const said = analyses.flatMap(({ checked, autonomy, policy_flags: flags, summary }) => [
    ...checked.map((/** @type {any} */ { margin }) => margin),
    ...autonomy.blocked_by,
    ...flags.map((/** @type {any} */ { detail }) => detail),
    ...summary.account.map((/** @type {any} */ { label }) => label),
    summary.one_line,
  ]).filter(Boolean);
  assert.ok(said.length > 100);
  assert.deepEqual(said.filter((sentence) => retell(sentence) === sentence), []);
  assert.equal(retell("The customer Sam Poe: Refund request, order B-10010 (Blender); the agent answered once; the customer wrote last"), "Kunde Sam Poe: Wunsch nach Erstattung, Bestellung B-10010 (Blender); der Agent antwortete einmal; zuletzt schrieb der Kunde");
  assert.equal(retell("0.9918 of 0.6"), "0,9918 von 0,6");
  assert.equal(retell("words that nobody knows"), "words that nobody knows");
  for (const own of ["We have proof of purchase.", "My order, order 12 came late", "phase out", "The customer speaks of legal action about this matter: only the legal team answers."]) assert.equal(retell(own), own);
  speak("en", english, english);
});

for (const [what, wished, preferred, expected] of /** @type {[string, string | undefined, string[], string][]} */ ([
  ["the browser's language", undefined, ["de-AT", "en"], "de"],
  ["the browser's first that is known", undefined, ["pl", "fr-CA"], "fr"],
  ["the settings' language before it", "es", ["de-AT"], "es"],
  ["English where nothing is known", undefined, ["pl"], "en"],
  ["the browser's language when the settings' is unknown", "tlh", ["de"], "de"],
])) {
  test(what, () => assert.equal(choose(wished, preferred), expected));
}
