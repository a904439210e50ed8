/** The phases: what the assistant may do, what each later phase asks for, the kill switch. */
import { readKillSwitch, setKillSwitch, watchKillSwitch } from "../log/kill_switch.js";
import { append } from "../log/log.js";
import { button, element } from "../elements.js";
import { inForce, readInputs } from "../in_force.js";
import { watchPolicy } from "../team/policy.js";
import { watchTeam } from "../team/state.js";
import { compute, evidence, whenKnown } from "./evidence.js";
import { say } from "../words.js";
import { folded, labelled, numberField, words } from "./fields.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("./evidence.js").Gate} Gate
 */

/** The last phase that is built. */
const BUILT = 1;

/** @type {[number, string, string][]} */
const PHASES = [
  [1, "Read-only", "The panel analyses and advises. It cannot write anything into the helpdesk."],
  [2, "Drafts", "Locked: drafts are not built yet. Its gate is computed all the same, from what is on record."],
  [3, "Narrow autonomy", "Locked: resolving tickets without a person is not built yet. Its gates are computed for each intent."],
];

/** Fewest characters of a reason: enough to say something. */
const LEAST = 10;

/** @type {import("./sections.js").Section} */
export const phase = {
  id: "phase",
  title: "Phase",
  about: "How much the assistant may do. It starts read-only; the later phases are earned by what was recorded in the earlier ones.",
  draw: (settings) => {
    const mode = settings.value(["phases", "mode"]) ?? 1;
    return [
      killSwitch(),
      element(
        "fieldset",
        {},
        element("legend", {}, "Phase in force", settings.layerOf(["phases", "mode"]) === "policy" && element("span", { class: "changed" }, "organisation")),
        mode > BUILT && element("p", { class: "problem" }, `The settings ask for phase ${mode}, which is not built yet: phase ${BUILT} is in force.`),
        ...PHASES.map(([number, name, text]) =>
          element(
            "div",
            { class: number <= BUILT ? "check" : "check locked" },
            element("input", { type: "radio", name: "phase", id: `phase-${number}`, value: String(number), checked: Math.min(mode, BUILT) === number, disabled: number > BUILT || settings.isLocked(["phases", "mode"]), change: () => settings.set(["phases", "mode"], number) }),
            element("label", { for: `phase-${number}` }, element("strong", {}, `${number} · ${name}`), element("br"), text),
          ),
        ),
      ),
      gates(settings),
      wanted(settings),
      categories(settings),
    ];
  },
};

/** Acts at once, in every panel of this browser, whether or not anything else is saved. */
function killSwitch() {
  const reason = /** @type {HTMLInputElement} */ (element("input", { type: "text", id: "kill-reason", autocomplete: "off", placeholder: "What happened" }));
  const state = element("p", { role: "status", id: "kill-state" });
  const others = element("div", { id: "kill-others" });
  const showOthers = async () => {
    const { stops } = inForce({ ...(await readInputs("")), own: "" }, Date.now());
    const words = { team: "The team's kill switch is on", policy: "Your organisation's kill switch is on" };
    others.replaceChildren(...stops.flatMap(({ by, why }) => (by === "team" || by === "policy" ? [element("p", { class: "problem", "data-stop": by }, `${words[by]}: ${why.values["reason"]}. It cannot be switched off here.`)] : [])));
  };
  void showOthers();
  watchTeam(() => others.isConnected && void showOthers());
  watchPolicy(() => others.isConnected && void showOthers());
  const press = /** @type {HTMLButtonElement} */ (button("", () => void toggle(), { id: "kill-switch" }));
  let on = false;
  /** @param {import("../log/kill_switch.js").Killed | null} killed */
  const show = (killed) => {
    on = killed !== null;
    press.textContent = on ? "Switch the assistant on again" : "Stop the assistant now";
    press.setAttribute("aria-pressed", String(on));
    state.textContent = killed ? `The kill switch is on since ${new Date(killed.at).toLocaleString()} (${killed.actor}): ${killed.reason}` : "The kill switch is off.";
  };
  const toggle = async () => {
    const why = reason.value.trim();
    reason.setCustomValidity("");
    // To stop needs no words; to go on does.
    if (on && why.length < LEAST) {
      reason.setCustomValidity("Say why it may go on, in a few words.");
      reason.reportValidity();
      return;
    }
    // Before anything else: a second click shall not take these words for the way back.
    reason.value = "";
    await setKillSwitch(!on, why || "pressed without a word");
    show(await readKillSwitch());
  };
  reason.addEventListener("input", () => reason.setCustomValidity(""));
  void readKillSwitch().then(show);
  watchKillSwitch((killed) => state.isConnected && show(killed));
  return element("fieldset", { "data-works": true }, element("legend", {}, "Kill switch"), element("p", { class: "soft" }, "Acts at once in every panel of this browser: nothing beyond reading happens, whatever the settings say, until it is switched off again. To stop a whole team, publish it below."), others, state, element("div", { class: "fields" }, labelled("Why", reason, "wide"), press));
}

