/**
 * django-helpdesk 2: `/api/tickets/N/` for the ticket, the page for what the API gives as numbers only,
 * `/datatables_ticket_list/` for the requester's other tickets. The payload's shape stands at the head of
 * `src/ticket/django_helpdesk.rs`.
 *
 * @typedef {import("./host.js").Host} Host
 */
import { HostError } from "./host.js";
import { failureOf, parse } from "./page.js";

const TICKET_PATH = /^(.*)\/tickets\/(\d+)(?:\/|$)/;

/** Mails whose HTML is fetched: the latest so many, up to this size. */
const HTML_MAILS = 20;
const HTML_BYTES = 400_000;

/** Earlier tickets that are looked into for who handled them. */
const EARLIER = 8;
const EARLIER_DAYS = 90;

/** @type {Host} */
export const djangoHelpdesk = {
  id: "django_helpdesk",
  name: "django-helpdesk",
  capabilities: { threads: true, notes: true, changes: "reread", previous: true },

  marks: {
    author: { selector: 'meta[name="author"]', attribute: "content" },
    asset: { selector: 'script[src*="/helpdesk/js/"], link[href*="/helpdesk/css/"]', attribute: "rel" },
    assetScript: { selector: 'script[src*="/helpdesk/js/"]', attribute: "src" },
    password: { selector: 'input[type="password"]', attribute: "name" },
    logout: { selector: 'form[action$="/logout/"], a[href$="/logout/"]', attribute: "class" },
    ticketPage: { selector: "#followup-list, #ticket-respond-form", attribute: "id" },
    knowledge: { selector: 'a[href$="/kb/"]', attribute: "href" },
  },

  // Each follow-up has a link by which it is edited.
  messageElement: (message) => (/^\d+$/.test(message) ? `#followup-list > li:has(a[href*="/followup_edit/${message}/"])` : null),

  matches: ({ pathname }) => TICKET_PATH.test(pathname),

  locate({ pathname }, { author, asset, assetScript, password, logout, ticketPage, knowledge }) {
    const known = author === "Django Helpdesk Team" || asset !== null || assetScript !== null || ticketPage !== null;
    if (!known) return null;
    // Other pages tell where the helpdesk stands by their link to the knowledge base.
    const [, base = knowledge?.replace(/\/kb\/$/, "") ?? "", number] = TICKET_PATH.exec(pathname) ?? [];
    return { base, ticket: number ?? null, loggedOut: password !== null && logout === null };
  },

  async load(page, place) {
    const path = ticketPath(place);
    const [[answer], { picked }] = await Promise.all([page.get([{ path }]), page.pick(PAGE)]);
    if (!answer) throw new HostError("network", path);
    const failure = failureOf(answer);
    /** @type {any} */
    let ticket;
    if (failure?.code === "not_found" && picked["title"] && picked["followups"].length > 0) {
      // A desk may switch its API off; the page shows the same conversation.
      ticket = fromPage(place, picked);
    } else if (failure?.code === "forbidden" && /credentials were not provided/i.test(answer.text)) {
      throw new HostError("logged_out", failure.detail);
    } else {
      ticket = parse(answer);
    }
    const html = await htmlBodies(page, ticket);
    return { payload: { ticket, page: { users: users(picked) }, html, complete: true }, signature: answer.text };
  },

  /** There is no ETag: the ticket is read again. Where the API is off, only the page's own reload tells. */
  async changed(page, place, signature) {
    const [answer] = await page.get([{ path: ticketPath(place) }]);
    if (!answer || failureOf(answer)?.code === "not_found") return false;
    parse(answer);
    return answer.text !== signature;
  },

  async previousTickets(page, place, payload, { assistants }) {
    const ticket = /** @type {any} */ (payload["ticket"]);
    const address = ticket.submitter_email;
    if (!address) return {};
    const query = base64(JSON.stringify({ search_string: address, sorting: "created", sortreverse: true }));
    const [answer] = await page.get([{ path: `${place.base}/datatables_ticket_list/${query}?length=25` }]);
    if (!answer || failureOf(answer)) return {};
    /** @type {any[]} */
    const list = parse(answer).data ?? [];
    if (assistants.length === 0) return { list };
    const oldest = Date.now() - EARLIER_DAYS * 86_400_000;
    const wanted = list
      .filter((row) => row.submitter === address && String(row.id) !== place.ticket && Date.parse(row.created) > oldest)
      .slice(0, EARLIER);
    const answers = await page.get(wanted.map(({ id }) => ({ path: `${place.base}/api/tickets/${Number(id)}/` })));
    return { list, earlier: answers.filter((earlier) => !failureOf(earlier)).map(parse) };
  },
};

