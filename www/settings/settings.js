/** The lead's page: sections over one document, saved as a whole, and only if the engine accepts it. */
import init, { defaultFiles, loadDefaults } from "../../pkg/workbench.js";
import { provideDefaults } from "../defaults.js";
import { byId, element } from "../elements.js";
import { differences } from "../log/difference.js";
import { expireStored } from "../retention.js";
import { watchInForce } from "../store.js";
import { fingerprint } from "../team/keys.js";
import { say, useLanguage } from "../words.js";
import { SettingsDocument, isAdvice } from "./document.js";
import { showFaults } from "./fields.js";
import { asDiagnostic, diagnosticWords, drawDirectory, drawJson, drawTransfer, isJsonBegun } from "./imports.js";
import { drawHistory, drawKnowledge } from "./knowledge.js";
import { drawEvaluation, isLabelBegun } from "./evaluation.js";
import { compute } from "./evidence.js";
import { drawLint } from "./lint.js";
import { drawLog } from "./log.js";
import { drawReplay, startReplay } from "./replay.js";
import { drawSearch } from "./search.js";
import { SECTIONS } from "./sections.js";
import { drawTeam } from "./team.js";
import { drawVersions } from "./versions.js";

/** @typedef {import("./document.js").Diagnostic} Diagnostic */

const settings = new SettingsDocument(showSaveBar);

/** @type {import("./imports.js").Page} */
const page = { redraw, tell };

/** Sections that take files come after those that are filled in. @type {import("./sections.js").Section[]} */
const ALL = [
  ...SECTIONS.slice(0, 5),
  {
    id: "directory",
    title: "Customer directory",
    about: "What your helpdesk does not know of a customer. A CSV file with a header line: email (required), tier, tags, lifetime_value, currency, customer_since; every other column is shown as usage.",
    draw: () => drawDirectory(settings, page),
  },
  ...SECTIONS.slice(5),
  {
    id: "knowledge",
    title: "Knowledge articles",
    about: "Articles that the panel searches: files (JSON Lines, JSON, CSV, a Zendesk Help Center export, an RSS or Atom feed, Markdown, HTML), a folder of them, a sitemap with its saved pages, or the helpdesk's own. They are indexed in this browser and stay in it. What is imported again under the same name takes the place of what it held before.",
    draw: () => drawKnowledge(page),
  },
  {
    id: "history",
    title: "Solved tickets",
    about: "How tickets were resolved before, shown beside tickets like them. A CSV or JSON Lines file with id, subject, text, resolution, and if you have them intent and solved_at; or the helpdesk's own closed tickets. They are indexed in this browser and stay in it.",
    draw: () => drawHistory(settings, page),
  },
  {
    id: "lint",
    title: "Check of the articles",
    about: "What contradicts another article or a policy, says the same twice, or is out of date. It runs in this browser, and again when the articles or the policies change.",
    draw: () => drawLint(settings),
  },
  {
    id: "evaluation",
    get title() {
      return say("evalset.title");
    },
    get about() {
      return say("evalset.about");
    },
    draw: () => drawEvaluation(settings, page),
  },
  {
    id: "replay",
    get title() {
      return say("replay.title");
    },
    get about() {
      return say("replay.about");
    },
    draw: () => drawReplay(settings, page),
  },
  {
    id: "log",
    title: "Event log and figures",
    about: "What the assistant showed, what agents said of it, and who changed the settings: kept in this browser, each entry chained to the one before it, so that a change or a gap shows.",
    draw: () => drawLog(settings, page),
  },
  { id: "versions", title: "Version history", about: "Who saved which settings, when and why. An earlier version can be taken into use again; that is one more version.", draw: () => drawVersions(settings, page) },
  { id: "team", title: "One document for the team", about: "A lead's settings for every browser of the team: published as a signed file, followed by the agents' browsers.", draw: () => drawTeam(settings, page) },
  { id: "transfer", title: "Import and export", about: "The whole document as a file, to keep or to hand on.", draw: () => drawTransfer(settings, page) },
  { id: "json-view", title: "As JSON", about: "Only what you change stands here; everything else comes from the shipped settings.", draw: () => drawJson(settings, page) },
];

function redraw() {
  // A redraw takes the focused field away; its successor has the same place.
  const focused = document.activeElement?.id;
  byId("contents").replaceChildren(...ALL.map(({ id, title }) => element("li", {}, element("a", { href: `#${id}` }, title))));
  byId("sections").replaceChildren(
    ...ALL.map(({ id, title, about, draw }) => element("section", { id, "aria-labelledby": `${id}-title` }, element("h2", { id: `${id}-title` }, title), element("p", { class: "soft" }, about), ...draw(settings, redraw))),
  );
  lock();
  if (focused) document.getElementById(focused)?.focus();
  showSaveBar();
}

/** How many changes are listed, and how much of a value is. */
const LISTED = 40;
const SHORT = 120;
/** So long nothing may change before the engine is asked (ms). */
const PAUSE = 400;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let asking;

