/**
 * `cargo xtask demo` after the build: the sample django-helpdesk, Chromium with the extension, and the
 * panel beside a ticket. With `--headless`, every sample ticket's panel as text and as a screenshot.
 */
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { start } from "../desks/django.js";
import { CACHE, ROOT, say } from "../desks/process.js";
import { REQUESTERS } from "../desks/stories.js";
import { launch } from "./browser.js";
import { analysisOf, setUp, stayOn, visiblePanel } from "./panel.js";

/** The ticket that the demo opens first. */
const FIRST = "legal_threat";

const isHeadless = process.argv.includes("--headless");

/** Whether a window can be shown here. */
const hasDisplay = () => process.platform !== "linux" || Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);

/** @param {import("../desks/desk.js").Desk} desk @param {import("./browser.js").Driven} driven @param {import("puppeteer-core").Page} page */
async function visitAll(desk, driven, page) {
  const folder = join(CACHE, "demo");
  mkdirSync(folder, { recursive: true });
  await driven.openPanel(page);
  await analysisOf(driven, desk.ticket(FIRST).id);
  await stayOn(driven, desk.origin);
  for (const { key, id, url } of desk.tickets) {
    await page.goto(url);
    const { text } = await analysisOf(driven, id);
    const file = join(folder, `${String(id).padStart(2, "0")}-${key}.png`);
    await (await visiblePanel(driven))?.page.screenshot({ path: /** @type {`${string}.png`} */ (file), fullPage: true });
    console.log(`== ticket ${id}, ${key}: ${REQUESTERS[key]?.subject}\n${text.trim()}\nscreenshot: ${relative(ROOT, file)}\n`);
  }
}

async function demo() {
  if (!isHeadless && !hasDisplay()) {
    throw new Error("there is no display to show a window on; run `cargo xtask demo --headless`, which prints every panel and takes screenshots, or `xvfb-run cargo xtask demo`");
  }
  say("starting django-helpdesk with the sample tickets");
  const desk = await start();
  say(`django-helpdesk is at ${desk.origin}`);
  const driven = await launch({ headless: isHeadless });
  try {
    await setUp(driven, desk.name);
    const page = await driven.newPage();
    await desk.login(page);
    await page.goto(desk.ticket(FIRST).url);
    if (isHeadless) {
      await visitAll(desk, driven, page);
      return;
    }
    await driven.openPanel(page);
    say(`the panel stands beside ticket ${desk.ticket(FIRST).id}; the other tickets are at ${desk.origin}/tickets/\nCtrl-C, or closing the window, ends everything`);
    await new Promise((resolve) => driven.browser.once("disconnected", resolve));
  } finally {
    await driven.close().catch(() => {}); // the window may be gone already
    await desk.stop();
  }
}

try {
  await demo();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
