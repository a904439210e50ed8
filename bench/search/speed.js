/**
 * `cargo xtask bench search`: Handrail's knowledge search in Chromium beside other libraries, on the same articles and the
 * same questions, each in a page of its own. `node bench/search/speed.js NAME…` measures those alone.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { ROOT } from "../../tests/desks/process.js";
import { chromium } from "../../tests/e2e/browser.js";
import { ownMessages, servePages } from "../pages.js";

const PACKAGES = "/bench/search/node_modules";
const IMPORTS = {
  "@orama/orama": `${PACKAGES}/@orama/orama/dist/browser/index.js`,
  "@orama/stemmers/english": `${PACKAGES}/@orama/stemmers/dist/en.js`,
  flexsearch: `${PACKAGES}/flexsearch/dist/flexsearch.bundle.module.min.mjs`,
  "fuse.js": `${PACKAGES}/fuse.js/dist/fuse.min.mjs`,
  lunr: "/lunr.js",
  minisearch: `${PACKAGES}/minisearch/dist/es/index.js`,
  stemmer: `${PACKAGES}/stemmer/index.js`,
};
const PAGE = `<!doctype html><title>Search</title><script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`;

const pages = await servePages({
  "/": { type: "text/html", text: () => PAGE },
  "/lunr.js": {
    type: "text/javascript",
    text: () => `const module = { exports: {} }, exports = module.exports;\n${readFileSync(join(ROOT, PACKAGES, "lunr/lunr.js"), "utf8")}\nexport default module.exports;`,
  },
});
const messages = ownMessages();
const SIZES = [
  { articles: 10_000, words: 180 },
  { articles: 100_000, words: 80 },
];
/** Libraries that are measured with the larger set: the others take minutes to build it. */
const LARGE = ["Handrail", "MiniSearch, tuned", "FlexSearch, tuned"];
const NAMES = ["Handrail", "MiniSearch", "MiniSearch, tuned", "Lunr", "FlexSearch", "FlexSearch, tuned", "Orama", "Orama, tuned", "Fuse.js", "Fuse.js, tuned"];
const wanted = process.argv.slice(2);

const browser = await puppeteer.launch({ executablePath: await chromium(), headless: true, args: ["--no-sandbox", "--enable-precise-memory-info", "--js-flags=--expose-gc"], protocolTimeout: 1_800_000 });
try {
  for (const size of SIZES) {
    console.log(`\n${size.articles} articles of ${size.words} words`);
    console.log(`${"".padEnd(20)}${"build s".padStart(9)}${"index MB".padStart(10)}${"load ms".padStart(9)}${"heap MB".padStart(9)}${"question p50/p99 ms".padStart(22)}${"ticket p50/p99 ms".padStart(20)}`);
    for (const name of NAMES) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      if (size.articles > 10_000 && !LARGE.includes(name)) continue;
      const page = await browser.newPage();
      await page.goto(`${pages.origin}/`);
      /** @type {import("./measure.js").Measured} */
      const found = await page.evaluate(async (given) => (await import(/** @type {string} */ ("/bench/search/measure.js"))).measure(given), { name, messages, ...size });
      await page.close();
      const cell = (/** @type {number} */ value, /** @type {number} */ width, digits = 2) => (value < 0 ? "–" : value.toFixed(digits)).padStart(width);
      console.log(
        `${name.padEnd(20)}${cell(found.build / 1000, 9)}${cell(found.bytes / 1e6, 10)}${cell(found.load, 9, 1)}${cell(found.heap / 1e6, 9, 1)}` +
          `${`${found.question.p50.toFixed(2)} / ${found.question.p99.toFixed(2)}`.padStart(22)}${`${found.ticket.p50.toFixed(2)} / ${found.ticket.p99.toFixed(2)}`.padStart(20)}  ${found.note}`,
      );
    }
  }
} finally {
  await browser.close();
  pages.close();
}