/** Sections that edit the document, and nothing else. */
const EDITORS = [...SECTIONS.map(({ id }) => id), "directory", "transfer", "json-view"];

/** While the team's document is followed its values are shown, and cannot be changed. What is marked so works all the same. */
function lock() {
  const { team } = settings.others;
  byId("following").hidden = !settings.isFollowing;
  if (!settings.isFollowing || !team?.accepted) return;
  const { revision } = team.accepted;
  void fingerprint(team.key).then((key) => byId("following").replaceChildren(element("p", {}, `These settings come from the team's document, revision ${revision}, signed by key `, element("span", { class: "code" }, key), ". They are read-only here; only how the panel looks is yours.")));
  for (const id of EDITORS) {
    for (const control of document.querySelectorAll(`#${id} :is(button, input, select, textarea)`)) {
      if (!control.closest('[data-works], [data-path^="display"]')) control.setAttribute("disabled", "");
    }
  }
}

function showSaveBar() {
  byId("save-bar").hidden = !settings.isChanged;
  showChanges();
  clearTimeout(asking);
  asking = setTimeout(() => void showWrong(), settings.isChanged ? PAUSE : 0);
}

/** What differs from what is saved, path by path. */
function showChanges() {
  const changes = settings.isChanged ? differences(settings.saved, settings.draft) : [];
  const value = (/** @type {unknown} */ one) => (one === undefined ? "—" : JSON.stringify(one).slice(0, SHORT));
  const [title, list] = byId("save-changes").children;
  title?.replaceChildren(say("save.changes", { count: changes.length }));
  list?.replaceChildren(...changes.slice(0, LISTED).map(({ path, from, to }) => element("li", {}, element("code", {}, path), `: ${value(from)} → ${value(to)}`)));
}

/** What the engine says of the fields, while they are edited. */
async function showWrong() {
  const text = settings.text;
  const faults = settings.isChanged ? (await settings.faults().catch(() => [])).filter((fault) => !isAdvice(fault)) : [];
  // Changed on meanwhile: the next look tells.
  if (text !== settings.text) return;
  showFaults(byId("sections"), faults);
  byId("save-words").textContent = faults.length > 0 ? say("save.wrong", { count: faults.length, first: faults[0]?.message }) : say("save.changed");
}

/** @param {string} text @param {Diagnostic[]} [diagnostics] @param {boolean} [isBad] */
function tell(text, diagnostics = [], isBad = false) {
  byId("outcome").replaceChildren(
    element(
      "div",
      { class: isBad ? "outcome bad" : "outcome" },
      element("p", {}, text),
      diagnostics.length > 0 && element("ul", {}, ...diagnostics.slice(0, 20).map((diagnostic) => element("li", {}, diagnosticWords(diagnostic)))),
      diagnostics.length > 20 && element("p", {}, `… and ${diagnostics.length - 20} more`),
    ),
  );
  byId("outcome").scrollIntoView({ block: "nearest" });
}

byId("save").addEventListener("click", async () => {
  const why = /** @type {HTMLInputElement} */ (byId("save-why"));
  const diagnostics = await settings.save({ reason: why.value.trim() }).catch((error) => [asDiagnostic(error)]);
  if (diagnostics.length > 0) return tell("The settings were refused; those from before are still in use.", diagnostics, true);
  why.value = "";
  redraw();
  tell("Saved. Open panels use the new settings now.");
});

byId("replay-first").addEventListener("click", () => {
  byId("replay").scrollIntoView();
  startReplay();
});

byId("discard").addEventListener("click", () => {
  settings.discard();
  redraw();
  tell("The changes were discarded.");
});

window.addEventListener("beforeunload", (event) => {
  if (settings.isChanged || isLabelBegun() || isJsonBegun()) event.preventDefault();
});

async function start() {
  await init({ module_or_path: new URL("../../pkg/workbench_bg.wasm", import.meta.url) });
  await provideDefaults({ defaultFiles, loadDefaults });
  await settings.load();
  await useLanguage(settings.value(["display", "language"]));
  byId("replay-first").textContent = say("replay.button");
  drawSearch(byId("search"));
  redraw();
  void expireStored(settings.value(["privacy", "retention_days"]) ?? 180);
  void compute(settings);
  let known = JSON.stringify(layersOf());
  // Another window saved, or a layer above changed. What is unsaved here stays until it is saved or discarded.
  watchInForce(async () => {
    const [before, wasChanged] = [settings.text, settings.isChanged];
    await settings.renew();
    const now = JSON.stringify(layersOf());
    if (now === known && (wasChanged || settings.text === before)) return;
    known = now;
    redraw();
  });
  // What is folded away is drawn when it is opened.
  byId("sections").addEventListener("toggle", () => setTimeout(lock), true);
}

/** What the page shows of the layers: not when they were last asked for. */
function layersOf() {
  const { team, policy } = settings.others;
  return [team?.accepted, team?.key, policy];
}

start().catch((error) => tell("The settings page could not start. Build Handrail with `cargo xtask build`, or install it again.", [asDiagnostic(error)], true));
