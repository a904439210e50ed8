/**
 * Writes down what the panel showed and what the agent said of it. Everything here comes after the painting, and
 * nothing here can hold the panel up: where the log cannot be written, a notice says so.
 */
import { sampleOf, shownIn } from "../evaluation/draw.js";
import { addSamples } from "../evaluation/set.js";
import { append, expire, parsed, readOfTicket } from "../log/log.js";
import { expireStored } from "../retention.js";

/**
 * @typedef {object} Open the ticket on the screen
 * @property {string} desk origin of the helpdesk
 * @property {string} ticket
 * @property {any} analysis
 * @property {string | undefined} agent
 *
 * @typedef {object} Judgement what the agent said of one verdict
 * @property {number[]} seqs of its entry, and of those that it replaced
 * @property {string} verdict
 * @property {string} [corrected]
 *
 * @typedef {{about: string, subject: string, verdict: string, corrected?: string, shown?: string}} Said
 */

/** What was solved may be open again. */
const SOLVED = ["solved", "closed"];

/** By what a judgement is known: there is one of the intent and the summary, and one of each rule and article. @param {string} about @param {string} subject */
export const judgedKey = (about, subject) => (about === "intent" || about === "summary" ? about : `${about} ${subject}`);

export class Recorder {
  #engine;
  #onTrouble;
  /** @type {() => {keep: boolean, masked: boolean, named: boolean}} */
  #privacy;
  /** One after the other, in the order of what happened. */
  #queue = Promise.resolve();

  /**
   * @param {() => import("./engine.js").EngineWorker | undefined} engine
   * @param {() => {keep: boolean, masked: boolean, named: boolean}} privacy what the settings in use allow
   * @param {(error: unknown) => void} onTrouble the log could not be written
   */
  constructor(engine, privacy, onTrouble) {
    this.#engine = engine;
    this.#privacy = privacy;
    this.#onTrouble = onTrouble;
  }

