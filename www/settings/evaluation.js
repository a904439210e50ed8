/**
 * The eval set in the settings: tickets are drawn, or read from a file, labelled one by one, and the engine is held
 * against the labels.
 *
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("../evaluation/set.js").Sample} Sample
 * @typedef {import("./evaluation_worker.js").Judged} Judged
 */
import { evaluationFigures, readSamples, reviewSample, sampleLine } from "../../pkg/workbench.js";
import { button, element } from "../elements.js";
import { draw, readCandidates, sampleOf } from "../evaluation/draw.js";
import { addSamples, expireSamples, readSet, removedAt, removeSamples, sampleId, watchSet } from "../evaluation/set.js";
import { append } from "../log/log.js";
import { name, say } from "../words.js";
import { figuresOf } from "./evaluation_figures.js";
import { LabelForm } from "./evaluation_label.js";
import { CANCELLED, Run } from "./evaluation_run.js";
import { compute } from "./evidence.js";
import { fileButton, labelled } from "./fields.js";
import { asDiagnostic, diagnosticWords } from "./imports.js";

/** How many tickets are drawn at once, unless the lead says otherwise. */
const DRAWN = 20;
/** How many samples are listed. */
const LISTED = 100;
/** Ways of drawing, in the order in which they are offered. @type {import("../evaluation/draw.js").Way[]} */
const WAYS = ["random", "category", "low_confidence", "disagreement"];

/** The form that holds words which were not saved yet. @type {LabelForm | undefined} */
let form;
/** Whether a label was begun and not saved. */
export const isLabelBegun = () => form?.isBegun ?? false;

