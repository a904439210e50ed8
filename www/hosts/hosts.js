/** The helpdesks that are known. A new one is a file in this folder and a line here. */
import { djangoHelpdesk } from "./django_helpdesk.js";
import { HostError } from "./host.js";
import { requestTracker } from "./request_tracker.js";

/** @type {import("./host.js").Host[]} */
export const HOSTS = [djangoHelpdesk, requestTracker];

/**
 * Which helpdesk a page belongs to, told by marks in the page, not by its address alone.
 *
 * @param {import("./page.js").TabPage} page
 * @returns {Promise<{host: import("./host.js").Host, place: import("./host.js").Place, url: URL}>}
 * @throws {HostError} `not_a_helpdesk` or `logged_out`
 */
export async function identify(page) {
  const { url, picked } = await page.pick(Object.fromEntries(HOSTS.flatMap(({ id, marks }) => Object.entries(marks).map(([name, field]) => [`${id} ${name}`, field]))));
  for (const host of HOSTS) {
    const marks = Object.fromEntries(Object.keys(host.marks).map((name) => [name, picked[`${host.id} ${name}`] ?? null]));
    const place = host.locate(url, marks);
    if (!place) continue;
    if (place.loggedOut) throw new HostError("logged_out", host.name);
    return { host, place, url };
  }
  throw new HostError("not_a_helpdesk");
}

/**
 * The ticket that a page shows.
 *
 * @param {import("./page.js").TabPage} page
 * @returns {Promise<{host: import("./host.js").Host, place: import("./host.js").Place, url: URL}>}
 * @throws {HostError} `not_a_helpdesk`, `logged_out` or `not_a_ticket`
 */
export async function recognise(page) {
  const found = await identify(page);
  if (found.place.ticket === null) throw new HostError("not_a_ticket", found.host.name);
  return found;
}
