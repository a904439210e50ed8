/** What the event log holds of an agent, in plain words: for the agents themselves. */
import init, { defaultFiles, loadDefaults, mergeSettings } from "../../pkg/handrail.js";
import { provideDefaults } from "../defaults.js";
import { button, byId, element } from "../elements.js";
import { readInForce } from "../store.js";
import { exportLines } from "./export.js";
import { noted, parsed, pseudonym, readNewest } from "./log.js";

/** How many of the newest entries are shown. */
const SHOWN = 50;

/** What each kind of entry means, and what it holds. @type {[string, string][]} */
const KINDS = [
  ["analyzed", "The panel showed an analysis: the ticket's number, what it was taken for and how sure the panel was, which rules fired, which articles were shown, and a fingerprint of the analysis. No word of the ticket."],
  ["feedback", "You said that something was right or wrong, or took that back."],
  ["article_opened", "You opened an article from the panel."],
  ["escalated", "You copied the hand-off."],
  ["outcome", "The panel saw that the ticket was solved, rated, or open again."],
  ["sample_reviewed", "A lead labelled a ticket of the eval set: whether the panel was right about it. It says nothing about you."],
  ["settings_changed", "Somebody saved the settings on this computer, or the team's or the organisation's came into use: when, which parts, and why."],
  ["phase_changed", "Somebody changed what the assistant may do, or a kill switch was pressed: here, for the team, or by the organisation."],
  ["override", "Somebody opened a gate with a reason, or closed it again."],
  ["expired", "The content of old entries was removed, because its time was up."],
];

/** @param {any} entry */
export function inWords(entry) {
  const id = (/** @type {string | undefined} */ text) => (text ?? "").replaceAll("_", " ");
  const of = entry.ticket ? `ticket ${entry.ticket}` : "";
  if (entry.expired) return "The content was removed, because its time was up.";
  switch (entry.kind) {
    case "analyzed":
      return `Analysis of ${of}: ${entry.abstained ? "intent unsure" : `${id(entry.intent)}, ${Math.round(entry.confidence * 100)} %`}; ${entry.triggers.length} ${entry.triggers.length === 1 ? "trigger" : "triggers"}; ${entry.articles.length} ${entry.articles.length === 1 ? "article" : "articles"}${entry.kept ? "; the ticket was kept" : ""}.`;
    case "feedback":
      return entry.undoes ? `You took entry ${entry.undoes} back.` : `You said of ${of}: ${id(entry.about)} ${id(entry.subject)} ${id(entry.verdict)}${entry.corrected ? `, rather ${id(entry.corrected)}` : ""}.`;
    case "article_opened":
      return `You opened article ${entry.subject} for ${of}.`;
    case "escalated":
      return `You copied the hand-off of ${of}.`;
    case "outcome":
      return `Outcome of ${of}: ${[id(entry.status), entry.csat && `rated ${entry.csat}`, entry.reopened && "open again"].filter(Boolean).join(", ")}.`;
    case "sample_reviewed":
      return `Label of ${of || "a ticket"}: the panel was ${entry.agrees ? "right" : "not right"}.`;
    case "settings_changed":
      return entry.by ? `Settings came into use by ${entry.reason}.` : `Settings saved as version ${entry.revision}: ${entry.reason || "no reason given"}.`;
    case "phase_changed":
      return `${entry.kill_switch === undefined ? `Phase ${entry.phase}${entry.category ? ` for ${id(entry.category)}` : ""}` : `Kill switch ${entry.kill_switch ? "on" : "off"}`}: ${entry.reason || "no reason given"}.`;
    case "override":
      return `Gate of phase ${entry.phase}${entry.category ? ` for ${id(entry.category)}` : ""} ${entry.withdrawn ? "closed again" : "opened"}: ${entry.reason}.`;
    case "expired":
      return `The content of ${entry.count} entries was removed: ${entry.reason}.`;
    default:
      return id(entry.kind);
  }
}

async function start() {
  await init({ module_or_path: new URL("../../pkg/handrail_bg.wasm", import.meta.url) });
  await provideDefaults({ defaultFiles, loadDefaults });
  const [{ text }, name, newest, { head }] = await Promise.all([readInForce(), pseudonym(), readNewest(SHOWN), noted()]);
  const { privacy } = JSON.parse(mergeSettings([text]));
  const section = (/** @type {string} */ id, /** @type {string} */ title, /** @type {(Node | string | null)[]} */ ...content) => element("section", { id, "aria-labelledby": `${id}-title` }, element("h2", { id: `${id}-title` }, title), ...content);
  byId("page").replaceChildren(
    section(
      "short",
      "In short",
      element(
        "ul",
        {},
        element("li", {}, "Handrail notes what it showed and what you said of it, so that the team can see whether it is right often enough. It does not note how fast you work, what you type, or which pages you visit."),
        element("li", {}, "The record lies in this browser, on this computer. Nobody else has it until somebody exports it in the settings and hands the file on."),
        element("li", {}, privacy.name_actors ? "Your lead's settings name you in it, as the helpdesk names you." : "You stand in it under a pseudonym that was drawn at random: ", privacy.name_actors ? null : element("strong", { id: "pseudonym" }, name), privacy.name_actors ? null : ". Who hands your export on knows that it is yours."),
        element("li", {}, privacy.keep_tickets ? `Tickets are kept with their analyses${privacy.mask ? ", with names, addresses, numbers and other personal data of the customer hidden" : ", as they are"}.` : "Tickets are not kept: of a ticket there is its number alone."),
        element("li", {}, `What tells of tickets is removed after ${privacy.retention_days} days. What was changed in the settings, when and why stays.`),
        element("li", {}, "Nothing in it can be changed without a trace: each entry carries a fingerprint of the one before it. What you take back stays visible as taken back."),
      ),
    ),
    section("kinds", "What is noted", element("dl", { class: "figures" }, ...KINDS.map(([kind, about]) => element("div", {}, element("dt", {}, kind.replaceAll("_", " ")), element("dd", {}, about))))),
    section(
      "entries",
      newest.length === 0 ? "Nothing is recorded yet" : `The newest ${newest.length === 1 ? "entry" : `${newest.length} entries`} of ${head?.seq ?? newest.length}`,
      newest.length === 0 ? null : element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Newest entries" }, element("ol", { reversed: true, start: String(newest[0]?.seq ?? 1) }, ...newest.map((stored) => element("li", {}, element("span", { class: "soft" }, `${new Date(stored.at).toLocaleString()} `), inWords(parsed(stored.text)))))),
      element("div", { class: "actions" }, button("Save my record as a file", () => void save(), { id: "save-record" })),
    ),
  );
}

async function save() {
  const address = URL.createObjectURL(new Blob([await exportLines()], { type: "application/jsonl" }));
  element("a", { href: address, download: "handrail-log.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

start().catch((error) => byId("page").replaceChildren(element("p", { class: "problem" }, `The record could not be read: ${error instanceof Error ? error.message : String(error)}`)));
