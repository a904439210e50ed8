/**
 * A made-up helpdesk of one page: django-helpdesk's addresses and answers, out of the project's own messages. Another
 * ticket is another address by the history API. For what the real desks cannot do: it costs no time, and answers when
 * it is told to.
 */
import { createServer } from "node:http";
import { ownMessages } from "../../bench/pages.js";

/** This ticket is a megabyte long. */
export const HUGE = 999_999;

/** The same numbers in every run (Lehmer's generator). @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

export async function startSinglePage() {
  const messages = ownMessages();
  /** @param {number} id */
  const ticket = (id) => {
    const next = numbers(id + 7);
    const text = (/** @type {number} */ length) => {
      let out = "";
      while (out.length < length) out += `${messages[Math.floor(next() * messages.length)]}\n\n`;
      return out.slice(0, length);
    };
    const count = 1 + Math.floor(next() * 4);
    const followups = Array.from({ length: count }, (_, at) => ({
      id: id * 10 + at,
      user: at % 2 ? 3 : null,
      title: at % 2 ? "Comment" : "E-Mail Received from ann@example.com",
      comment: text(id === HUGE && at === 0 ? 1_000_000 : 300 + next() * 900),
      public: true,
      date: new Date(Date.UTC(2026, 10, 20, 8, at)).toISOString(),
      new_status: null,
      followupattachment_set: [],
    }));
    return { id, queue: 1, title: text(40).replace(/\s+/g, " "), description: "", submitter_email: `customer${id % 50}@example.com`, assigned_to: 3, status: 1, priority: 3, due_date: null, merged_to: null, followup_set: followups };
  };
  const page = `<!doctype html><meta charset="utf-8"><meta name="author" content="Django Helpdesk Team"><title>Desk</title>
<form action="/logout/"></form><div id="content-wrapper"><h2></h2><ul id="followup-list"></ul></div>
<script>
async function openTicket(id, isBack) {
  const ticket = await (await fetch("/api/tickets/" + id + "/")).json();
  document.querySelector("h2").textContent = ticket.title;
  document.querySelector("#followup-list").replaceChildren(...ticket.followup_set.map(({ comment }) => Object.assign(document.createElement("li"), { textContent: comment })));
  if (!isBack) history.pushState(null, "", "/tickets/" + id + "/");
}
addEventListener("popstate", () => openTicket(/\\d+/.exec(location.pathname)[0], true));
</script>`;
  /** @type {(id: number) => Promise<void> | number | undefined} */
  let holds = () => undefined;
  /** Tickets that the panel asked for, in order. @type {number[]} */
  const asked = [];
  /** How many requests came that only an adapter makes. */
  let fromAdapters = 0;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [, id] = /^\/api\/tickets\/(\d+)\/$/.exec(pathname) ?? [];
    // The page asks for anything, an adapter for JSON.
    if (request.headers.accept === "application/json") fromAdapters += 1;
    if (id && request.headers.accept === "application/json") {
      asked.push(Number(id));
      const held = holds(Number(id));
      if (typeof held === "number") return response.writeHead(held).end();
      await held;
    }
    if (id) return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(ticket(Number(id))));
    if (pathname.startsWith("/datatables_ticket_list/")) return response.writeHead(200, { "content-type": "application/json" }).end('{"data":[]}');
    if (pathname.startsWith("/tickets/")) return response.writeHead(200, { "content-type": "text/html" }).end(page);
    return response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address !== "object") throw new Error("the desk has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    fromAdapters: () => fromAdapters,
    /** Which tickets' answers to the panel wait for something, or are an error's status. @param {(id: number) => Promise<void> | number | undefined} decide */
    hold(decide) {
      holds = decide;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