/** @param {SettingsDocument} settings @param {import("./imports.js").Page} page */
export function drawEvaluation(settings, page) {
  const state = element("div", { id: "evaluation-state" });
  const list = element("div", { id: "evaluation-list" });
  const figures = element("div", { id: "evaluation-figures" });
  const run = new Run("evaluation");
  const intents = () => intentsOf(settings);
  form = new LabelForm({ intents: intents(), kinds: kindsOf(settings), onSave: save, onRemove: remove, onSkip: (id) => void next(id) });
  /** @type {Sample[]} */
  let samples = [];
  /** What the engine says of each, once it was asked. @type {Map<string, Judged>} */
  let judged = new Map();
  const days = () => settings.value(["privacy", "retention_days"]) ?? 180;

  const way = /** @type {HTMLSelectElement} */ (element("select", { id: "evaluation-way" }, ...WAYS.map((one) => element("option", { value: one }, say(`evalset.way.${one}`)))));
  const intent = /** @type {HTMLSelectElement} */ (element("select", { id: "evaluation-intent" }, ...intents().map(([id, title]) => element("option", { value: id }, title)), element("option", { value: "" }, say("evalset.unsure"))));
  const count = /** @type {HTMLInputElement} */ (element("input", { type: "number", min: "1", max: "500", value: String(DRAWN), id: "evaluation-count" }));
  const ofIntent = labelled(say("evalset.of_intent"), intent);
  ofIntent.hidden = true;
  way.addEventListener("change", () => (ofIntent.hidden = way.value !== "category"));

  const place = element(
    "div",
    { id: "evaluation-page" },
    state,
    element(
      "fieldset",
      {},
      element("legend", {}, say("evalset.draw")),
      element("p", { class: "soft" }, say("evalset.draw_about")),
      element("div", { class: "fields" }, labelled(say("evalset.which"), way), ofIntent, labelled(say("evalset.how_many"), count), button(say("evalset.draw_button"), () => void drawSome(), { id: "evaluation-draw", class: "primary" })),
    ),
    element(
      "div",
      { class: "actions" },
      fileButton("evaluation-import", say("evalset.import"), ".jsonl,.ndjson,.json", (files) => void importFiles(files), true),
      button(say("evalset.export_labelled"), () => void exportLines(true), { id: "evaluation-export" }),
      button(say("evalset.export_all"), () => void exportLines(false), { id: "evaluation-export-all" }),
      button(say("evalset.remove_all"), () => void removeAll(), { id: "evaluation-remove-all" }),
    ),
    element("p", { class: "soft" }, say("evalset.import_about")),
    form.element,
    list,
    element("h3", {}, say("evalset.figures")),
    element("div", { class: "actions" }, button(say("evalset.measure"), () => void measure(), { id: "evaluation-measure" })),
    run.element,
    figures,
  );
  void refresh(true);
  watchSet(() => place.isConnected && void refresh(false));
  return [place];

  /** @param {boolean} isFirst */
  async function refresh(isFirst) {
    if (isFirst) await expireSamples(days());
    samples = await readSet();
    // It was removed, here or in another window.
    if (form?.isOpen && !form.isBegun && !samples.some(({ id }) => id === form?.sampleId)) form.close();
    const labels = samples.filter(({ expect }) => expect !== null).length;
    const oldest = samples[0];
    const keeps = settings.value(["privacy", "keep_tickets"]);
    state.replaceChildren(
      element("p", { id: "evaluation-count-words" }, say("evalset.count", { count: samples.length, labelled: labels })),
      oldest ? element("p", { class: "soft" }, say("evalset.retention", { days: days(), first: removedAt(oldest, days()) })) : "",
      keeps ? "" : element("p", { class: "soft", id: "evaluation-not-kept" }, say("evalset.not_kept"), " ", element("a", { href: "#log" }, say("evalset.to_privacy"))),
    );
    drawList();
    if (isFirst && labels > 0) void measure();
  }

  function drawList() {
    if (samples.length === 0) return list.replaceChildren();
    const open = list.querySelector("details")?.open ?? false;
    list.replaceChildren(
      element(
        "details",
        { open },
        element("summary", {}, say("evalset.list", { count: samples.length })),
        element(
          "ul",
          { class: "row-list" },
          ...samples.slice(0, LISTED).map((sample) =>
            element(
              "li",
              { "data-sample": sample.id },
              element("p", {}, element("strong", {}, sample.subject || sample.ticket), ` ${sample.ticket} · ${say(`evalset.drawn.${sample.drawn}`)}`),
              element("p", { class: "soft" }, labelWords(sample, judged.get(sample.id), intents())),
              button(sample.expect ? say("evalset.open_again") : say("evalset.label"), () => form?.show(sample), { "aria-label": `${sample.expect ? say("evalset.open_again") : say("evalset.label")}: ${sample.subject || sample.ticket}` }),
            ),
          ),
        ),
        samples.length > LISTED && element("p", { class: "soft" }, say("evalset.more", { count: samples.length - LISTED })),
      ),
    );
    const waiting = samples.find(({ expect }) => !expect);
    if (waiting && !form?.isOpen) list.prepend(element("div", { class: "actions" }, button(say("evalset.begin"), () => form?.show(waiting), { id: "evaluation-begin", class: "primary" })));
  }

  async function drawSome() {
    if (!count.reportValidity()) return;
    const known = new Set(samples.map(({ id }) => id));
    const candidates = (await readCandidates()).filter(({ desk, ticket }) => !known.has(sampleId(desk, ticket)));
    const wanted = Number(count.value) || DRAWN;
    const kind = /** @type {import("../evaluation/draw.js").Way} */ (way.value);
    try {
      const differs = kind === "disagreement" ? await differing(candidates) : () => false;
      const drawn = draw(candidates, kind, wanted, { intent: intent.value, differs });
      const found = (await Promise.all(drawn.map((candidate) => sampleOf(candidate, kind)))).filter((one) => one !== undefined);
      await addSamples(found);
      await refresh(false);
      page.tell(found.length === 0 ? say("evalset.none_drawn", { count: candidates.length }) : say("evalset.drawn_words", { count: found.length, of: candidates.length }));
    } catch (error) {
      fail(error);
    }
  }

  /** Which candidates the settings and models of today judge otherwise than what was shown. @param {import("../evaluation/draw.js").Candidate[]} candidates */
  async function differing(candidates) {
    const read = (await Promise.all(candidates.map((candidate) => sampleOf(candidate, "disagreement")))).filter((one) => one !== undefined);
    /** @type {Judged[]} */
    const now = await run.start({ what: "judge", settings: settings.text, samples: read });
    const other = new Set(now.filter(({ id, verdict }) => {
      const shown = read.find((one) => one.id === id)?.shown;
      const said = (/** @type {import("../evaluation/set.js").Verdict | null | undefined} */ one) => one && JSON.stringify([one.abstained ? "" : one.intent, one.triggers]);
      return said(shown) !== said(verdict);
    }).map(({ id }) => id));
    return (/** @type {import("../evaluation/draw.js").Candidate} */ { desk, ticket }) => other.has(sampleId(desk, ticket));
  }

  /** @param {File[]} files */
  async function importFiles(files) {
    const masked = settings.value(["privacy", "mask"]) !== false;
    let added = 0;
    let all = 0;
    /** @type {import("./document.js").Diagnostic[]} */
    const faults = [];
    for (const file of files) {
      const read = readSamples(await file.text(), masked);
      const kept_at = new Date().toISOString();
      all += read.samples.length;
      faults.push(...read.faults);
      added += await addSamples(read.samples.map((/** @type {any} */ one) => ({ ...one, id: sampleId(one.desk, one.id), kept_at })));
    }
    await refresh(false);
    page.tell(say("evalset.imported", { count: all, added }), faults, all === 0);
    if (samples.some(({ expect }) => expect)) void measure();
  }

  /** @param {boolean} isLabelled */
  async function exportLines(isLabelled) {
    const wanted = (await readSet()).filter(({ expect }) => expect || !isLabelled);
    if (wanted.length === 0) return page.tell(say("evalset.nothing_to_export"));
    const text = wanted.map((sample) => sampleLine({ ...sample, id: sample.desk ? sample.ticket : sample.id })).join("\n");
    const address = URL.createObjectURL(new Blob([`${text}\n`], { type: "application/jsonl" }));
    element("a", { href: address, download: "handrail-eval-set.jsonl" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  async function removeAll() {
    if (samples.length === 0 || !confirm(say("evalset.remove_all_really", { count: samples.length }))) return;
    await removeSamples(samples.map(({ id }) => id));
    form?.close();
    judged = new Map();
    figures.replaceChildren();
    await refresh(false);
  }

  /** A label was given. It goes into the log, where what was shown, or would be shown now, is held against it. @param {Sample} sample @returns {Promise<string>} how the panel did */
  async function save(sample) {
    const { expect, shown } = sample;
    if (!expect) return "";
    await addSamples([sample]);
    const verdict = shown ?? (await verdictNow(sample));
    const { agrees, intent_right, missed, wrong } = reviewSample(expect, verdict);
    await append(
      "sample_reviewed",
      { desk: sample.desk, ticket: sample.ticket, drawn: sample.drawn, agrees, intent_right, ...(expect.intent && { corrected: expect.intent }), missed, wrong, ...(expect.reference && { grade: expect.reference.grade }) },
      { ticket: sample.id },
    );
    await refresh(false);
    void compute(settings);
    const said = verdict.abstained ? say("evalset.unsure") : intentTitle(verdict.intent, intents());
    return [
      say(agrees ? "evalset.agrees" : "evalset.differs", { intent: said, confidence: verdict.confidence }),
      missed.length > 0 && say("evalset.missed", { triggers: missed.map((/** @type {string} */ kind) => name("trigger", kind)).join(", ") }),
      wrong.length > 0 && say("evalset.wrong", { triggers: wrong.map((/** @type {string} */ kind) => name("trigger", kind)).join(", ") }),
    ].filter(Boolean).join(" ");
  }

  /** @param {Sample} sample @returns {Promise<import("../evaluation/set.js").Verdict>} */
  async function verdictNow(sample) {
    const known = judged.get(sample.id);
    if (known) return known.verdict;
    const [found] = await run.start({ what: "judge", settings: settings.savedText, samples: [sample] });
    return found.verdict;
  }

  /** @param {Sample} sample */
  async function remove({ id }) {
    await removeSamples([id]);
    judged.delete(id);
    await refresh(false);
    await next(id);
  }

  /** The next one that waits for a label. @param {string} id */
  async function next(id) {
    const waiting = samples.filter(({ expect }) => !expect);
    const at = samples.findIndex((one) => one.id === id);
    const following = waiting.find((one) => samples.indexOf(one) > at && one.id !== id) ?? waiting.find((one) => one.id !== id);
    if (following) form?.show(following);
    else {
      form?.close();
      drawList();
    }
  }

  async function measure() {
    const labels = (await readSet()).filter(({ expect }) => expect);
    if (labels.length === 0) return figures.replaceChildren(element("p", { class: "soft" }, say("evalset.no_labels")));
    try {
      const wanted = settings.value(["phases", "gates", "draft_agreement"]) ?? 0.9;
      /** @type {Judged[]} */
      const found = await run.start({ what: "judge", settings: settings.savedText, samples: labels });
      judged = new Map(found.map((one) => [one.id, one]));
      figures.replaceChildren(...figuresOf(evaluationFigures(found, wanted), wanted, (id) => intentTitle(id, intents()), settings, page.redraw));
      drawList();
    } catch (error) {
      fail(error);
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    const { code } = /** @type {{code?: string}} */ (error);
    if (code === CANCELLED) return;
    figures.replaceChildren(element("p", { class: "problem" }, diagnosticWords(asDiagnostic(error))));
  }
}

/** Intents that a ticket can have, by name. @param {SettingsDocument} settings @returns {[string, string][]} */
function intentsOf(settings) {
  /** @type {{id: string, name: string, disabled: boolean, counts_as?: string}[]} */
  const all = settings.value(["intents"]) ?? [];
  return all.filter(({ disabled, counts_as }) => !disabled && !counts_as).map(({ id, name: own }) => /** @type {[string, string]} */ ([id, own || name("intent", id)])).sort(([, a], [, b]) => a.localeCompare(b));
}

/** Kinds of triggers that a person can tell from a ticket. @param {SettingsDocument} settings @returns {string[]} */
function kindsOf(settings) {
  /** @type {{kind: string, disabled: boolean}[]} */
  const rules = settings.value(["triggers"]) ?? [];
  // What the classifier knows of itself is no property of a ticket.
  return [...new Set(rules.filter(({ disabled, kind }) => !disabled && kind !== "low_confidence").map(({ kind }) => kind))];
}

/** @param {string} id @param {[string, string][]} intents */
const intentTitle = (id, intents) => (id === "" ? say("evalset.nobody_could_tell") : (intents.find(([known]) => known === id)?.[1] ?? name("intent", id)));

/** @param {Sample} sample @param {Judged | undefined} found @param {[string, string][]} intents */
function labelWords({ expect }, found, intents) {
  if (!expect) return say("evalset.waits");
  const label = expect.intent === undefined ? say("evalset.no_intent") : intentTitle(expect.intent, intents);
  const triggers = expect.triggers.map((kind) => name("trigger", kind)).join(", ");
  const said = found && (found.verdict.abstained ? say("evalset.unsure") : intentTitle(found.verdict.intent, intents));
  const agrees = found && reviewSample(expect, found.verdict).agrees;
  return [label, triggers, said === undefined ? "" : say(agrees ? "evalset.row_agrees" : "evalset.row_differs", { intent: said })].filter(Boolean).join(" · ");
}
