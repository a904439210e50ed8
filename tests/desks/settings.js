/** The lead's settings for the sample desks: the same for both, but for the names of the custom fields. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where each desk keeps order data, by the keys that its API shows. */
const ORDER_FIELDS = {
  django_helpdesk: { number: "order_number", total: "order_total", delivered_at: "delivered_on" },
  request_tracker: { number: "Order number", total: "Order total", delivered_at: "Delivered on" },
};

/**
 * @param {string} desk name of the desk
 * @returns {Record<string, any>} the document, for the options page's import
 */
export function settingsFor(desk) {
  const settings = JSON.parse(readFileSync(join(import.meta.dirname, "settings.json"), "utf8"));
  settings.identity.order_fields = ORDER_FIELDS[/** @type {keyof typeof ORDER_FIELDS} */ (desk)];
  return settings;
}

/** The customers that only the desk's lead knows of, as a CSV file. */
export const DIRECTORY = join(import.meta.dirname, "customers.csv");
