/** `cargo xtask screenshots`: pictures of every state of the panel, drawn by the panel itself, into docs/panel/. */
import { mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../desks/process.js";
import { launch } from "./browser.js";
import { openGallery, show, STATES, useTheme } from "./gallery.js";

const FOLDER = join(ROOT, "docs", "panel");

/** What is shown, how, and the file. @type {{file: string, what: string, theme?: string, language?: string, width?: number, height?: number, direction?: "ltr" | "rtl"}[]} */
const PICTURES = [
  { file: "escalation", what: "escalation" },
  { file: "escalation-dark", what: "escalation", theme: "dark" },
  { file: "escalation-contrast", what: "escalation", theme: "more contrast, light" },
  { file: "escalation-forced-colours", what: "escalation", theme: "forced colours" },
  { file: "escalation-de", what: "escalation", language: "de" },
  { file: "escalation-fr", what: "escalation", language: "fr" },
  { file: "escalation-es", what: "escalation", language: "es" },
  { file: "escalation-258", what: "escalation", width: 258 },
  { file: "calm", what: "calm" },
  { file: "calm-dark", what: "calm", theme: "dark" },
  { file: "unsure", what: "unsure" },
  { file: "right-to-left", what: "right to left", direction: "rtl" },
  { file: "loading", what: "loading", height: 340 },
];

async function take() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const driven = await launch();
  try {
    const page = await openGallery(driven);
    // What blinks or moves would be another picture each time.
    await page.addStyleTag({ content: "*, ::before { animation: none !important; caret-color: transparent !important; }" }).catch(() => {});
    const path = (/** @type {string} */ file) => /** @type {`${string}.png`} */ (join(FOLDER, `${file}.png`));
    for (const { file, what, theme = "light", language = "en", width = 320, height = 760, direction = "ltr" } of PICTURES) {
      await page.setViewport({ width, height });
      const restore = await useTheme(page, theme);
      await show(page, what, { language, direction });
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: path(file) });
      await restore();
      console.log(relative(ROOT, path(file)));
    }
    await page.setViewport({ width: 320, height: 760 });
    const restore = await useTheme(page, "light");
    await show(page, "states");
    for (const state of STATES) {
      const one = await page.waitForSelector(`[data-state="${state}"]`);
      await one?.screenshot({ path: path(`state-${state.replaceAll("_", "-")}`) });
    }
    await restore();
    console.log(`${STATES.length} states that are no analysis`);
  } finally {
    await driven.close();
  }
}

await take();
