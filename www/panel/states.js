/** What the panel says when there is no analysis to show: each state with its cause and the way out. */
import { HOSTS } from "../hosts/hosts.js";
import { button, element } from "../elements.js";

/**
 * @typedef {object} State
 * @property {string} title
 * @property {string} text
 * @property {boolean} [isError]
 * @property {boolean} [listsHosts]
 */

/** @type {Record<string, State>} */
const STATES = {
  no_access: {
    title: "Not opened on this page yet",
    text: "Press the Handrail button in the browser's toolbar on the ticket's tab: only then may Handrail read it.",
  },
  not_a_helpdesk: { title: "This page is no helpdesk that Handrail knows", text: "It can read tickets of:", listsHosts: true },
  not_a_ticket: { title: "No ticket is open", text: "Open a ticket, and its analysis appears here." },
  logged_out: { title: "You are not logged in to the helpdesk", text: "Log in on the page beside this panel, then try again.", isError: true },
  forbidden: { title: "The helpdesk does not let you read this ticket", text: "Your account lacks the right to read it, or to read it through the helpdesk's interface for programs. Whoever runs the helpdesk can grant that.", isError: true },
  not_found: { title: "The helpdesk has no such ticket", text: "It may have been merged or deleted. If you do see it on the page, the helpdesk's interface for programs may be switched off.", isError: true },
  server_error: { title: "The helpdesk answered with an error", text: "The ticket was not read. Nothing of it is shown here.", isError: true },
  timeout: { title: "The helpdesk takes too long to answer", text: "The ticket was not read. It may help to try again in a moment.", isError: true },
  network: { title: "The helpdesk cannot be reached", text: "The page's own connection failed. Is the network or the VPN up?", isError: true },
  unreadable: { title: "The helpdesk's answer could not be understood", text: "This version of the helpdesk may answer differently from those that Handrail knows.", isError: true },
  gone: { title: "The page changed while it was being read", text: "Try again.", isError: true },
  crash: { title: "The analysis stopped", text: "The engine ran into a fault on this ticket and is started afresh. The ticket itself is untouched.", isError: true },
  broken: { title: "Handrail could not start", text: "Its files are incomplete. Build it with `cargo xtask build`, or install it again.", isError: true },
};

/**
 * @param {string} code
 * @param {string} detail what exactly happened
 * @param {(() => void) | null} retry
 * @returns {HTMLElement}
 */
export function stateView(code, detail, retry) {
  const { title, text, isError = false, listsHosts = false } = STATES[code] ?? { title: "The ticket could not be analysed", text: "Something went wrong.", isError: true };
  return element(
    "section",
    { class: isError ? "state error" : "state", "data-state": code },
    element("h1", {}, title),
    element("p", {}, text),
    listsHosts && element("ul", {}, ...HOSTS.map(({ name }) => element("li", {}, name))),
    detail ? element("p", { class: "detail" }, detail) : null,
    retry && element("div", { class: "actions" }, button("Try again", retry, { class: "primary" })),
  );
}

/** The title of a state, for a screen reader. @param {string} code */
export const stateTitle = (code) => STATES[code]?.title ?? "The ticket could not be analysed";

/** The final layout without its content. */
export function skeleton() {
  const bone = (/** @type {string} */ kind = "") => element("span", { class: `bone ${kind}` });
  const heading = () => element("h2", {}, bone("short"));
  return element(
    "div",
    { class: "skeleton", "aria-hidden": "true", "data-state": "loading" },
    element("section", { class: "header" }, bone("half")),
    element("section", { class: "verdicts" }, bone("tall half"), bone("short"), element("div", { class: "grid" }, bone(), bone())),
    element("section", {}, heading(), bone(), bone("half")),
    element("section", {}, heading(), bone("tall"), bone(), bone("half")),
    element("section", {}, heading(), bone(), bone()),
  );
}
