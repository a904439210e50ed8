/** Who gets which ticket: the routing table, rule by rule. */
import { element } from "../elements.js";
import { name, say } from "../words.js";
import { choiceField, folded, listField, numberField, textField } from "./fields.js";
import { adding, removal } from "./plain.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {{id: string, triggers: string[], severity: string | null, intents: string[], languages: string[], tier: string | null, route: string, sla_minutes: number | null}} Rule
 */

const TIERS = ["self_service", "ai_resolved", "ai_assisted", "specialist", "manager"];

/** @type {import("./sections.js").Section} */
export const routing = {
  id: "routing",
  get title() {
    return say("routing.title");
  },
  get about() {
    return say("routing.about");
  },
  draw: (settings, redraw) => {
    /** @type {Rule[]} */
    const rules = settings.value(["routing", "rules"]) ?? [];
    return [
      element("div", { class: "fields" }, textField(settings, say("routing.default_route"), ["routing", "default_route"], "", { belowIfEmpty: true }), numberField(settings, say("routing.default_sla"), ["routing", "default_sla_minutes"], { min: 1, unit: say("unit.minutes"), optional: true })),
      ...rules.map((rule) => folded({ "data-route": rule.id }, summary(settings, rule), () => fields(settings, rule, redraw))),
      adding("new-route", say("routing.new"), (id) => {
        settings.set(["routing", "rules", { id }, "route"], settings.value(["routing", "default_route"]) || "");
        redraw();
      }, rules.map(({ id }) => id)),
    ];
  },
};

/** A rule in one line. @param {SettingsDocument} settings @param {Rule} rule */
function summary(settings, { id, triggers, intents, languages, tier, route, sla_minutes }) {
  const when = [...triggers.map((kind) => name("trigger", kind)), ...intents.map((intent) => settings.value(["intents", { id: intent }, "name"]) || name("intent", intent)), ...languages.map((code) => name("language", code))];
  const to = [tier && name("tier_name", tier), route, sla_minutes && say("routing.within", { minutes: sla_minutes })].filter(Boolean).join(" · ");
  return element("span", {}, `${when.length > 0 ? when.join(", ") : say("routing.always")} → ${to || say("routing.nowhere")}`, settings.isOwn(["routing", "rules", { id }]) && element("span", { class: "changed" }, say("rule.changed")));
}

/** @param {SettingsDocument} settings @param {Rule} rule @param {() => void} redraw */
function fields(settings, { id }, redraw) {
  const at = (/** @type {string} */ key) => ["routing", "rules", { id }, key];
  return [
    element(
      "div",
      { class: "fields" },
      listField(settings, say("rule.triggers"), at("triggers"), { about: say("rule.any") }),
      choiceField(settings, say("routing.severity"), at("severity"), [["", say("routing.severity_default")], ["escalate", say("replay.trigger.escalate")], ["notice", say("replay.trigger.notice")]], { empty: null }),
      listField(settings, say("rule.intents"), at("intents"), { about: say("rule.any") }),
      listField(settings, say("routing.languages"), at("languages"), { about: say("routing.languages_about") }),
    ),
    element(
      "div",
      { class: "fields" },
      choiceField(settings, say("routing.tier"), at("tier"), [["", say("routing.tier_none")], ...TIERS.map((tier) => /** @type {[string, string]} */ ([tier, name("tier_name", tier)]))], { about: say("routing.tier_about"), empty: null }),
      textField(settings, say("routing.route"), at("route"), "", { isText: true }),
      numberField(settings, say("routing.sla"), at("sla_minutes"), { min: 1, unit: say("unit.minutes"), optional: true }),
    ),
    removal(settings, ["routing", "rules"], id, redraw),
  ];
}
