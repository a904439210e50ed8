/**
 * Drawing tickets for the eval set, from those that are kept with the log.
 *
 * @typedef {import("./set.js").Sample} Sample
 * @typedef {import("./set.js").Verdict} Verdict
 *
 * @typedef {object} Candidate a kept ticket with what was shown and said of it
 * @property {string} desk
 * @property {string} ticket
 * @property {string} kept hash of its text
 * @property {string} now
 * @property {string} at when it was kept
 * @property {Verdict} shown
 * @property {boolean} disputed whether an agent said that something was wrong or missed, and did not take it back
 *
 * @typedef {"random" | "category" | "low_confidence" | "disagreement"} Way
 */
import { parsed, readEntries, readKeptTicket } from "../log/log.js";
import { sampleId } from "./set.js";

/** Verdicts of agents that speak against the panel's. */
const AGAINST = ["wrong", "missed"];

/** What the panel showed, by an `analyzed` entry. @param {any} entry @returns {Verdict} */
export const shownIn = ({ intent, confidence, abstained, triggers }) => ({
  intent,
  confidence,
  abstained: Boolean(abstained),
  triggers: [...new Set(triggers.filter((/** @type {any} */ { severity }) => severity === "escalate").map((/** @type {any} */ { kind }) => kind))].sort(),
});

/** Kept tickets, each by its newest analysis. @returns {Promise<Candidate[]>} */
export async function readCandidates() {
  /** @type {Map<string, Candidate>} */
  const found = new Map();
  /** What stands of the feedback: ticket by the entry that said it. @type {Map<number, string>} */
  const against = new Map();
  for (const { kind, at, text, expired } of await readEntries()) {
    if (expired || (kind !== "analyzed" && kind !== "feedback")) continue;
    const entry = parsed(text);
    const id = sampleId(entry.desk, entry.ticket);
    if (kind === "feedback") {
      if (entry.undoes) against.delete(entry.undoes);
      else if (AGAINST.includes(entry.verdict) && entry.about !== "article") against.set(entry.seq, id);
    } else if (entry.kept) found.set(id, { desk: entry.desk, ticket: entry.ticket, kept: entry.kept.ticket, now: entry.now, at, shown: shownIn(entry), disputed: false });
  }
  for (const id of against.values()) {
    const candidate = found.get(id);
    if (candidate) candidate.disputed = true;
  }
  return [...found.values()];
}

/** As many of a list as are wanted, each as likely as any other. @template Item @param {Item[]} list @param {number} count */
export function anyOf(list, count) {
  const left = [...list];
  const drawn = [];
  while (drawn.length < count && left.length > 0) {
    // Numbers above the last whole multiple would favour the first items.
    const most = Math.floor(2 ** 32 / left.length) * left.length;
    let number = most;
    while (number >= most) number = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    drawn.push(...left.splice(number % left.length, 1));
  }
  return drawn;
}

/**
 * Draws.
 *
 * @param {Candidate[]} candidates without those that are in the set already
 * @param {Way} way
 * @param {number} count
 * @param {{intent?: string, differs?: (candidate: Candidate) => boolean}} [how] of which intent, `""` for the ones that the
 * classifier was not sure of; whether the settings of today say something else
 * @returns {Candidate[]}
 */
export function draw(candidates, way, count, { intent = "", differs = () => false } = {}) {
  switch (way) {
    case "random":
      return anyOf(candidates, count);
    case "category":
      return anyOf(candidates.filter(({ shown }) => (shown.abstained ? "" : shown.intent) === intent), count);
    case "low_confidence":
      return [...candidates].sort((a, b) => a.shown.confidence - b.shown.confidence).slice(0, count);
    case "disagreement":
      return anyOf(candidates.filter((candidate) => candidate.disputed || differs(candidate)), count);
  }
}

/** The sample of a candidate; `undefined` where its ticket is not kept any more. @param {Candidate} candidate @param {Sample["drawn"]} drawn @returns {Promise<Sample | undefined>} */
export async function sampleOf({ desk, ticket, kept, now, at, shown }, drawn) {
  const text = await readKeptTicket(kept);
  if (text === undefined) return undefined;
  return { id: sampleId(desk, ticket), desk, ticket, subject: JSON.parse(text).subject ?? "", text, now, drawn, expect: null, shown, kept_at: at };
}
