/**
 * What an adapter is. One helpdesk is one file in this folder; `hosts.js` lists them.
 *
 * An adapter only fetches: it knows the helpdesk's addresses and gathers its raw answers into a
 * payload. What the answers mean is decided in Rust (`src/ticket/`, one file for each platform, whose head
 * describes the payload). Everything is read through the page's own session, with GET requests to the
 * page's own origin, by way of `TabPage`; an adapter calls neither `fetch` nor the browser's API.
 *
 * Nothing here can write. What can will stand in `write/`, which phase 1 never loads.
 *
 * @typedef {object} Capabilities
 * @property {boolean} threads whether the whole conversation can be read
 * @property {boolean} notes whether internal notes can be read
 * @property {"etag" | "reread" | "none"} changes how a change is noticed: by a conditional request, or by reading the ticket again
 * @property {boolean} previous whether the requester's earlier tickets can be found
 *
 * @typedef {object} Place where in a helpdesk a page is
 * @property {string} base path under which the helpdesk is installed, without a slash at the end; `""` for the root
 * @property {string | null} ticket the open ticket's number; `null` on pages that show none
 * @property {boolean} [loggedOut] the page asks for a password
 *
 * @typedef {object} Loaded
 * @property {Record<string, unknown>} payload for `readTicket`
 * @property {unknown} signature for `changed`: what was seen when the ticket was read
 *
 * @typedef {object} ReadOptions
 * @property {AuthorRule[]} assistants authors that the settings call assistants, so that earlier tickets can tell who handled them
 *
 * @typedef {{name?: string | null, address?: string | null}} AuthorRule
 *
 * @typedef {object} Host
 * @property {string} id the platform, as `readTicket` knows it
 * @property {string} name
 * @property {Capabilities} capabilities
 * @property {import("./page.js").Fields} marks what to look for in a page, to know it for one of this helpdesk's
 * @property {(message: string) => string | null} messageElement selector of what shows a message on the ticket's page; `null` where that cannot be told
 * @property {(url: URL) => boolean} matches whether an address may be one of this helpdesk's tickets; told without reading the page
 * @property {(url: URL, marks: import("./page.js").Picked) => Place | null} locate where the page is; `null` when it is another program's
 * @property {(page: import("./page.js").TabPage, place: Place) => Promise<Loaded>} load reads the open ticket; throws `HostError`
 * @property {(page: import("./page.js").TabPage, place: Place, signature: unknown) => Promise<boolean>} changed whether the ticket is another than when `signature` was taken
 * @property {(page: import("./page.js").TabPage, place: Place, payload: Record<string, unknown>, options: ReadOptions) => Promise<Record<string, unknown>>} previousTickets the part of the payload that tells of the requester's other tickets; `{}` when it cannot be read
 */

/**
 * Why a ticket could not be read. The panel has words for each.
 *
 * @typedef {"no_access" | "not_a_helpdesk" | "not_a_ticket" | "logged_out" | "forbidden" | "not_found" | "server_error" | "timeout" | "network" | "unreadable" | "gone"} HostErrorCode
 */

export class HostError extends Error {
  /**
   * @param {HostErrorCode} code
   * @param {string} [detail] what was asked for, and what came
   */
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.name = "HostError";
    this.code = code;
    this.detail = detail;
  }
}
