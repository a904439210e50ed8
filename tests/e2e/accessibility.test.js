/**
 * Whether everybody can use the pages: axe-core finds nothing in any state, theme and language; nothing is clipped or
 * scrolls sideways at any width; and every control is reached and worked by keyboard, with the focus in sight.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { LANGUAGES } from "../../www/words.js";
import { launch } from "./browser.js";
import { openGallery, show, SHOWN, THEMES, useTheme } from "./gallery.js";
import { openSettings } from "./panel.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Best practices are held to beside WCAG 2.2 A and AA. */
const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] };

/**
 * What axe-core finds on a page, in words.
 *
 * @param {import("puppeteer-core").Page} page
 * @returns {Promise<string[]>}
 */
async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  // @ts-expect-error axe-core puts it there
  const { violations: found } = await page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
  return found.flatMap((/** @type {import("axe-core").Result} */ { id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`));
}

/**
 * What sticks out, is cut off or scrolls sideways, by name. Only what scrolls by itself may be wider than its place.
 *
 * @param {import("puppeteer-core").Page} page
 */
const misfits = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    /** @param {Element} one */
    const called = (one) => `${one.localName}${one.id ? `#${one.id}` : ""}${one.className && typeof one.className === "string" ? `.${one.className.trim().replaceAll(/\s+/g, ".")}` : ""} “${(one.textContent ?? "").trim().slice(0, 30)}”`;
    /** @param {Element | null} one @returns {boolean} */
    const isLetScroll = (one) => one !== null && (["auto", "scroll"].includes(getComputedStyle(one).overflowX) || isLetScroll(one.parentElement));
    /** @type {string[]} */
    const found = [];
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} wide, its window ${width}`);
    for (const one of document.body.querySelectorAll("*")) {
      if (!one.checkVisibility() || one.closest(".unseen, [aria-hidden=true], option, svg, input")) continue;
      const style = getComputedStyle(one);
      const { left, right } = one.getBoundingClientRect();
      if ((left < -0.5 || right > width + 0.5) && !isLetScroll(one)) found.push(`${called(one)} reaches from ${Math.round(left)} to ${Math.round(right)} of ${width}`);
      const clips = ["hidden", "clip"].includes(style.overflowX) || one.localName === "button" || one.localName === "select";
      if (clips && one.scrollWidth > one.clientWidth + 1) found.push(`${called(one)} holds ${one.scrollWidth} in ${one.clientWidth}`);
      if (["hidden", "clip"].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1) found.push(`${called(one)} is cut off below`);
    }
    return found.slice(0, 12);
  });

/**
 * Walks a page with the tabulator from its beginning, and tells what was met.
 *
 * @param {import("puppeteer-core").Page} page
 */
