/** `cargo xtask bench speed`: the core's times in Chromium, printed beside the budgets. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { ROOT } from "../../tests/desks/process.js";
import { chromium } from "../../tests/e2e/browser.js";
import { ownMessages, servePages } from "../pages.js";

/** What DESIGN allows, in milliseconds, by the beginning of the line. @type {[string, string][]} */
const BUDGETS = [
  ["cold start", "300"],
  ["analyze, 2,000 characters, 10000", "p99 16"],
  ["500 characters: intent", "p99 0.5"],
  ["2,000 characters: triggers", "p99 2"],
];

const pages = await servePages({ "/": { type: "text/html", text: () => "<!doctype html><title>Speed</title>" } });
const messages = ownMessages();
const models = readdirSync(join(ROOT, "www", "data")).filter((name) => name.endsWith(".dat")).map((name) => name.slice(0, -4));

const browser = await puppeteer.launch({ executablePath: await chromium(), headless: true, args: ["--no-sandbox", "--enable-precise-memory-info"], protocolTimeout: 600_000 });
try {
  const page = await browser.newPage();
  await page.goto(`${pages.origin}/`);
  /** @type {import("./measure.js").Timing[]} */
  const timings = await page.evaluate(async (given) => (await import(/** @type {string} */ ("/bench/speed/measure.js"))).measure(given), { models, messages, articles: 10_000 });
  console.log(`${"milliseconds".padEnd(56)}${"p50".padStart(9)}${"p99".padStart(9)}${"most".padStart(9)}${"runs".padStart(6)}  budget`);
  for (const { what, p50, p99, most, runs } of timings) {
    const budget = BUDGETS.find(([start]) => what.startsWith(start))?.[1] ?? "";
    const cell = (/** @type {number} */ value) => value.toFixed(2).padStart(9);
    console.log(`${what.padEnd(56)}${cell(p50)}${cell(p99)}${cell(most)}${String(runs).padStart(6)}  ${budget}`);
  }
} finally {
  await browser.close();
  pages.close();
}
