/** WCAG 2.2 AA contrast of the design tokens (1.4.3 text, 1.4.11 what is not text), computed for each theme. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..");
const CSS = readFileSync(join(ROOT, "www", "tokens.css"), "utf8").replace(/\/\*[^]*?\*\//g, "");

/** Grounds that something stands on. */
const GROUNDS = ["bg", "card"];

/** What is read, and on which grounds. @type {[string, string[]][]} */
const TEXT = [
  ["ink", [...GROUNDS, "stopbg", "warnbg", "okbg", "mark"]],
  ["soft", [...GROUNDS, "stopbg", "warnbg", "okbg"]],
  ["accent", [...GROUNDS, "stopbg", "warnbg", "okbg"]],
  ["stop", [...GROUNDS, "stopbg"]],
  ["warn", [...GROUNDS, "stopbg", "warnbg"]],
  ["ok", [...GROUNDS, "okbg"]],
  ["on-accent", ["accent"]],
];

/** Borders of controls, underlines of evidence, bars. @type {[string, string[]][]} */
const MARKS = [
  ["edge", [...GROUNDS, "stopbg", "warnbg"]],
  ["accent", GROUNDS],
  ["stop", [...GROUNDS, "stopbg"]],
  ["warn", [...GROUNDS, "warnbg"]],
  ["ok", GROUNDS],
];

/** Tokens of a block of CSS: name to its value in light and in dark. @param {string} css @returns {Map<string, [string, string]>} */
function tokens(css) {
  /** @type {Map<string, [string, string]>} */
  const found = new Map();
  for (const [, name, value] of css.matchAll(/--([\w-]+):\s*([^;]+);/g)) {
    const pair = /^light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)$/.exec(value ?? "");
    if (pair) found.set(name ?? "", [pair[1] ?? "", pair[2] ?? ""]);
  }
  return found;
}

const [plain = "", more = ""] = CSS.split("@media (prefers-contrast: more)");
const usual = tokens(plain);
const contrasted = new Map([...usual, ...tokens(more)]);

/** Relative luminance (WCAG 2.2, definition). @param {string} colour `#rrggbb` */
function luminance(colour) {
  const linear = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} one @param {string} other */
function contrast(one, other) {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {Map<string, [string, string]>} theme @param {0 | 1} side light or dark @param {[string, string[]][]} pairs @param {number} least */
function tooFaint(theme, side, pairs, least) {
  const colour = (/** @type {string} */ name) => theme.get(name)?.[side] ?? assert.fail(`there is no colour \`--${name}\``);
  return pairs.flatMap(([name, grounds]) =>
    grounds.map((ground) => ({ pair: `${name} on ${ground}`, contrast: contrast(colour(name), colour(ground)) })).filter((found) => found.contrast < least),
  );
}

test("the formula gives WCAG's own figures", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#777777", "#ffffff").toFixed(2), "4.48");
});

for (const [name, theme, text, mark] of /** @type {[string, Map<string, [string, string]>, number, number][]} */ ([
  ["usual", usual, 4.5, 3],
  ["more contrast", contrasted, 7, 4.5],
])) {
  for (const side of /** @type {const} */ ([0, 1])) {
    const what = `${name}, ${side === 0 ? "light" : "dark"}`;
    test(`text stands out from its ground: ${what}`, () => assert.deepEqual(tooFaint(theme, side, TEXT, text), []));
    test(`borders and marks stand out: ${what}`, () => assert.deepEqual(tooFaint(theme, side, MARKS, mark), []));
  }
}

test("no style names a colour of its own", () => {
  for (const path of ["panel/panel.css", "panel/states.css", "panel/feedback.css", "settings/settings.css"]) {
    const css = readFileSync(join(ROOT, "www", path), "utf8").replace(/\/\*[^]*?\*\//g, "");
    assert.deepEqual(css.match(/#[0-9a-f]{3,8}\b(?=[^{}]*[;}])/gi) ?? [], [], path);
    const used = [...css.matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name ?? "");
    assert.deepEqual(used.filter((name) => !new RegExp(`--${name}:`).test(CSS)), [], `${path} uses tokens that are not there`);
  }
});
