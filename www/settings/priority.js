/** The priority: points of each signal, and what a made-up ticket would get with them before they are saved. */
import { button, element } from "../elements.js";
import { labelled, numberField, words } from "./fields.js";
import { asDiagnostic, diagnosticWords } from "./imports.js";

/** @typedef {import("./document.js").SettingsDocument} SettingsDocument */

const HOUR = 3_600_000;
const YEAR = 365.25 * 24 * HOUR;

/** @type {import("./sections.js").Section} */
export const priority = {
  id: "priority",
  title: "Priority",
  about: "Points from 0 to 100 that each signal adds at its strongest; the sum is the ticket's score, and the panel shows every part of it.",
  draw: (settings) => {
    const points = (/** @type {string} */ group) => Object.keys(settings.value(["priority", group]) ?? {}).map((name) => numberField(settings, words(name), ["priority", group, name], { min: -100, max: 100 }));
    return [
      element("fieldset", {}, element("legend", {}, "Signals"), element("div", { class: "fields" }, ...points("weights"))),
      element("fieldset", {}, element("legend", {}, "Lowest score of a level"), element("div", { class: "fields" }, ...points("levels"))),
      element("details", {}, element("summary", {}, "Points of triggers"), element("div", { class: "fields" }, ...points("triggers"))),
      element("details", {}, element("summary", {}, "Points of intents"), element("div", { class: "fields" }, ...points("intents"))),
      whatIf(settings),
    ];
  },
};

/** A form for a made-up ticket, and its priority by the settings as they stand on the page. @param {SettingsDocument} settings */
function whatIf(settings) {
  const message = /** @type {HTMLTextAreaElement} */ (element("textarea", { id: "what-if-message", rows: "3" }));
  const number = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (element("input", { type: "number", id: `what-if-${id}`, min: "0", value: "0" }));
  const vip = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", id: "what-if-vip" }));
  const [years, contract, lifetime, waited, open] = ["years", "contract", "lifetime", "waited", "open"].map(number);
  const outcome = element("div", { id: "what-if-outcome", role: "status" });
  const value = (/** @type {HTMLInputElement | undefined} */ input) => Math.max(0, Number(input?.value) || 0);

  async function compute() {
    const now = Date.now();
    const at = (/** @type {number} */ before) => new Date(now - before).toISOString();
    const money = (/** @type {number} */ amount) => (amount > 0 ? { amount: String(amount), currency: "USD" } : undefined);
    const ticket = {
      id: "what-if",
      status: "open",
      requester: {
        tags: vip.checked ? (settings.value(["identity", "vip", "tags"]) ?? []).slice(0, 1) : [],
        ...(value(years) > 0 && { created_at: at(value(years) * YEAR) }),
        contract_value: money(value(contract)),
        lifetime_value: money(value(lifetime)),
      },
      messages: [{ id: "m1", at: at(value(waited) * HOUR), author: { role: "customer" }, body: message.value }],
      previous_tickets: Array.from({ length: Math.min(50, value(open)) }, (_, index) => ({ id: `earlier-${index}`, status: "open", created_at: at(48 * HOUR) })),
    };
    try {
      const found = await settings.analyze(ticket, now);
      const { score, level, factors } = found.priority;
      outcome.replaceChildren(
        element("p", {}, element("strong", {}, `${words(level)} · ${Math.round(score)}`)),
        element("ul", {}, ...factors.map((/** @type {{signal: string, contribution: number, value: unknown}} */ factor) => element("li", {}, `${factor.contribution > 0 ? "+" : ""}${Math.round(factor.contribution * 10) / 10} ${words(factor.signal)}${["intent", "trigger"].includes(factor.signal) ? `: ${words(String(factor.value))}` : ""}`))),
      );
    } catch (error) {
      outcome.replaceChildren(element("p", { class: "problem" }, diagnosticWords(asDiagnostic(error))));
    }
  }

  return element(
    "fieldset",
    { "data-works": true },
    element("legend", {}, "What if"),
    element("p", { class: "soft" }, "A ticket that you make up, by the settings as they stand on this page, saved or not."),
    element(
      "div",
      { class: "fields" },
      labelled("The customer writes", message, "wide"),
      labelled("Customer for (years)", /** @type {HTMLInputElement} */ (years)),
      labelled("Contract value (USD)", /** @type {HTMLInputElement} */ (contract)),
      labelled("Lifetime value (USD)", /** @type {HTMLInputElement} */ (lifetime)),
      labelled("Waiting for (hours)", /** @type {HTMLInputElement} */ (waited)),
      labelled("Other open tickets", /** @type {HTMLInputElement} */ (open)),
      element("span", { class: "check" }, vip, element("label", { for: "what-if-vip" }, "VIP")),
    ),
    element("div", { class: "actions" }, button("What priority?", () => void compute(), { id: "what-if" })),
    outcome,
  );
}