  /** @template Result @param {() => Promise<Result>} use @returns {Promise<Result | undefined>} */
  #inTurn(use) {
    const done = this.#queue.then(use).catch((error) => {
      // The ticket was left before its analysis could be written down.
      if (error?.code !== "gone") this.#onTrouble(error);
      return undefined;
    });
    this.#queue = done.then(() => {});
    return done;
  }

  /** @param {Open} open */
  #beside({ desk, ticket, agent }) {
    return { ticket: `${desk} ${ticket}`, ...(this.#privacy().named && agent && { actor: agent }) };
  }

  /**
   * An analysis is on the screen. Asks the engine at once, before it reads another ticket.
   *
   * @param {Open} open
   * @param {import("../worker.js").TicketFacts} facts
   */
  shown(open, facts) {
    const { keep, masked } = this.#privacy();
    const recorded = this.#engine()?.record(open.ticket, { keep, masked });
    // A failure is told where it is waited for.
    recorded?.catch(() => {});
    return this.#inTurn(async () => {
      const hashes = await recorded;
      if (!hashes) return;
      await this.#outcome(open, facts);
      const { desk, ticket, analysis } = open;
      const { intent, escalation, triggers, versions, autonomy, knowledge, language, now } = analysis;
      const { kept } = hashes;
      await append(
        "analyzed",
        {
          desk,
          ticket,
          now,
          versions,
          language: language.code,
          intent: intent.label,
          confidence: intent.confidence,
          band: intent.band,
          abstained: intent.abstained,
          triggers: triggers.map((/** @type {any} */ { kind, rule, severity }) => ({ kind, rule, severity })),
          tier: escalation.tier,
          required: escalation.required,
          autonomy,
          articles: knowledge.map((/** @type {any} */ { article_id }) => article_id),
          analysis: hashes.analysis,
          ...(kept && { kept: { ticket: kept.ticket, analysis: kept.analysis } }),
        },
        { ...this.#beside(open), ...(kept && { kept: { hash: kept.ticket, text: kept.text } }) },
      );
    });
  }

  /** How the ticket ended, where it did, and only when that is news. @param {Open} open @param {import("../worker.js").TicketFacts} facts */
  async #outcome(open, { status = "", csat }) {
    const beside = this.#beside(open);
    const earlier = (await readOfTicket(beside.ticket)).filter(({ kind, expired }) => kind === "outcome" && !expired).at(-1);
    const known = earlier ? parsed(earlier.text) : undefined;
    const wasSolved = SOLVED.includes(known?.status);
    const isSolved = SOLVED.includes(status);
    const reopened = wasSolved && !isSolved;
    if (!isSolved && !csat && !reopened) return;
    if (known && known.status === status && known.csat === csat) return;
    await append("outcome", { desk: open.desk, ticket: open.ticket, intent: open.analysis.intent.label, status, ...(csat && { csat }), reopened, resolved_by: "human" }, beside);
  }

  /** @param {Open} open @param {Said} said @param {Judgement} [earlier] what this takes the place of @returns {Promise<Judgement | undefined>} */
  judged(open, said, earlier) {
    return this.#inTurn(async () => {
      const { seq } = await append("feedback", { desk: open.desk, ticket: open.ticket, ...said }, this.#beside(open));
      if (this.#privacy().keep) await this.#toEvalSet(open);
      return { seqs: [...(earlier?.seqs ?? []), seq], verdict: said.verdict, ...(said.corrected && { corrected: said.corrected }) };
    });
  }

  /** A ticket that an agent judged waits for a lead's label, as it was kept. @param {Open} open */
  async #toEvalSet({ desk, ticket }) {
    const shown = (await readOfTicket(`${desk} ${ticket}`)).filter(({ kind, kept, expired }) => kind === "analyzed" && kept && !expired).at(-1);
    if (!shown?.kept) return;
    const entry = parsed(shown.text);
    const sample = await sampleOf({ desk, ticket, kept: shown.kept, now: entry.now, at: shown.at, shown: shownIn(entry), disputed: true }, "feedback");
    if (sample) await addSamples([sample]);
  }

  /** Takes a judgement back: one more entry, which names the one that it takes back. @param {Open} open @param {Judgement} judgement @returns {Promise<boolean | undefined>} */
  takeBack(open, { seqs }) {
    return this.#inTurn(async () => {
      for (const undoes of seqs) await append("feedback", { desk: open.desk, ticket: open.ticket, undoes }, this.#beside(open));
      return true;
    });
  }

  /** @param {Open} open @param {string} subject id of the article @param {number} rank from 1 */
  articleOpened(open, subject, rank) {
    return this.#inTurn(() => append("article_opened", { desk: open.desk, ticket: open.ticket, subject, rank }, this.#beside(open)));
  }

  /** The hand-off was copied for whoever takes the ticket over. @param {Open} open */
  handedOn(open) {
    const { tier, route } = open.analysis.escalation;
    return this.#inTurn(() => append("escalated", { desk: open.desk, ticket: open.ticket, intent: open.analysis.intent.label, tier, route, by: "hand-off copied" }, this.#beside(open)));
  }

  /** What stands of the judgements of a ticket. @param {Open} open @returns {Promise<Map<string, Judgement>>} */
  async judgements(open) {
    /** @type {Map<string, Judgement>} */
    const standing = new Map();
    for (const { kind, seq, text, expired } of await readOfTicket(`${open.desk} ${open.ticket}`)) {
      if (kind !== "feedback" || expired) continue;
      const { about, subject, verdict, corrected, undoes } = parsed(text);
      if (undoes) {
        for (const [key, { seqs }] of standing) if (seqs.includes(undoes)) standing.delete(key);
        continue;
      }
      const key = judgedKey(about, subject);
      standing.set(key, { seqs: [...(standing.get(key)?.seqs ?? []), seq], verdict, ...(corrected && { corrected }) });
    }
    return standing;
  }

  /** Removes what is older than the settings allow. @param {number} days */
  expire(days) {
    return this.#inTurn(async () => {
      await expire(days);
      await expireStored(days);
    });
  }
}
