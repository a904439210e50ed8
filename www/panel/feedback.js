/**
 * The agent's word on what the panel says: beside each verdict a button or two, one click each, with an undo. They
 * are added to what the core drew, and stand apart from what a screen reader announces as an alert.
 *
 * @typedef {import("./recorder.js").Open} Open
 * @typedef {import("./recorder.js").Judgement} Judgement
 * @typedef {import("./recorder.js").Said} Said
 */
import { button, element } from "../elements.js";
import { picker } from "./picker.js";
import { name as nameOf, say } from "../words.js";
import { judgedKey } from "./recorder.js";

/** What a verdict reads as within a sentence. @param {string} verdict */
const given = (verdict) => nameOf("given", verdict).toLocaleLowerCase();

/** Strokes of the icons, in a box of 16. */
const ICONS = { yes: "M3 8.5 6.5 12 13 4.5", no: "M4 4 12 12 M12 4 4 12", add: "M8 3 8 13 M3 8 13 8" };

/** @param {keyof typeof ICONS} name */
function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(namespace, "svg");
  drawn.setAttribute("viewBox", "0 0 16 16");
  drawn.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", ICONS[name]);
  drawn.append(path);
  return drawn;
}

export class Feedback {
  #view;
  #recorder;
  #announce;
  #names;
  /** @type {Open | undefined} */
  #open;
  /** What stands, of the tickets that were shown; so that a ticket drawn anew shows it at once. @type {Map<string, Map<string, Judgement>>} */
  #standing = new Map();
  /** What was added to the drawing, by what it is about. @type {Map<string, HTMLElement>} */
  #added = new Map();

