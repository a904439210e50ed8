/**
 * Request Tracker 5: `/REST/2.0` through the agent's session. The payload's shape stands at the head of
 * `src/ticket/request_tracker.rs`.
 *
 * @typedef {import("./host.js").Host} Host
 */
import { HostError } from "./host.js";
import { failureOf, parse } from "./page.js";

/** Pages of a ticket: `/Ticket/Display.html?id=7`, `/Ticket/Update.html?id=7`, … */
const TICKET_PATH = /^(.*)\/Ticket\/\w+\.html$/;
/** Any page of the program, for its prefix. */
const ANY_PATH = /^(.*?)\/(?:Ticket|Search|NoAuth|SelfService|User|Admin|Prefs|Dashboards?|Articles|Approvals|Tools|Asset)\//;

const PAGE_SIZE = 100;
/** Pages of a list that are read at most: 20,000 transactions. */
const PAGES = 200;
/** Pages that are asked for at once, as long as the list does not say how long it is. */
const AT_ONCE = 4;
/** Files up to this sum of bytes come along with the texts; beyond it only texts are asked for. */
const FILE_BYTES = 200_000;
/** Texts that are asked for one by one, when files are too big to come along. */
const SINGLE_TEXTS = 400;

const EARLIER = 8;
const EARLIER_DAYS = 90;

const MESSAGES = new Set(["Create", "Correspond", "Comment"]);

