/** The settings, section by section, each drawn afresh from the document. */
import { button, element } from "../elements.js";
import { listField, linesField, moneyField, textField } from "./fields.js";
import { say } from "../words.js";
import { intents } from "./intents.js";
import { ARTICLES, AUTONOMY, DISPLAY, METRICS, VOICE } from "./plain.js";
import { phase } from "./phases.js";
import { policies } from "./policies.js";
import { priority } from "./priority.js";
import { routing } from "./routing.js";
import { triggers } from "./triggers.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 *
 * @typedef {object} Section
 * @property {string} id
 * @property {string} title
 * @property {string} about
 * @property {(settings: SettingsDocument, redraw: () => void) => (Node | string | null | false)[]} draw
 */

/** @type {Section} */
const vip = {
  id: "vip",
  title: "Who is a VIP",
  about: "Any one of these makes a customer a VIP. Tags are compared exactly, tiers without regard to capitals. A customer who calls himself a VIP is none.",
  draw: (settings) => [
    element(
      "div",
      { class: "fields" },
      listField(settings, "Tags, with commas between them", ["identity", "vip", "tags"]),
      listField(settings, "Tiers", ["identity", "vip", "tiers"]),
      moneyField(settings, "Lifetime value from", ["identity", "vip", "min_lifetime_value"]),
    ),
    element("div", { class: "fields" }, listField(settings, "Custom fields that hold the tier, most trusted first", ["identity", "tier_fields"])),
  ],
};

/** @param {"assistants" | "staff"} list @param {string} one @param {SettingsDocument} settings @param {() => void} redraw */
function authors(list, one, settings, redraw) {
  const rules = settings.value(["identity", list]) ?? [];
  return element(
    "div",
    {},
    element(
      "ul",
      { class: "row-list" },
      ...rules.map((/** @type {{id: string}} */ { id }) =>
        element(
          "li",
          { "data-rule": id },
          element(
            "div",
            { class: "fields" },
            textField(settings, "Name", ["identity", list, { id }, "name"]),
            textField(settings, "Address or login", ["identity", list, { id }, "address"]),
            textField(settings, "or tag of the ticket", ["identity", list, { id }, "tag"]),
            button("Remove", () => {
              const own = (settings.draft.identity?.[list] ?? []).filter((/** @type {{id: string}} */ rule) => rule.id !== id);
              const isShipped = (settings.defaults.identity?.[list] ?? []).some((/** @type {{id: string}} */ rule) => rule.id === id);
              settings.set(["identity", list], isShipped ? [...own, { id, removed: true }] : own);
              redraw();
            }, { "aria-label": `Remove ${one} ${id}` }),
          ),
        ),
      ),
    ),
    button(`Add ${one}`, () => {
      let number = rules.length + 1;
      while (rules.some((/** @type {{id: string}} */ { id }) => id === `${list}_${number}`)) number += 1;
      settings.set(["identity", list, { id: `${list}_${number}` }, "name"], "");
      redraw();
    }),
  );
}

/** @type {Section} */
const assistants = {
  id: "assistants",
  title: "Assistants and staff",
  about: "A helpdesk does not say which of its authors are programs. Name them here by their name, their address or login, or a tag of the ticket, so that a third contact after two automatic answers is noticed.",
  draw: (settings, redraw) => [
    element("fieldset", {}, element("legend", {}, "Automatic assistants"), authors("assistants", "an assistant", settings, redraw)),
    element("fieldset", {}, element("legend", {}, "Staff that the helpdesk shows as customers"), authors("staff", "a staff member", settings, redraw)),
  ],
};

/** @type {[string, string][]} */
const ORDER_FIELDS = [
  ["number", "Order number"],
  ["total", "Order total"],
  ["currency", "Currency, where the total names none"],
  ["placed_at", "Ordered on"],
  ["delivered_at", "Delivered on"],
  ["item", "Item"],
  ["category", "Category of the item"],
  ["warranty_months", "Months of warranty"],
];

/** Fields of an order whose place in the look-up's answer a lead names most; the rest as JSON. @type {[string, string][]} */
const LOOK_UP_FIELDS = [
  ["id", "Order number"],
  ["email", "The customer's address"],
  ["status", "State"],
  ["placed_at", "Ordered on"],
  ["delivered_at", "Delivered on"],
  ["total", "Total"],
  ["currency", "Currency"],
  ["shipping_address.country", "Country"],
  ["items", "List of items"],
  ["items.name", "Item: name"],
  ["items.category", "Item: category"],
  ["items.final_sale", "Item: sold as final"],
  ["items.warranty_months", "Item: months of warranty"],
];

/** @type {Section} */
const orders = {
  id: "orders",
  title: "Order data",
  about: "The names of the custom fields in which your helpdesk keeps order data: in Request Tracker the field's label, in django-helpdesk its name. Leave empty what there is not.",
  draw: (settings) => [
    element("div", { class: "fields" }, ...ORDER_FIELDS.map(([key, label]) => textField(settings, label, ["identity", "order_fields", key]))),
    linesField(settings, say("orders.patterns"), ["identity", "order_patterns"], { about: say("orders.patterns_about"), rows: 2 }),
    element(
      "fieldset",
      { id: "order-lookup" },
      element("legend", {}, "Look-up on the helpdesk's own origin"),
      element("p", { class: "soft" }, "Where an application on the helpdesk's own origin answers with orders as JSON, the panel asks it in the agent's own session, and nobody else. Write its address from / on, with {order_number}, {requester_email}, {requester_id}, {ticket_id} or {fields.NAME} in it."),
      element(
        "div",
        { class: "fields" },
        textField(settings, "Address", ["identity", "order_lookup", "path"], "/shop/orders/{order_number}.json", { belowIfEmpty: true }),
        textField(settings, "Where the orders stand in the answer", ["identity", "order_lookup", "list"], "data.orders", { belowIfEmpty: true }),
      ),
      element(
        "details",
        {},
        element("summary", {}, "Names in the answer, where they are not the order's own"),
        element("div", { class: "fields" }, ...LOOK_UP_FIELDS.map(([key, label]) => textField(settings, label, ["identity", "order_lookup", "fields", key], key, { belowIfEmpty: true }))),
      ),
    ),
  ],
};

/** @type {Section[]} */
export const SECTIONS = [phase, intents, triggers, vip, assistants, orders, routing, policies, priority, ARTICLES, AUTONOMY, VOICE, METRICS, DISPLAY];