async function walk(page) {
  await page.evaluate(() => {
    // The tabulator goes on from where the focus was last, even when that is gone.
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    // What takes part, as the page says it: one control of a group of radio buttons is enough.
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((one) => one.checkVisibility() && !one.matches(":disabled, [type=radio]:not(:checked)") && !one.closest("[hidden], [inert]") && (one.localName !== "summary" || one === one.parentElement?.querySelector("summary")));
    for (const [index, one] of all.entries()) one.setAttribute("data-walk", String(index));
  });
  const expected = await page.$$eval("[data-walk]", (all) => all.length);
  /** @type {{at: string | null, isSeen: boolean, isMarked: boolean, what: string}[]} */
  const met = [];
  for (let step = 0; step < expected; step += 1) {
    await page.keyboard.press("Tab");
    met.push(
      await page.evaluate(() => {
        const one = document.activeElement ?? document.body;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        const { top, bottom, height } = one.getBoundingClientRect();
        return {
          at: one.getAttribute("data-walk"),
          isSeen: bottom > 0 && top < innerHeight && height > 0,
          isMarked: (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none",
          what: `${one.localName}#${one.id} “${(one.textContent ?? "").trim().slice(0, 30)}”`,
        };
      }),
    );
  }
  assert.deepEqual(met.filter(({ at }) => at === null).map(({ what }) => what), [], "the focus went elsewhere");
  assert.equal(new Set(met.map(({ at }) => at)).size, expected, "every control is met once");
  assert.deepEqual(met.filter(({ isSeen }) => !isSeen).map(({ what }) => what), [], "the focus is out of sight");
  assert.deepEqual(met.filter(({ isMarked }) => !isMarked).map(({ what }) => what), [], "the focus does not show");
  return expected;
}

describe("everybody can use the pages", () => {
  /** @type {import("./browser.js").Driven} */ let driven;
  /** @type {import("puppeteer-core").Page} */ let gallery;

  before(async () => {
    driven = await launch();
    gallery = await openGallery(driven);
  });
  after(() => driven?.close());

  for (const theme of Object.keys(THEMES)) {
    for (const language of Object.keys(LANGUAGES)) {
      test(`axe-core finds nothing in the panel: ${theme}, ${language}`, async () => {
        await gallery.bringToFront();
        await gallery.setViewport({ width: 320, height: 800 });
        const restore = await useTheme(gallery, theme);
        for (const what of Object.keys(SHOWN)) {
          await show(gallery, what, { language });
          assert.deepEqual(await violations(gallery), [], what);
        }
        await restore();
      });
    }
  }

  // The last is a panel of 320 pixels at a zoom of 200 %.
  for (const width of [258, 320, 400, 800, 160]) {
    for (const direction of /** @type {const} */ (["ltr", "rtl"])) {
      test(`nothing of the panel sticks out or is cut off at ${width} pixels, ${direction}`, async () => {
        await gallery.bringToFront();
        await gallery.setViewport({ width, height: 700, deviceScaleFactor: width < 200 ? 2 : 1 });
        for (const language of Object.keys(LANGUAGES)) {
          for (const what of Object.keys(SHOWN)) {
            await show(gallery, what, { language, direction });
            assert.deepEqual(await misfits(gallery), [], `${what}, ${language}`);
          }
        }
      });
    }
  }

  test("every control of the panel is reached by keyboard, in sight and marked", async () => {
    await gallery.bringToFront();
    await gallery.setViewport({ width: 320, height: 700 });
    await show(gallery, "everything open");
    assert.ok((await walk(gallery)) > 20);
  });

  test("the panel is worked by keyboard: details open, a trigger is missed, and taken back", async () => {
    await gallery.bringToFront();
    await show(gallery, "escalation");
    const press = async (/** @type {string[]} */ ...keys) => {
      for (const key of keys) await gallery.keyboard.press(/** @type {import("puppeteer-core").KeyInput} */ (key));
    };
    await gallery.focus("details[data-key=why] > summary");
    await press("Enter");
    assert.equal(await gallery.$eval("details[data-key=why]", (one) => /** @type {HTMLDetailsElement} */ (one).open), true);
    await gallery.focus("button.missed");
    await press("Enter");
    const focused = () => gallery.evaluate(() => document.activeElement?.getAttribute("role") ?? document.activeElement?.className);
    assert.equal(await focused(), "combobox");
    await press("Escape");
    assert.match(String(await focused()), /missed/);
    await press("Enter", "ArrowDown", "Enter");
    await gallery.waitForFunction(() => document.activeElement?.classList.contains("undo"));
    const missed = () => gallery.$$eval(".judge.triggers .given", (all) => all.length);
    assert.equal(await missed(), 1);
    await press("Enter");
    await gallery.waitForFunction(() => document.activeElement?.classList.contains("missed"));
    assert.equal(await missed(), 0);
  });

  describe("the settings", () => {
    /** @type {import("puppeteer-core").Page} */ let settings;
    before(async () => {
      settings = await openSettings(driven);
      await settings.bringToFront();
    });

    for (const theme of Object.keys(THEMES)) {
      test(`axe-core finds nothing on any section: ${theme}`, async () => {
        await settings.setViewport({ width: 1000, height: 800 });
        const restore = await useTheme(settings, theme);
        assert.deepEqual(await violations(settings), []);
        await restore();
      });
    }

    for (const width of [320, 400, 800]) {
      test(`nothing of the settings sticks out or is cut off at ${width} pixels`, async () => {
        await settings.setViewport({ width, height: 800 });
        assert.deepEqual(await misfits(settings), []);
      });
    }

    test("nor does axe-core where everything is unfolded, and nothing sticks out there", async () => {
      const unfolded = await openSettings(driven);
      await unfolded.bringToFront();
      await unfolded.evaluate(async () => {
        const { drawFolded } = await import(/** @type {any} */ ("./fields.js"));
        drawFolded();
        for (const one of document.querySelectorAll("details")) one.open = true;
      });
      await unfolded.waitForSelector("[data-path='triggers[vip].why']");
      await unfolded.setViewport({ width: 1000, height: 800 });
      assert.deepEqual(await violations(unfolded), []);
      await unfolded.setViewport({ width: 320, height: 800 });
      assert.deepEqual(await misfits(unfolded), []);
      await unfolded.close();
      await settings.bringToFront();
    });

    test("every control of the settings is reached by keyboard, in sight and marked", async () => {
      await settings.setViewport({ width: 1000, height: 800 });
      assert.ok((await walk(settings)) > 50);
    });
  });

  describe("what is recorded", () => {
    /** @type {import("puppeteer-core").Page} */ let recorded;
    before(async () => {
      recorded = await driven.newPage(`${driven.base}www/log/recorded.html`);
      await recorded.waitForSelector("#save-record");
    });

    for (const theme of Object.keys(THEMES)) {
      test(`axe-core finds nothing: ${theme}`, async () => {
        await recorded.bringToFront();
        const restore = await useTheme(recorded, theme);
        assert.deepEqual(await violations(recorded), []);
        await restore();
      });
    }

    test("nothing sticks out, and every control is reached by keyboard", async () => {
      for (const width of [320, 400, 800]) {
        await recorded.setViewport({ width, height: 800 });
        assert.deepEqual(await misfits(recorded), [], String(width));
      }
      assert.ok((await walk(recorded)) > 0);
    });
  });
});