/** The gates, as far as the log is known. @param {SettingsDocument} settings */
function gates(settings) {
  const place = element("fieldset", { id: "gates", "data-works": true }, element("legend", {}, "Gates"), element("p", { class: "soft" }, "Computed from the event log…"));
  whenKnown(place, () => {
    const { report, error } = evidence();
    const legend = place.firstElementChild;
    if (!report) return place.replaceChildren(...(legend ? [legend] : []), element("p", { class: "problem" }, error?.message ?? "The log could not be read."));
    place.replaceChildren(
      ...(legend ? [legend] : []),
      element("p", { class: "soft" }, `From ${report.figures.tickets} tickets in ${report.logs.length === 1 ? "this browser's log" : `${report.logs.length} logs`}. What a team has on record is the sum of its agents' logs: import their exports below, or use \`handrail report\`.`),
      gate(report.drafts, "Drafts (phase 2)", settings),
      element(
        "details",
        {},
        element("summary", {}, `Narrow autonomy (phase 3), by intent: ${report.autonomy.filter(({ met }) => met).length} of ${report.autonomy.length} met`),
        report.autonomy.length === 0 && element("p", {}, "No intent was analysed yet."),
        ...report.autonomy.map((one) => gate(one, intentName(settings, one.category), settings)),
      ),
    );
  });
  return place;
}

/** @param {SettingsDocument} settings @param {string} id */
const intentName = (settings, id) => settings.value(["intents", { id }, "name"]) || words(id);

/** @param {Gate} gate @param {string} name @param {SettingsDocument} settings */
function gate({ phase: number, category, met, opened_by, conditions }, name, settings) {
  const verdict = met ? "met" : opened_by ? "opened with a reason" : "not met";
  const reason = /** @type {HTMLInputElement} */ (element("input", { type: "text", autocomplete: "off", minlength: String(LEAST) }));
  const override = async () => {
    const why = reason.value.trim();
    reason.setCustomValidity(why.length < LEAST ? "Say why, in a few words: it goes into the log with your name or pseudonym." : "");
    if (!reason.reportValidity()) return;
    await append("override", { phase: number, category, reason: why, ...(opened_by && { withdrawn: true }) });
    await compute(settings);
  };
  reason.addEventListener("input", () => reason.setCustomValidity(""));
  return element(
    "div",
    { class: "gate", "data-gate": `${number} ${category}`.trim() },
    element("h3", {}, `${name}: ${verdict}`),
    element("ul", {}, ...conditions.map((condition) => element("li", {}, element("span", { class: condition.met ? "met" : "unmet" }, condition.met ? "✓ met" : "✗ missing"), ` ${condition.words}`))),
    opened_by && element("p", {}, `Opened by ${opened_by.actor} on ${new Date(opened_by.at).toLocaleString()}: ${opened_by.reason}`),
    number > BUILT && element("p", { class: "soft" }, `The phase itself stays locked until it is built${met ? "" : ", even where a gate is opened"}.`),
    (!met || opened_by) &&
      element(
        "details",
        {},
        element("summary", {}, opened_by ? "Close it again" : "Open it all the same"),
        element("div", { class: "fields" }, labelled("Reason, for whoever must answer for it", reason, "wide"), button(opened_by ? "Close it" : "Open it", () => void override(), { "aria-label": `${opened_by ? "Close it" : "Open it"}: ${name}` })),
      ),
  );
}

/** What each gate asks for where the settings do not say (`GateSettings` in `src/log/gates.rs`). @type {[string, number, {unit?: string, max?: number, step?: number}][]} */
const WANTED = [
  ["draft_days", 90, { unit: "unit.days" }],
  ["draft_tickets", 500, { unit: "unit.tickets" }],
  ["draft_labelled", 200, { unit: "unit.tickets" }],
  ["draft_agreement", 0.9, { unit: "unit.of_one", max: 1, step: 0.01 }],
  ["autonomy_days", 180, { unit: "unit.days" }],
  ["autonomy_drafts", 300, {}],
  ["autonomy_accepted", 0.8, { unit: "unit.of_one", max: 1, step: 0.01 }],
  ["autonomy_csat_margin", 0.02, { unit: "unit.of_one", max: 1, step: 0.005 }],
];

/** @param {SettingsDocument} settings */
function wanted(settings) {
  return folded({ id: "gate-settings" }, say("gates.title"), () => [
    element("p", { class: "soft" }, say("gates.about")),
    element("div", { class: "fields" }, ...WANTED.map(([key, shipped, { unit, ...limits }]) => numberField(settings, say(`gates.${key}`), ["phases", "gates", key], { ...limits, ...(unit && { unit: say(unit) }), about: say("field.shipped", { value: shipped }) }))),
  ]);
}

/** Intents that stay below the phase of all others. @param {SettingsDocument} settings */
function categories(settings) {
  /** @type {{id: string, name: string, disabled: boolean}[]} */
  const intents = (settings.value(["intents"]) ?? []).filter((/** @type {any} */ { disabled }) => !disabled);
  return element(
    "details",
    { id: "phase-categories" },
    element("summary", {}, "Phase by intent"),
    element("p", { class: "soft" }, "An intent can stay in an earlier phase than the rest. Phases 2 and 3 are locked until they are built and their gates are met."),
    element(
      "div",
      { class: "fields" },
      ...intents.map(({ id, name }) => {
        const own = settings.value(["phases", "categories", id]);
        const select = /** @type {HTMLSelectElement} */ (
          element("select", {}, element("option", { value: "" }, "As all"), ...PHASES.map(([number, title]) => element("option", { value: String(number), disabled: number > BUILT }, `${number} · ${title}${number > BUILT ? " (locked)" : ""}`)))
        );
        select.value = own ? String(own) : "";
        select.disabled = settings.isLocked(["phases", "categories", id]);
        select.addEventListener("change", () => settings.set(["phases", "categories", id], select.value ? Number(select.value) : undefined));
        return labelled(name || words(id), select);
      }),
    ),
  );
}
