/**
 * What unsaved changes would flip: tickets of the eval set, or of a file, run by the settings as they are saved and as
 * they stand on the page.
 *
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./evaluation_worker.js").Flip} Flip
 * @typedef {import("./evaluation_worker.js").TicketFlips} TicketFlips
 * @typedef {import("./evaluation_worker.js").FlipSummary} FlipSummary
 */
import { flipSummary, readSamples } from "../../pkg/workbench.js";
import { button, element } from "../elements.js";
import { readSet, watchSet } from "../evaluation/set.js";
import { name, say } from "../words.js";
import { CANCELLED, Run } from "./evaluation_run.js";
import { fileButton } from "./fields.js";
import { asDiagnostic, diagnosticWords } from "./imports.js";

/** How many tickets are listed before more are asked for. */
const LISTED = 50;

/** Tickets of a file that was chosen, until the page is left. @type {{name: string, samples: any[]} | undefined} */
let file;

/** Starts a replay, wherever on the page that was asked for. @type {() => void} */
let start = () => {};
export const startReplay = () => start();

/** @param {SettingsDocument} settings @param {import("./imports.js").Page} page */
export function drawReplay(settings, page) {
  const run = new Run("replay");
  const outcome = element("div", { id: "replay-outcome", role: "status", "aria-live": "polite" });
  const source = element("p", { id: "replay-source" });
  const showSource = async () => {
    const count = file ? file.samples.length : (await readSet()).length;
    source.textContent = file ? say("replay.from_file", { file: file.name, count }) : say("replay.from_set", { count });
  };
  void showSource();
  watchSet(() => source.isConnected && void showSource());

  start = () => void replay();
  return [
    source,
    element(
      "div",
      { class: "actions" },
      button(say("replay.start"), () => void replay(), { id: "replay-start", class: "primary" }),
      fileButton("replay-file", say("replay.choose_file"), ".jsonl,.ndjson,.json", ([chosen]) => void choose(chosen)),
      button(say("replay.use_set"), () => {
        file = undefined;
        void showSource();
      }),
    ),
    run.element,
    outcome,
  ];

  /** @param {File | undefined} chosen */
  async function choose(chosen) {
    if (!chosen) return;
    // Tickets of a file are looked at and not kept, so that nothing has to be hidden.
    const { samples, faults, faulty } = readSamples(await chosen.text(), false);
    if (samples.length === 0) return page.tell(say("replay.no_tickets", { file: chosen.name }), faults, true);
    file = { name: chosen.name, samples };
    if (faulty > 0) page.tell(say("replay.some_tickets", { file: chosen.name, count: faulty }), faults, true);
    await showSource();
    await replay();
  }

  async function replay() {
    // A field that is still being written in counts too.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (!settings.isChanged) return outcome.replaceChildren(element("p", {}, say("replay.unchanged")));
    const samples = file?.samples ?? (await readSet());
    if (samples.length === 0) return outcome.replaceChildren(element("p", {}, say("replay.nothing")));
    const after = settings.text;
    outcome.replaceChildren();
    try {
      const began = performance.now();
      /** @type {TicketFlips[]} */
      const found = await run.start({ what: "flips", settings: after, before: settings.savedText, samples });
      const seconds = (performance.now() - began) / 1000;
      outcome.replaceChildren(...result(found.filter(({ flips }) => flips.length > 0), flipSummary(found), seconds));
      // What was changed while it ran is not in it.
      if (settings.text !== after) outcome.prepend(element("p", { class: "problem" }, say("replay.stale")));
    } catch (error) {
      const { code } = /** @type {{code?: string}} */ (error);
      outcome.replaceChildren(element("p", { class: code === CANCELLED ? "soft" : "problem" }, code === CANCELLED ? say("run.cancelled") : diagnosticWords(asDiagnostic(error))));
    }
  }
}

/** @param {TicketFlips[]} flips @param {FlipSummary} summary @param {number} seconds */
function result(flips, { tickets, changed, counts }, seconds) {
  const list = element("ol", { id: "replay-tickets", class: "row-list" });
  const more = button("", () => show(list.children.length + LISTED));
  const show = (/** @type {number} */ count) => {
    list.append(...flips.slice(list.children.length, count).map(row));
    more.hidden = list.children.length >= flips.length;
    more.textContent = say("replay.more", { count: flips.length - list.children.length });
  };
  show(LISTED);
  return [
    element("p", {}, element("strong", { id: "replay-count" }, changed === 0 ? say("replay.none", { count: tickets }) : say("replay.flips", { changed, count: tickets })), " ", element("span", { class: "soft" }, say("replay.took", { seconds: Math.round(seconds * 10) / 10 }))),
    changed > 0 && element("ul", { id: "replay-counts" }, ...counts.slice(0, LISTED).map(({ flip, count }) => element("li", {}, element("strong", {}, say("replay.times", { count })), " ", ...flipWords(flip)))),
    changed > 0 && element("h3", {}, say("replay.tickets")),
    changed > 0 && list,
    changed > 0 && more,
  ].filter((one) => one !== false);
}

/** @param {TicketFlips} one */
const row = ({ id, subject, flips }) => element("li", { "data-ticket": id }, element("p", {}, element("strong", {}, subject || id), " ", subject && element("span", { class: "soft" }, id)), element("ul", {}, ...flips.map((flip) => element("li", {}, ...flipWords(flip)))));

/** One flip, before and after. @param {Flip} flip */
function flipWords({ aspect, subject, before, after }) {
  const what = aspect === "trigger" ? name("trigger", subject) : aspect === "policy" ? say("replay.policy", { policy: name("policy", subject) }) : say(`replay.${aspect}`);
  return [`${what}: `, element("span", { class: "was" }, valueWords(aspect, before)), " → ", element("strong", {}, valueWords(aspect, after))];
}

/** @param {Flip["aspect"]} aspect @param {string} value */
function valueWords(aspect, value) {
  if (value === "") return say(`replay.${aspect}.empty`);
  if (aspect === "trigger") return say(`replay.trigger.${value}`);
  if (aspect === "policy") return value.split(", ").map((status) => name("policy_status", status)).join(", ");
  if (aspect === "route") return value;
  if (aspect === "tier") return name("tier_name", value);
  return name(aspect, value);
}
