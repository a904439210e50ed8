/**
 * The form in which a ticket is labelled. What Handrail says of it is shown after the label was given: it would lead
 * whoever labels.
 *
 * @typedef {import("../evaluation/set.js").Sample} Sample
 */
import { button, element } from "../elements.js";
import { name, say, time } from "../words.js";
import { labelled } from "./fields.js";

/** Grades of a reply, best first. */
const GRADES = [3, 2, 1, 0];
/** No message that is read here is longer. */
const LONGEST = 20_000;

/** What is chosen where no intent was labelled. */
const NOT_LABELLED = "-";
/** What is chosen where nobody could tell; ids begin otherwise. */
const NOBODY = "?";

export class LabelForm {
  element = element("section", { id: "evaluation-form", "aria-labelledby": "evaluation-form-title" });
  #intents;
  #kinds;
  #onSave;
  #onRemove;
  #onSkip;
  /** @type {Sample | undefined} */
  #sample;
  #isBegun = false;

  /**
   * @param {object} how
   * @param {[string, string][]} how.intents
   * @param {string[]} how.kinds of triggers
   * @param {(sample: Sample) => Promise<string>} how.onSave answers how the panel did
   * @param {(sample: Sample) => Promise<void>} how.onRemove
   * @param {(id: string) => void} how.onSkip
   */
  constructor({ intents, kinds, onSave, onRemove, onSkip }) {
    this.#intents = intents;
    this.#kinds = kinds;
    this.#onSave = onSave;
    this.#onRemove = onRemove;
    this.#onSkip = onSkip;
    this.element.hidden = true;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** The sample that is shown. */
  get sampleId() {
    return this.#sample?.id;
  }

  /** Whether something was entered and not saved. */
  get isBegun() {
    return this.isOpen && this.#isBegun && this.element.isConnected;
  }

  close() {
    this.element.hidden = true;
    this.#isBegun = false;
    this.element.replaceChildren();
  }

  /** @param {Sample} sample */
  show(sample) {
    if (this.isBegun && sample.id !== this.#sample?.id && !confirm(say("label.leave"))) return;
    this.#sample = sample;
    this.#isBegun = false;
    const ticket = JSON.parse(sample.text);
    const { expect } = sample;
    const intent = /** @type {HTMLSelectElement} */ (
      element("select", { id: "label-intent" }, element("option", { value: NOT_LABELLED }, say("label.choose")), ...this.#intents.map(([id, title]) => element("option", { value: id }, title)), element("option", { value: NOBODY }, say("evalset.nobody_could_tell")))
    );
    intent.value = expect?.intent === undefined ? NOT_LABELLED : expect.intent || NOBODY;
    const boxes = this.#kinds.map((kind) => /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: `label-${kind}`, value: kind, checked: expect?.triggers.includes(kind) ?? false })));
    const reply = /** @type {HTMLTextAreaElement} */ (element("textarea", { id: "label-reference", class: "examples", rows: "4" }, expect?.reference?.text ?? ""));
    const grade = /** @type {HTMLSelectElement} */ (element("select", { id: "label-grade" }, ...GRADES.map((one) => element("option", { value: String(one) }, say(`label.grade.${one}`)))));
    grade.value = String(expect?.reference?.grade ?? 3);
    const note = /** @type {HTMLInputElement} */ (element("input", { type: "text", id: "label-note", value: expect?.note ?? "", autocomplete: "off" }));
    const answered = ticket.messages.findLast((/** @type {any} */ { author, visibility }) => author?.role === "agent" && visibility !== "internal");
    const outcome = element("p", { id: "label-outcome", role: "status", "aria-live": "polite" });
    const go = button(say("label.save"), () => void save(), { id: "label-save", class: "primary" });
    const skip = button(say("label.skip"), () => this.#onSkip(sample.id), { id: "label-next" });
    const save = async () => {
      intent.setCustomValidity(intent.value === NOT_LABELLED ? say("label.intent_missing") : "");
      if (!intent.reportValidity()) return;
      const triggers = boxes.filter(({ checked }) => checked).map(({ value }) => value);
      const text = reply.value.trim();
      this.#isBegun = false;
      /** @type {Sample} */
      const reviewed = {
        ...sample,
        reviewed_at: new Date().toISOString(),
        expect: { intent: intent.value === NOBODY ? "" : intent.value, triggers, forbid: this.#kinds.filter((kind) => !triggers.includes(kind)), ...(text && { reference: { text, grade: Number(grade.value) } }), note: note.value.trim() },
      };
      const words = await this.#onSave(reviewed);
      if (this.#sample !== sample) return;
      // The label that is there now is what another click changes.
      sample = this.#sample = reviewed;
      outcome.textContent = words;
      skip.textContent = say("label.next");
      skip.focus();
    };
    intent.addEventListener("change", () => intent.setCustomValidity(""));
    this.element.replaceChildren(
      element("h3", { id: "evaluation-form-title", tabindex: "-1" }, say("label.title", { ticket: sample.ticket })),
      element("div", { class: "ticket scroll", tabindex: "0", role: "region", "aria-label": say("label.ticket") }, element("p", {}, element("strong", {}, sample.subject)), ...ticket.messages.map(message)),
      element("p", { class: "soft" }, say("label.blind")),
      element("div", { class: "fields" }, labelled(say("label.intent"), intent, "wide")),
      element("fieldset", { id: "label-triggers" }, element("legend", {}, say("label.triggers")), element("div", { class: "choices" }, ...boxes.map((box) => element("span", { class: "check" }, box, element("label", { for: box.id }, name("trigger", box.value)))))),
      element(
        "details",
        { open: Boolean(expect?.reference) },
        element("summary", {}, say("label.reference")),
        labelled(say("label.reply"), reply, "wide"),
        element("div", { class: "fields" }, labelled(say("label.grade"), grade), answered ? button(say("label.take_reply"), () => ((reply.value = visible(answered)), (this.#isBegun = true)), { id: "label-take-reply" }) : ""),
      ),
      labelled(say("label.note"), note, "wide"),
      element("div", { class: "actions" }, go, skip, button(say("label.remove"), () => void this.#onRemove(sample)), button(say("label.close"), () => this.#leave())),
      outcome,
    );
    for (const event of ["input", "change"]) for (const input of [intent, ...boxes, reply, grade, note]) input.addEventListener(event, () => (this.#isBegun = true));
    this.element.hidden = false;
    /** @type {HTMLElement | null} */ (this.element.querySelector("h3"))?.focus();
  }

  #leave() {
    if (!this.isBegun || confirm(say("label.leave"))) this.close();
  }
}

/** @param {any} one */
function message(one) {
  const { author, at, visibility } = one;
  const role = author?.role ?? "customer";
  return element(
    "div",
    { class: `message ${role}` },
    element("p", { class: "soft" }, [say(`label.role.${role}`), visibility === "internal" && say("label.internal"), at && time(at, { dateStyle: "medium", timeStyle: "short" })].filter(Boolean).join(" · ")),
    element("p", { class: "body" }, visible(one).slice(0, LONGEST)),
  );
}

/** The text of a message. HTML is read by a parser that loads and runs nothing, and only its text is taken. @param {{body?: string, format?: string}} message */
function visible({ body = "", format }) {
  if (format !== "html") return body;
  const { body: read } = new DOMParser().parseFromString(body, "text/html");
  for (const hidden of read.querySelectorAll("script, style")) hidden.remove();
  for (const end of read.querySelectorAll("br, p, div, li, tr")) end.append("\n");
  return (read.textContent ?? "").trim();
}