/** @type {Host} */
export const requestTracker = {
  id: "request_tracker",
  name: "Request Tracker",
  capabilities: { threads: true, notes: true, changes: "etag", previous: true },

  marks: {
    body: { selector: 'body[id^="comp-"]', attribute: "id" },
    credits: { selector: "#bpscredits", attribute: "id" },
    logo: { selector: "#quickbar, #header, #logo", attribute: "id" },
    password: { selector: 'input[type="password"][name="pass"]', attribute: "name" },
    shownTicket: { selector: 'form input[name="id"]', attribute: "value" },
  },

  messageElement: (message) => (/^\d+$/.test(message) ? `.transaction[data-transaction-id="${message}"]` : null),

  matches: ({ pathname, searchParams }) => TICKET_PATH.test(pathname) && /^\d+$/.test(searchParams.get("id") ?? ""),

  locate({ pathname, searchParams }, { body, credits, logo, password }) {
    const known = body !== null && (credits !== null || logo !== null);
    if (!known) return null;
    const base = (TICKET_PATH.exec(pathname) ?? ANY_PATH.exec(pathname))?.[1] ?? "";
    const number = TICKET_PATH.test(pathname) ? searchParams.get("id") : null;
    return { base, ticket: number && /^\d+$/.test(number) ? number : null, loggedOut: password !== null };
  },

  async load(page, place) {
    const rest = restOf(place);
    const one = `${rest}/ticket/${place.ticket}`;
    const named =
      `${rest}/tickets?query=${encodeURIComponent(`id = ${place.ticket}`)}&fields=Queue,Owner,Requestor` +
      "&fields[Queue]=Name&fields[Requestor]=Name,EmailAddress,RealName&fields[Owner]=Name,RealName";
    const [ticketAnswer, namedAnswer] = await page.get([{ path: one }, { path: named }]);
    if (!ticketAnswer) throw new HostError("network", one);
    const ticket = parse(ticketAnswer);
    const [history, attachments] = await Promise.all([
      pages(page, `${one}/history?fields=Type,Created,Creator&fields[Creator]=Name,EmailAddress,RealName`),
      texts(page, rest, one),
    ]);
    return {
      payload: {
        ticket,
        named: namedAnswer && !failureOf(namedAnswer) ? parse(namedAnswer).items?.[0] : undefined,
        history: history.items,
        attachments: attachments.items,
        users: await usersOf(page, rest, ticket, history.items),
        revision: ticketAnswer.etag,
        complete: history.complete && attachments.complete,
      },
      signature: ticketAnswer.etag ?? ticketAnswer.text,
    };
  },

  async changed(page, place, signature) {
    const path = `${restOf(place)}/ticket/${place.ticket}`;
    const [answer] = await page.get([{ path, etag: String(signature) }]);
    if (!answer) throw new HostError("network", path);
    if (answer.status === 304) return false;
    parse(answer);
    return (answer.etag ?? answer.text) !== signature;
  },

  async previousTickets(page, place, payload, { assistants }) {
    const ticket = /** @type {any} */ (payload["ticket"]);
    const requesters = /** @type {any} */ (payload["named"])?.Requestor ?? ticket.Requestor ?? [];
    const address = requesters[0]?.EmailAddress || requesters[0]?.id;
    if (!address || /["\\]/.test(address)) return {};
    const rest = restOf(place);
    const query = encodeURIComponent(`Requestor.EmailAddress = "${address}" AND id != ${place.ticket}`);
    const [answer] = await page.get([{ path: `${rest}/tickets?query=${query}&fields=Subject,Status,Created,Resolved&orderby=Created&order=DESC&per_page=25` }]);
    if (!answer || failureOf(answer)) return {};
    /** @type {any[]} */
    const list = parse(answer).items ?? [];
    if (assistants.length === 0) return { list };
    const oldest = Date.now() - EARLIER_DAYS * 86_400_000;
    const wanted = list.filter(({ Created }) => Date.parse(Created) > oldest).slice(0, EARLIER);
    const histories = await Promise.all(
      wanted.map(({ id }) => pages(page, `${rest}/ticket/${Number(id)}/history?fields=Type,Created,Creator&fields[Creator]=Name,EmailAddress,RealName`).catch(() => ({ items: [] }))),
    );
    return { list, earlier: Object.fromEntries(wanted.map(({ id }, index) => [id, histories[index]?.items])) };
  },
};

/** @param {import("./host.js").Place} place */
const restOf = ({ base }) => `${base}/REST/2.0`;

/**
 * A list to its end. Lists do not say how long they are, so pages are asked for in small waves.
 *
 * @param {import("./page.js").TabPage} page
 * @param {string} path with a query
 * @returns {Promise<{items: any[], complete: boolean}>}
 */
async function pages(page, path) {
  /** @type {any[]} */
  const items = [];
  let wave = 1;
  for (let first = 1; first <= PAGES; first += wave, wave = AT_ONCE) {
    const numbers = Array.from({ length: wave }, (_, index) => first + index);
    const answers = await page.get(numbers.map((number) => ({ path: `${path}&per_page=${PAGE_SIZE}&page=${number}` })));
    for (const [index, answer] of answers.entries()) {
      // Asking beyond the end is an error to some versions.
      if (first + index > 1 && failureOf(answer)?.code === "not_found") return { items, complete: true };
      const { items: found = [] } = parse(answer);
      items.push(...found);
      if (found.length < PAGE_SIZE) return { items, complete: true };
    }
  }
  return { items, complete: false };
}

/**
 * The texts of all messages. A list with contents carries files along, so it is asked for only where there are
 * no big ones.
 *
 * @param {import("./page.js").TabPage} page
 * @param {string} rest
 * @param {string} one path of the ticket
 */
async function texts(page, rest, one) {
  const fields = "TransactionId,ContentType,Subject,Filename,ContentLength";
  const list = await pages(page, `${one}/attachments?fields=${fields}`);
  const isText = (/** @type {any} */ { ContentType, Filename }) => /^text\/(plain|html)$/i.test(ContentType) && !Filename;
  const fileBytes = list.items.filter((part) => !isText(part)).reduce((sum, { ContentLength }) => sum + Number(ContentLength || 0), 0);
  if (fileBytes <= FILE_BYTES) return pages(page, `${one}/attachments?fields=${fields},Content`);
  const parts = list.items.filter(isText);
  const wanted = parts.slice(-SINGLE_TEXTS);
  const answers = await page.get(wanted.map(({ id }) => ({ path: `${rest}/attachment/${Number(id)}` })));
  wanted.forEach((part, index) => {
    const answer = answers[index];
    // A single attachment comes as base64 of UTF-8.
    if (answer && !failureOf(answer)) part.Content = utf8(parse(answer).Content ?? "");
  });
  return { items: list.items, complete: list.complete && wanted.length === parts.length };
}

/** @param {string} base64 */
function utf8(base64) {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64.replaceAll(/\s/g, "")), (unit) => unit.charCodeAt(0)));
  } catch {
    return "";
  }
}

/** Users whose rights were asked for, by origin and name: they hardly ever change. @type {Map<string, any>} */
const knownUsers = new Map();

/**
 * Who wrote, for only the user itself says whether it is staff.
 *
 * @param {import("./page.js").TabPage} page
 * @param {string} rest
 * @param {any} ticket
 * @param {any[]} history
 * @returns {Promise<Record<string, any>>}
 */
async function usersOf(page, rest, ticket, history) {
  const names = new Set(
    history
      .filter(({ Type }) => MESSAGES.has(Type))
      .map(({ Creator }) => Creator?.id)
      .concat((ticket.Requestor ?? []).map((/** @type {{id: string}} */ { id }) => id)),
  );
  names.delete("RT_System");
  names.delete(undefined);
  const key = (/** @type {string} */ name) => `${page.origin}${rest} ${name}`;
  const unknown = [...names].filter((name) => !knownUsers.has(key(name))).slice(0, 50);
  const answers = await page.get(unknown.map((name) => ({ path: `${rest}/user/${encodeURIComponent(name)}` })));
  unknown.forEach((name, index) => {
    const answer = answers[index];
    if (answer && !failureOf(answer)) knownUsers.set(key(name), parse(answer));
  });
  return Object.fromEntries([...names].map((name) => [name, knownUsers.get(key(name))]).filter(([, user]) => user));
}
