/** What the event log holds of an agent, in plain words: for the agents themselves. */
import init, { defaultFiles, loadDefaults, mergeSettings } from "../../pkg/handrail.js";
import { provideDefaults } from "../defaults.js";
import { button, byId, element } from "../elements.js";
import { readInForce } from "../store.js";
import { name, say, useLanguage } from "../words.js";
import { exportLines } from "./export.js";
import { noted, parsed, pseudonym, readNewest } from "./log.js";

/** How many of the newest entries are shown. */
const SHOWN = 50;

/** The kinds of entries that are told of, each with the words `event.KIND` and `event_about.KIND`. */
const KINDS = ["analyzed", "feedback", "article_opened", "escalated", "outcome", "sample_reviewed", "settings_changed", "phase_changed", "override", "expired"];

/** @param {any} entry */
function told(entry) {
  const id = (/** @type {string | undefined} */ text) => (text ?? "").replaceAll("_", " ");
  const { ticket = "", phase, reason } = entry;
  const why = reason || say("entry.no_reason");
  const category = entry.category ? name("intent", entry.category) : "";
  if (entry.expired) return say("event_about.expired");
  switch (entry.kind) {
    case "analyzed": {
      const intent = entry.abstained ? say("verdict.unsure") : say("verdict.candidate", { intent: name("intent", entry.intent), share: entry.confidence });
      return `${say("entry.analyzed", { ticket, intent, triggers: entry.triggers.length, articles: entry.articles.length })}${entry.kept ? ` ${say("entry.kept")}` : ""}`;
    }
    case "feedback": {
      const what = `${id(entry.about)} ${id(entry.subject)} ${id(entry.verdict)}`;
      if (entry.undoes) return say("entry.undone", { entry: entry.undoes });
      return entry.corrected ? say("entry.rather", { ticket, what, intent: name("intent", entry.corrected) }) : say("entry.said", { ticket, what });
    }
    case "article_opened":
      return say("entry.article", { article: entry.subject, ticket });
    case "escalated":
      return say("entry.handed_on", { ticket });
    case "outcome":
      return say("entry.outcome", { ticket, what: [id(entry.status), entry.csat, entry.reopened && "reopened"].filter(Boolean).join(", ") });
    case "sample_reviewed":
      return say(entry.agrees ? "entry.agrees" : "entry.disagrees", { ticket });
    case "settings_changed":
      return entry.by ? say("entry.settings_by", { reason: why }) : say("entry.settings", { version: entry.revision, reason: why });
    case "phase_changed":
      if (entry.kill_switch === undefined) return say("entry.phase", { phase, category, reason: why });
      return say(entry.kill_switch ? "entry.killed" : "entry.unkilled", { reason: why });
    case "override":
      return say(entry.withdrawn ? "entry.gate_closed" : "entry.gate_opened", { phase, category, reason: why });
    case "expired":
      return say("entry.expired", { count: entry.count, reason: why });
    default:
      return id(entry.kind);
  }
}

async function start() {
  await init({ module_or_path: new URL("../../pkg/handrail_bg.wasm", import.meta.url) });
  await provideDefaults({ defaultFiles, loadDefaults });
  const [{ text }, actor, newest, { head }] = await Promise.all([readInForce(), pseudonym(), readNewest(SHOWN), noted()]);
  const { privacy, display } = JSON.parse(mergeSettings([text]));
  await useLanguage(display?.language);
  const section = (/** @type {string} */ id, /** @type {string} */ title, /** @type {(Node | string | null)[]} */ ...content) => element("section", { id, "aria-labelledby": `${id}-title` }, element("h2", { id: `${id}-title` }, title), ...content);
  const point = (/** @type {(Node | string)[]} */ ...words) => element("li", {}, ...words);
  // The pseudonym stands out, wherever its language puts it.
  const [before = "", after = ""] = say("recorded.pseudonym", { name: "\n" }).split("\n");
  byId("page").replaceChildren(
    section(
      "short",
      say("recorded.short"),
      element(
        "ul",
        {},
        point(say("recorded.purpose")),
        point(say("recorded.place")),
        privacy.name_actors ? point(say("recorded.named")) : point(before, element("strong", { id: "pseudonym" }, actor), after),
        point(say(!privacy.keep_tickets ? "recorded.not_kept" : privacy.mask ? "recorded.kept_masked" : "recorded.kept_whole")),
        point(say("recorded.retention", { days: privacy.retention_days })),
        point(say("recorded.chained")),
      ),
    ),
    section("kinds", say("recorded.noted"), element("dl", { class: "figures" }, ...KINDS.map((kind) => element("div", {}, element("dt", {}, name("event", kind)), element("dd", {}, name("event_about", kind)))))),
    section(
      "entries",
      newest.length === 0 ? say("recorded.nothing") : say("recorded.newest", { count: newest.length, of: head?.seq ?? newest.length }),
      newest.length === 0 ? null : element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("recorded.entries") }, element("ol", { reversed: true, start: String(newest[0]?.seq ?? 1) }, ...newest.map((stored) => element("li", {}, element("span", { class: "soft" }, `${say("moment", { at: stored.at })} `), told(parsed(stored.text)))))),
      element("div", { class: "actions" }, button(say("recorded.save"), () => void save(), { id: "save-record" })),
    ),
  );
}

async function save() {
  const address = URL.createObjectURL(new Blob([await exportLines()], { type: "application/jsonl" }));
  element("a", { href: address, download: "handrail-log.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

start().catch((error) => byId("page").replaceChildren(element("p", { class: "problem" }, say("recorded.unreadable", { cause: error instanceof Error ? error.message : String(error) }))));