  /**
   * @param {HTMLElement} view
   * @param {import("./recorder.js").Recorder} recorder
   * @param {(text: string) => void} announce
   * @param {() => {intents: [string, string][], triggers: string[]}} names what there is to choose from: intents with their names, kinds of triggers
   */
  constructor(view, recorder, announce, names) {
    this.#view = view;
    this.#recorder = recorder;
    this.#announce = announce;
    this.#names = names;
    const opened = (/** @type {Event} */ event) => {
      const link = /** @type {Element} */ (event.target).closest?.(".articles li a[href]");
      const at = link ? [...view.querySelectorAll(".articles li")].findIndex((item) => item.contains(link)) : -1;
      const article = this.#open?.analysis.knowledge[at];
      if (article && this.#open) void recorder.articleOpened(this.#open, article.article_id, at + 1);
    };
    view.addEventListener("click", opened);
    view.addEventListener("auxclick", opened);
  }

  /**
   * Draws, and adds the buttons. A ticket that is drawn anew keeps them, so that a list that is open stays open, and
   * the focus where it is.
   *
   * @template Drawn
   * @param {Open} open
   * @param {() => Drawn} drawing
   * @returns {Drawn}
   */
  around(open, drawing) {
    const focused = [...this.#added.values()].some((one) => one.contains(document.activeElement)) ? document.activeElement : null;
    const drawn = drawing();
    if (this.#open?.desk !== open.desk || this.#open.ticket !== open.ticket) this.#added.clear();
    this.#draw(open);
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
    return drawn;
  }

  /** @param {string} about @param {() => HTMLElement} make */
  #kept(about, make) {
    const one = this.#added.get(about) ?? make();
    this.#added.set(about, one);
    return one;
  }

  /** @param {Open} open */
  #draw(open) {
    this.#open = open;
    const { analysis } = open;
    const key = `${open.desk} ${open.ticket}`;
    const known = this.#standing.get(key);
    const standing = known ?? new Map();
    this.#standing.set(key, standing);
    const { intent, triggers, knowledge } = analysis;

    const row = this.#view.querySelector(".verdicts > .row");
    if (row) {
      const name = this.#intentName(intent.abstained ? "" : intent.label);
      row.after(this.#kept(`intent ${name}`, () => this.#group(open, standing, { about: "intent", subject: intent.abstained ? "" : intent.label }, say("feedback.intent", { name }), [["right", "yes"], ["wrong", "no"]])));
    }
    const escalation = this.#view.querySelector("section.escalation");
    escalation?.after(this.#kept(`triggers ${triggers.map((/** @type {any} */ { rule }) => rule)}`, () => this.#triggerLine(open, standing, triggers)));
    const summary = this.#view.querySelector("section.summary");
    summary?.append(this.#kept("summary", () => this.#group(open, standing, { about: "summary", subject: "" }, say("feedback.summary"), [["wrong", "no"]], say("feedback.summary"))));
    [...this.#view.querySelectorAll(".articles > ul > li")].forEach((item, index) => {
      const article = knowledge[index];
      if (article) item.append(this.#kept(`article ${article.article_id}`, () => this.#group(open, standing, { about: "article", subject: article.article_id }, say("feedback.article", { name: article.title }), [["helpful", "yes"], ["not_helpful", "no"]])));
    });
    if (!known) void this.#recall(open, standing);
  }

  /** Judgements from before this panel was opened. @param {Open} open @param {Map<string, Judgement>} standing */
  async #recall(open, standing) {
    const found = await this.#recorder.judgements(open).catch(() => new Map());
    const news = [...found].filter(([key]) => !standing.has(key));
    for (const [key, judgement] of news) standing.set(key, judgement);
    const now = this.#open;
    if (news.length === 0 || now?.desk !== open.desk || now.ticket !== open.ticket) return;
    for (const old of this.#added.values()) old.remove();
    this.#added.clear();
    this.#draw(now);
  }

  /** @param {string} id */
  #intentName(id) {
    return id ? nameOf("intent", id) : say("feedback.unsure");
  }

  /** The rules that fired, each with a button, and one for what was missed. @param {Open} open @param {Map<string, Judgement>} standing @param {any[]} triggers */
  #triggerLine(open, standing, triggers) {
    const rules = new Map(triggers.map(({ rule, kind }) => [rule, kind]));
    const triggerName = (/** @type {string} */ kind) => nameOf("trigger", kind);
    const told = (/** @type {string} */ kind) => say("feedback.trigger", { name: triggerName(kind) });
    const line = element(
      "section",
      { class: "judge triggers", "aria-label": say("feedback.triggers") },
      rules.size > 0 && element("span", { class: "lead" }, say("feedback.wrong_ones")),
      ...[...rules].map(([rule, kind]) => this.#group(open, standing, { about: "trigger", subject: rule }, told(kind), [["wrong", "no"]], triggerName(kind))),
    );
    const missed = [...standing].filter(([key, { verdict }]) => key.startsWith("trigger ") && verdict === "missed").map(([key]) => key.slice("trigger ".length));
    for (const kind of missed) line.append(this.#group(open, standing, { about: "trigger", subject: kind }, told(kind), [], triggerName(kind)));
    const add = /** @type {HTMLButtonElement} */ (button("", () => choose(), { class: "quiet missed" }));
    add.append(icon("add"), say("feedback.missed"));
    line.append(add);
    const choose = () => {
      const choice = picker({
        label: say("feedback.which_trigger"),
        options: this.#names()
          .triggers.filter((kind) => ![...rules.values()].includes(kind) && !standing.has(judgedKey("trigger", kind)))
          .map((kind) => [kind, triggerName(kind)]),
        onPick: (id) => {
          choice.element.remove();
          add.hidden = false;
          const group = this.#group(open, standing, { about: "trigger", subject: id }, told(id), [], triggerName(id));
          add.before(group);
          void this.#give(open, standing, { about: "trigger", subject: id, verdict: "missed" }, group, told(id), triggerName(id));
        },
        onClose: () => {
          choice.element.remove();
          add.hidden = false;
          add.focus();
        },
      });
      add.hidden = true;
      line.append(choice.element);
      choice.focus();
    };
    return line;
  }

  /**
   * @param {Open} open
   * @param {Map<string, Judgement>} standing
   * @param {{about: string, subject: string}} what
   * @param {string} name what is judged, for those who do not see where the buttons stand
   * @param {[string, keyof typeof ICONS][]} verdicts
   * @param {string} [shown] the same for those who see it, where that needs words
   */
  #group(open, standing, what, name, verdicts, shown) {
    const group = element("div", { class: shown ? "judge named" : "judge", role: "group", "aria-label": say("feedback.group", { name }), "data-about": what.about, "data-subject": what.subject });
    const given = standing.get(judgedKey(what.about, what.subject));
    if (given) {
      this.#showGiven(open, standing, { ...what, ...given }, group, name, given, shown);
      return group;
    }
    for (const [verdict, sign] of verdicts) {
      const press = button("", () => void this.#give(open, standing, { ...what, verdict }, group, name, shown), { class: "quiet", title: nameOf("given", verdict), "data-verdict": verdict, "aria-label": shown ? say("feedback.ask_wrong", { name: shown }) : say(`feedback.is_${verdict}`, { name }) });
      press.append(icon(sign), ...(shown ? [what.about === "trigger" ? shown : say("feedback.ask_wrong", { name: shown })] : []));
      group.append(press);
    }
    return group;
  }

  /** @param {Open} open @param {Map<string, Judgement>} standing @param {Said} said @param {HTMLElement} group @param {string} name @param {string} [shown] */
  async #give(open, standing, said, group, name, shown) {
    const key = judgedKey(said.about, said.subject);
    const judgement = await this.#recorder.judged(open, said, standing.get(key));
    if (!judgement) return;
    standing.set(key, judgement);
    this.#showGiven(open, standing, said, group, name, judgement, shown, true);
    this.#announce(said.corrected ? say("feedback.noted_corrected", { name, verdict: given(said.verdict), intent: this.#intentName(said.corrected) }) : say("feedback.noted", { name, verdict: given(said.verdict) }));
  }

  /** @param {Open} open @param {Map<string, Judgement>} standing @param {Said} said @param {HTMLElement} group @param {string} name @param {Judgement} judgement @param {string} [shown] @param {boolean} [isNew] */
  #showGiven(open, standing, said, group, name, judgement, shown, isNew = false) {
    const corrected = judgement.corrected ? `: ${this.#intentName(judgement.corrected)}` : "";
    const undo = button(say("feedback.undo"), async () => {
      if (!(await this.#recorder.takeBack(open, judgement))) return;
      standing.delete(judgedKey(said.about, said.subject));
      const isMissed = judgement.verdict === "missed";
      /** @type {[string, keyof typeof ICONS][]} */
      const verdicts = said.about === "article" ? [["helpful", "yes"], ["not_helpful", "no"]] : said.about === "intent" ? [["right", "yes"], ["wrong", "no"]] : isMissed ? [] : [["wrong", "no"]];
      const again = this.#group(open, standing, { about: said.about, subject: said.subject }, name, verdicts, shown);
      const next = /** @type {HTMLElement | null} */ (isMissed ? (group.parentElement?.querySelector("button.missed") ?? null) : again.querySelector("button"));
      if (isMissed) group.remove();
      // The group itself stays: it is known to be in the drawing.
      else group.replaceChildren(...again.childNodes);
      next?.focus();
      this.#announce(say("feedback.taken_back", { name }));
    }, { class: "quiet undo", "aria-label": say("feedback.undo_what", { name, verdict: given(judgement.verdict) }) });
    const told = element("span", { class: "given" }, icon(["right", "helpful"].includes(judgement.verdict) ? "yes" : judgement.verdict === "missed" ? "add" : "no"), `${shown ? say("feedback.given", { name: shown, verdict: nameOf("given", judgement.verdict) }) : nameOf("given", judgement.verdict)}${corrected}`);
    group.replaceChildren(told, undo);
    if (isNew) undo.focus();
    if (said.about === "intent" && judgement.verdict === "wrong" && !judgement.corrected) this.#askForIntent(open, standing, said, group, name, undo, isNew);
  }

  /** @param {Open} open @param {Map<string, Judgement>} standing @param {Said} said @param {HTMLElement} group @param {string} name @param {HTMLElement} undo @param {boolean} isNew */
  #askForIntent(open, standing, said, group, name, undo, isNew) {
    const ask = () => {
      const choice = picker({
        label: say("feedback.which_intent"),
        options: this.#names().intents.filter(([id]) => id !== said.subject),
        onPick: (corrected) => void this.#give(open, standing, { about: "intent", subject: said.subject, verdict: "wrong", corrected }, group, name),
        onClose: () => {
          choice.element.replaceWith(again);
          again.focus();
        },
      });
      again.replaceWith(choice.element);
      choice.focus();
    };
    const again = button(say("feedback.which"), ask, { class: "quiet" });
    group.append(again);
    if (isNew) ask();
    else undo.blur();
  }
}
