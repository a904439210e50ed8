/**
 * Every state of the panel on its own page in the browser, drawn by the panel's own code from analyses that the
 * engine made (`tests/golden/analyses`): what is looked at for accessibility and layout, and for the pictures in docs/.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, waitFor } from "../desks/process.js";

/** The looks that a system can ask for. @type {Record<string, {name: string, value: string}[]>} */
export const THEMES = {
  light: [{ name: "prefers-color-scheme", value: "light" }],
  dark: [{ name: "prefers-color-scheme", value: "dark" }],
  "more contrast, light": [{ name: "prefers-color-scheme", value: "light" }, { name: "prefers-contrast", value: "more" }],
  "more contrast, dark": [{ name: "prefers-color-scheme", value: "dark" }, { name: "prefers-contrast", value: "more" }],
  "forced colours": [{ name: "forced-colors", value: "active" }],
};

/** @type {any[]} */
const GOLDEN = readFileSync(join(ROOT, "tests", "golden", "analyses", "analyses.jsonl"), "utf8")
  .trim()
  .split("\n")
  .filter((line) => line.startsWith("{"))
  .map((line) => JSON.parse(line));

/** @param {(analysis: any) => boolean} fits */
function golden(fits) {
  const found = GOLDEN.find(fits);
  if (!found) throw new Error("no golden analysis is of that kind");
  return structuredClone(found);
}

const LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

/** Everything at once: each section, with words that no line can hold. */
function crowded() {
  const analysis = golden(({ triggers, policy_flags: flags }) => triggers.length > 0 && flags.length > 0);
  const { summary } = analysis;
  analysis.diagnostics.push({ code: "incomplete_thread", message: `the thread of ${LONG} is incomplete`, help: "load the ticket anew" });
  summary.one_line ||= "The customer: Refund request";
  summary.ask = `${LONG} https://example.com/${"path/".repeat(20)}?query=${"x".repeat(80)}`;
  summary.open_questions = [`Where is the ${LONG}?`];
  summary.promises = ["We will call you tomorrow. (m2, 2026-11-19)"];
  summary.tried = ["We suggested: Please try the code again. (m4)"];
  summary.already_given = ["order number B-1001 (m1)", `mail address ${"a".repeat(70)}@example.com (m1)`];
  summary.key_phrases = [LONG, "refund"];
  summary.account = [{ label: "Tier", value: LONG, source: "" }, { label: "Customer since", value: "2019-11-02 (seven years)", source: "" }, { label: "Lifetime value", value: "123456789.00 USD", source: "" }];
  summary.history = `Two earlier tickets, the last one of 2026-10-01: “${LONG}”.`;
  analysis.policy_flags.push({ policy: LONG.toLowerCase(), rule: `returns.${"x".repeat(60)}`, status: "denied", detail: "day 41 of 30", facts: [{ name: "delivered_at", value: "2026-10-24", source: "look-up orders[0]" }], missing: ["condition"], why: "Unused items may be returned within 30 days of delivery.", article: null });
  analysis.knowledge.push({ article_id: "x", title: LONG, url: "https://example.com/articles/x", score: 1, passage: `${LONG} ${LONG}`, highlights: [{ start: 0, end: 10 }], updated_at: "2024-01-01T00:00:00Z", warnings: ["stale", "says another day than the returns policy"] });
  analysis.similar = [{ ticket_id: "4711", subject: LONG, resolution: `Sent a new ${LONG}.`, score: 0.7 }];
  analysis.regions = [{ message_id: "m2", kind: "reply_quote", span: { start: 0, end: 9 }, beginning: "On Monday you wrote" }];
  return { analysis, subject: `${LONG} and the rest of it`, number: "12345678901234567890" };
}

/** A ticket in a script that runs from right to left. */
function arabic() {
  const analysis = golden(({ triggers, policy_flags: flags }) => triggers.length > 0 && flags.length > 0);
  const words = "وصلت الغلاية مكسورة وأريد استرداد المبلغ كاملا قبل نهاية الأسبوع";
  analysis.language = { code: "ar", confidence: 1 };
  analysis.summary.ask = words;
  for (const trigger of analysis.triggers) for (const evidence of trigger.evidence) if (evidence.in === "message") Object.assign(evidence, { text: words, prefix: words, suffix: words });
  for (const hit of analysis.knowledge) Object.assign(hit, { title: words, passage: words, highlights: [{ start: 0, end: 12 }] });
  return { analysis, subject: words, number: "77" };
}

const escalated = () => ({ analysis: golden(({ triggers }) => triggers.some((/** @type {any} */ { severity }) => severity === "escalate")), subject: "Blender leaked hot soup", number: "1042" });
const calm = () => ({ analysis: golden(({ triggers, knowledge }) => triggers.length === 0 && knowledge.length > 0), subject: "Where is my parcel?", number: "1043" });
const unsure = () => ({ analysis: golden(({ intent }) => intent.abstained !== null && intent.abstained !== undefined), subject: "Hello", number: "1044" });