/** @param {import("./host.js").Place} place */
const ticketPath = ({ base, ticket }) => `${base}/api/tickets/${ticket}/`;

/** @type {import("./page.js").Fields} */
const PAGE = {
  title: { selector: "#content-wrapper h2" },
  badge: { selector: "#content-wrapper h2 .badge" },
  requester: { selector: 'input[readonly][value*="@"]', attribute: "value" },
  logins: { selector: "#id_owner option", each: { id: { selector: "", attribute: "value" }, login: { selector: "" } } },
  names: { selector: 'select[name="owner"]:not(#id_owner) option', each: { id: { selector: "", attribute: "value" }, name: { selector: "" } } },
  custom: { selector: '[id^="id_custom_"]', each: { name: { selector: "", attribute: "name" }, value: { selector: "", attribute: "value" } } },
  followups: {
    selector: "#followup-list > li",
    each: {
      title: { selector: "h6" },
      date: { selector: "time", attribute: "datetime" },
      // "2 days ago · login"
      when: { selector: "small" },
      time: { selector: "time" },
      comment: { selector: "div.mt-3" },
      isPrivate: { selector: ".fa-lock", attribute: "class" },
      edit: { selector: 'a[href*="/followup_edit/"]', attribute: "href" },
    },
  },
};

/** @param {import("./page.js").Picked} picked @returns {{id: string, login: string | null, name: string | null}[]} */
function users({ logins, names }) {
  /** @type {Map<string, {id: string, login: string | null, name: string | null}>} */
  const known = new Map();
  for (const { id, login } of logins) known.set(id, { id, login, name: null });
  for (const { id, name } of names) known.set(id, { id, login: known.get(id)?.login ?? null, name });
  known.delete("0"); // nobody
  return [...known.values()];
}

/** The API's shape from what the page shows. @param {import("./host.js").Place} place @param {import("./page.js").Picked} picked */
function fromPage({ ticket }, { title, badge, requester, followups, custom }) {
  return {
    id: Number(ticket),
    title: title.replace(badge ?? "", "").trim(),
    submitter_email: requester,
    followup_set: followups.map((/** @type {any} */ { title, date, when, time, comment, isPrivate, edit }, /** @type {number} */ index) => ({
      id: /\/(\d+)\/$/.exec(edit ?? "")?.[1] ?? `f${index + 1}`,
      user: when?.replace(time ?? "", "").replace(/^[\s·]+/, "").trim() || null,
      title,
      comment: comment ?? "",
      public: isPrivate === null,
      date,
    })),
    ...Object.fromEntries(custom.map((/** @type {{name: string, value: string | null}} */ { name, value }) => [name, value])),
  };
}

/**
 * The HTML of mails, which the desk keeps as a file beside a text that lost its paragraphs.
 *
 * @param {import("./page.js").TabPage} page
 * @param {any} ticket
 */
async function htmlBodies(page, ticket) {
  /** @type {{id: string, path: string}[]} */
  const files = [];
  for (const followup of (ticket.followup_set ?? []).toReversed()) {
    for (const { file, filename, mime_type, size } of followup.followupattachment_set ?? []) {
      if (!String(filename).startsWith("email_html_body") || !String(mime_type).startsWith("text/") || size > HTML_BYTES) continue;
      if (!URL.canParse(file)) continue;
      const url = new URL(file);
      // Files may stand on another origin; that is not asked.
      if (url.origin === page.origin) files.push({ id: String(followup.id), path: url.pathname + url.search });
    }
  }
  const wanted = files.slice(0, HTML_MAILS);
  const answers = await page.get(wanted);
  /** @type {Record<string, string>} */
  const html = {};
  wanted.forEach(({ id }, index) => {
    const answer = answers[index];
    if (answer && !failureOf(answer) && answer.text.trim()) html[id] = answer.text;
  });
  return html;
}

/** @param {string} text */
function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
