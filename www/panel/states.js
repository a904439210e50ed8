/** What the panel says when there is no analysis to show: each state with its cause and the way out. */
import { HOSTS } from "../hosts/hosts.js";
import { button, element } from "../elements.js";
import { say } from "../words.js";

/**
 * What each state is, beside its words `state.CODE.title` and `state.CODE.text`.
 *
 * @type {Record<string, {isError?: boolean, listsHosts?: boolean}>}
 */
const STATES = {
  no_access: {},
  not_a_helpdesk: { listsHosts: true },
  not_a_ticket: {},
  logged_out: { isError: true },
  forbidden: { isError: true },
  not_found: { isError: true },
  server_error: { isError: true },
  timeout: { isError: true },
  network: { isError: true },
  unreadable: { isError: true },
  gone: { isError: true },
  crash: { isError: true },
  broken: { isError: true },
  unknown: { isError: true },
};

/** @param {string} code */
const known = (code) => (Object.hasOwn(STATES, code) ? code : "unknown");

/**
 * @param {string} code
 * @param {string} detail what exactly happened
 * @param {(() => void) | null} retry
 * @returns {HTMLElement}
 */
export function stateView(code, detail, retry) {
  const { isError = false, listsHosts = false } = STATES[known(code)] ?? {};
  return element(
    "section",
    { class: isError ? "state error" : "state", "data-state": code },
    element("h1", {}, stateTitle(code)),
    element("p", {}, say(`state.${known(code)}.text`)),
    listsHosts && element("ul", {}, ...HOSTS.map(({ name }) => element("li", {}, name))),
    detail ? element("p", { class: "detail" }, detail) : null,
    retry && element("div", { class: "actions" }, button(say("frame.retry"), retry, { class: "primary" })),
  );
}

/** The title of a state, for a screen reader. @param {string} code */
export const stateTitle = (code) => say(`state.${known(code)}.title`);

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
