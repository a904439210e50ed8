/** What the adapters rest on: how each helpdesk answers a logged-in agent, as tests/desks/README.md says. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { start as startDjango } from "../desks/django.js";
import { start as startTracker } from "../desks/rt.js";

const json = { headers: { accept: "application/json" } };

describe("django-helpdesk", () => {
  /** @type {import("../desks/desk.js").Desk} */
  let desk;
  before(async () => (desk = await startDjango()));
  after(() => desk?.stop());

  test("a mail of the requester becomes a follow-up without a user", async () => {
    const agent = await desk.session();
    const path = `/api/tickets/${desk.ticket("where_is_order").id}/`;
    const earlier = await (await agent(path, json)).json();
    await desk.addCustomerMessage("where_is_order", "Any news of the parcel?");
    const later = await (await agent(path, json)).json();
    assert.equal(later.followup_set.length, earlier.followup_set.length + 1);
    const { user, title, comment, public: isPublic } = later.followup_set.at(-1);
    assert.deepEqual({ user, title, comment, isPublic }, { user: null, title: "E-Mail Received from aisha.noor@example.net", comment: "Any news of the parcel?", isPublic: true });
  });

  test("earlier tickets of a requester are found by the list", async () => {
    const agent = await desk.session();
    const query = Buffer.from(JSON.stringify({ search_string: "aisha.noor@example.net", sorting: "created", sortreverse: true })).toString("base64");
    const { data } = await (await agent(`/datatables_ticket_list/${query}?length=25`, json)).json();
    assert.deepEqual(data.map((/** @type {any} */ { id }) => id), ["where_is_order", "earlier_code", "earlier_lamp"].map((key) => desk.ticket(key).id));
  });

  test("nobody and a visitor get a 403 that tells them apart", async () => {
    const visitor = await desk.session("visitor");
    const answers = [await fetch(`${desk.origin}/api/tickets/1/`, json), await visitor("/api/tickets/1/", json)];
    assert.deepEqual(answers.map(({ status }) => status), [403, 403]);
    const [nobody, somebody] = await Promise.all(answers.map((answer) => answer.json()));
    assert.notEqual(nobody.detail, somebody.detail);
  });
});

describe("Request Tracker", () => {
  /** @type {import("../desks/desk.js").Desk} */
  let desk;
  before(async () => (desk = await startTracker()));
  after(() => desk?.stop());

  test("a mail of the requester becomes a transaction, and the revision changes", async () => {
    const agent = await desk.session();
    const path = `/REST/2.0/ticket/${desk.ticket("where_is_order").id}`;
    const revision = (await agent(path, json)).headers.get("etag");
    assert.ok(revision);
    const unchanged = await agent(path, { headers: { ...json.headers, "if-none-match": revision } });
    assert.equal(unchanged.status, 304);
    await desk.addCustomerMessage("where_is_order", "Any news of the parcel?");
    assert.notEqual((await agent(path, json)).headers.get("etag"), revision);
    const { items } = await (await agent(`${path}/history?fields=Type,Creator&per_page=100`, json)).json();
    const last = items.filter((/** @type {any} */ { Type }) => Type === "Correspond").at(-1);
    assert.equal(last.Creator.id, "aisha.noor@example.net");
  });

  test("earlier tickets of a requester are found by a query", async () => {
    const agent = await desk.session();
    const query = encodeURIComponent(`Requestor.EmailAddress = 'aisha.noor@example.net' AND id != ${desk.ticket("where_is_order").id}`);
    const { items } = await (await agent(`/REST/2.0/tickets?query=${query}&orderby=Created&order=DESC`, json)).json();
    assert.deepEqual(items.map((/** @type {any} */ { id }) => Number(id)), ["earlier_code", "earlier_lamp"].map((key) => desk.ticket(key).id));
  });

  test("nobody gets a 401, a closed queue a 403, a wrong number a 404", async () => {
    const agent = await desk.session();
    const closed = Math.max(...desk.tickets.map(({ id }) => id)) + 1;
    const statuses = [await fetch(`${desk.origin}/REST/2.0/ticket/1`, json), await agent(`/REST/2.0/ticket/${closed}`, json), await agent("/REST/2.0/ticket/9999", json)].map(({ status }) => status);
    assert.deepEqual(statuses, [401, 403, 404]);
  });
});
