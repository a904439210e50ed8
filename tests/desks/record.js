/**
 * `node tests/desks/record.js`: writes what the desks' REST APIs answer to a logged-in agent
 * into `tests/fixtures/payloads/`, for the native tests of the ticket parsers. Bodies are kept as
 * they came, apart from the random port.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { start as startDjango } from "./django.js";
import { ROOT, say } from "./process.js";
import { start as startTracker } from "./rt.js";
import { REQUESTERS } from "./stories.js";

const KEYS = ["where_is_order", "angry", "third_contact", "third_contact_by_mail", "html_mail", "amount", "german", "no_body", "phone_note", "earlier_lamp"];

/** @param {import("./desk.js").Desk} desk @param {string} stable origin to write instead of the real one */
function writer(desk, stable) {
  const folder = join(ROOT, "tests", "fixtures", "payloads", desk.name);
  /** @param {string} name @param {Response} response */
  return async (name, response) => {
    const body = (await response.text()).replaceAll(desk.origin, stable);
    const isJson = response.headers.get("content-type")?.includes("json");
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    if (response.ok) writeFileSync(file, isJson ? `${JSON.stringify(JSON.parse(body), null, 1)}\n` : body);
    // A refusal is told by its status, so that is recorded with it.
    else writeFileSync(file, `${JSON.stringify({ status: response.status, location: response.headers.get("location")?.replace(desk.origin, stable), body }, null, 1)}\n`);
    say(`${desk.name}/${name} ${response.status}`);
  };
}

const json = { headers: { accept: "application/json" } };

async function recordDjango() {
  const desk = await startDjango();
  try {
    const write = writer(desk, "http://127.0.0.1:8301");
    const agent = await desk.session();
    for (const key of KEYS) await write(`${key}.ticket.json`, await agent(`/api/tickets/${desk.ticket(key).id}/`, json));
    await write("third_contact.page.html", await agent(`/tickets/${desk.ticket("third_contact").id}/`));
    await write("phone_note.page.html", await agent(`/tickets/${desk.ticket("phone_note").id}/`));
    const query = Buffer.from(JSON.stringify({ search_string: REQUESTERS.where_is_order?.email, sorting: "created", sortreverse: true })).toString("base64");
    await write("where_is_order.previous.json", await agent(`/datatables_ticket_list/${query}?length=25`, json));
    await write("kb.page.html", await agent("/kb/"));
    for (const slug of ["orders", "accounts"]) await write(`kb_${slug}.page.html`, await agent(`/kb/${slug}/`));
    await write("missing.json", await agent("/api/tickets/9999/", json));
    await write("forbidden.json", await (await desk.session("visitor"))("/api/tickets/1/", json));
    await write("logged_out.json", await fetch(`${desk.origin}/api/tickets/1/`, json));
    await write("logged_out.page.json", await fetch(`${desk.origin}/tickets/1/`, { redirect: "manual" }));
  } finally {
    await desk.stop();
  }
}

async function recordTracker() {
  const desk = await startTracker();
  try {
    const write = writer(desk, "http://127.0.0.1:8302");
    const agent = await desk.session();
    for (const key of KEYS) {
      const { id } = desk.ticket(key);
      await write(`${key}.ticket.json`, await agent(`/REST/2.0/ticket/${id}`, json));
      await write(`${key}.history.json`, await agent(`/REST/2.0/ticket/${id}/history?fields=Type,Created,Creator&fields[Creator]=Name,EmailAddress,RealName&per_page=100`, json));
      await write(`${key}.attachments.json`, await agent(`/REST/2.0/ticket/${id}/attachments?fields=TransactionId,ContentType,Content,Subject,Filename,ContentLength&per_page=100`, json));
    }
    const one = encodeURIComponent(`id = ${desk.ticket("where_is_order").id}`);
    await write("where_is_order.search.json", await agent(`/REST/2.0/tickets?query=${one}&fields=Subject,Status,Priority,Created,LastUpdated,Due,Queue,Owner,Requestor,CustomFields&fields[Queue]=Name&fields[Requestor]=Name,EmailAddress,RealName&fields[Owner]=Name,RealName`, json));
    const previous = encodeURIComponent(`Requestor.EmailAddress = '${REQUESTERS.where_is_order?.email}' AND id != ${desk.ticket("where_is_order").id}`);
    await write("where_is_order.previous.json", await agent(`/REST/2.0/tickets?query=${previous}&fields=Subject,Status,Created,Resolved,Owner&orderby=Created&order=DESC&per_page=25`, json));
    await write("requester.user.json", await agent(`/REST/2.0/user/${REQUESTERS.where_is_order?.email}`, json));
    await write("agent.user.json", await agent("/REST/2.0/user/agent", json));
    const all = encodeURIComponent(JSON.stringify([{ field: "id", operator: ">", value: 0 }]));
    await write("articles.json", await agent(`/REST/2.0/articles?query=${all}&per_page=100&page=1`, json));
    for (const id of [1, 2, 3]) await write(`article_${id}.json`, await agent(`/REST/2.0/article/${id}`, json));
    for (const id of [2, 3]) await write(`class_${id}.json`, await agent(`/REST/2.0/class/${id}`, json));
    await write("missing.json", await agent("/REST/2.0/ticket/9999", json));
    await write("forbidden.json", await agent(`/REST/2.0/ticket/${Math.max(...desk.tickets.map(({ id }) => id)) + 1}`, json));
    await write("logged_out.json", await fetch(`${desk.origin}/REST/2.0/ticket/1`, json));
    await write("logged_out.page.json", await fetch(`${desk.origin}/Ticket/Display.html?id=1`, { redirect: "manual" }));
  } finally {
    await desk.stop();
  }
}

await recordDjango();
await recordTracker();