/** What the panel can show instead of an analysis, by its codes. */
export const STATES = ["no_access", "not_a_helpdesk", "not_a_ticket", "logged_out", "forbidden", "not_found", "server_error", "timeout", "network", "unreadable", "gone", "crash", "broken", "unknown"];

/**
 * Pictures of the panel: an analysis each, or the codes of states.
 *
 * @type {Record<string, () => {analysis?: any, subject?: string, number?: string, states?: string[], open?: boolean, notices?: boolean}>}
 */
export const SHOWN = {
  escalation: escalated,
  calm,
  unsure,
  "everything open": () => ({ ...crowded(), open: true, notices: true }),
  "right to left": () => ({ ...arabic(), open: true }),
  loading: () => ({ states: ["loading"] }),
  states: () => ({ states: STATES }),
};

/**
 * The panel's page in a tab of its own, where it can be measured.
 *
 * @param {import("./browser.js").Driven} driven
 */
export async function openGallery(driven) {
  const page = await driven.newPage(`${driven.base}www/panel/panel.html?tab=999999`);
  const ready = await waitFor(() => page.evaluate(() => document.querySelector("[data-state=no_access]") !== null), 20_000);
  if (!ready) throw new Error("the panel's page did not start");
  await page.evaluate(async () => {
    const load = (/** @type {string} */ path) => import(new URL(path, location.href).href);
    const [{ render }, words, states, { Notices }, { Feedback }] = await Promise.all(["../../pkg/handrail.js", "../words.js", "states.js", "notices.js", "feedback.js"].map(load));
    const view = /** @type {HTMLElement} */ (document.querySelector("#view"));
    const recorder = { judgements: async () => new Map(), judged: async (/** @type {any} */ _, /** @type {any} */ said) => ({ ...said, seq: 1 }), takeBack: async () => true, articleOpened: async () => {} };
    const settings = () => ({ intents: ["refund_request", "order_status", "other"].map((id) => [id, words.name("intent", id)]), triggers: ["vip", "legal_language", "frustration"] });
    const notices = new Notices(document.querySelector("#notices"));
    let feedback = new Feedback(view, recorder, () => {}, settings);
    Object.assign(globalThis, {
      /** @param {any} what @param {string} language @param {string} direction */
      async showInGallery({ analysis, subject, number, states: codes, open, notices: withNotices }, language, direction) {
        await words.useLanguage(language);
        document.documentElement.dir = direction;
        notices.clear("");
        if (withNotices) {
          notices.set("kill switch", { text: words.say("notice.killed"), help: words.say("notice.killed_by", { at: "2026-11-20T10:00:00Z", actor: "agent-7f3a", reason: "a test" }) });
          notices.set("ticket stale", { text: words.say("notice.stale", { cause: states.stateTitle("timeout") }), help: "", action: { label: words.say("frame.retry"), act: () => {} } });
        }
        const handoff = /** @type {HTMLElement} */ (document.querySelector("#handoff"));
        handoff.hidden = !analysis;
        if (codes) {
          view.replaceChildren(...codes.map((/** @type {string} */ code) => (code === "loading" ? states.skeleton() : states.stateView(code, "GET https://desk.example.com/api/tickets/12345678901234567890: 500", () => {}))));
          return;
        }
        feedback = new Feedback(view, recorder, () => {}, settings);
        feedback.around({ desk: "https://desk.example.com", ticket: analysis.ticket_id, analysis }, () => render(analysis, view, { number, subject, channel: "email", phase: 1, density: "full", tell: words.tell }));
        for (const details of document.querySelectorAll("details")) details.open = open === true;
        if (open) /** @type {HTMLElement | null} */ (view.querySelector("button.missed"))?.click();
      },
    });
  });
  return page;
}

/**
 * @param {import("puppeteer-core").Page} page of the gallery
 * @param {string} what a key of `SHOWN`
 * @param {{language?: string, direction?: "ltr" | "rtl"}} [how]
 */
export async function show(page, what, { language = "en", direction = "ltr" } = {}) {
  const shown = SHOWN[what]?.();
  // @ts-expect-error it was put there by `openGallery`
  await page.evaluate((...given) => globalThis.showInGallery(...given), shown, language, direction);
}

/** @param {import("puppeteer-core").Page} page @param {string} theme a key of `THEMES` */
export async function useTheme(page, theme) {
  const session = await page.createCDPSession();
  // Puppeteer's own call knows fewer of the features.
  await session.send("Emulation.setEmulatedMedia", { features: [...(THEMES[theme] ?? [])] });
  return () => session.detach();
}
