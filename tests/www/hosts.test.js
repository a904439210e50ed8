/** The adapters, with a page that answers from memory. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { djangoHelpdesk } from "../../www/hosts/django_helpdesk.js";
import { LIBRARIES } from "../../www/hosts/library.js";
import { failureOf, parse } from "../../www/hosts/page.js";
import { requestTracker } from "../../www/hosts/request_tracker.js";
import { insertDraft } from "../../www/hosts/write/write.js";

const ORIGIN = "https://desk.example.com";

/**
 * A `TabPage` whose origin is a function.
 *
 * @param {(path: string, etag?: string | null) => {status?: number, json?: unknown, text?: string, etag?: string}} respond
 * @param {Record<string, any>} [picked]
 */
function pageOf(respond, picked = { logins: [], names: [], followups: [], custom: [] }) {
  /** @type {string[]} */
  const asked = [];
  const page = {
    origin: ORIGIN,
    asked,
    pick: async () => ({ url: new URL(ORIGIN), picked }),
    get: async (/** @type {{path: string, etag?: string | null}[]} */ requests) =>
      requests.map(({ path, etag = null }) => {
        asked.push(path);
        const { status = 200, json, text = JSON.stringify(json), etag: tag = null } = respond(path, etag);
        return { path, status, failure: null, etag: tag, lastModified: null, text };
      }),
  };
  const json = async (/** @type {string} */ path) => {
    const [answer] = await page.get([{ path }]);
    return { json: parse(/** @type {any} */ (answer)), etag: null, text: answer?.text ?? "" };
  };
  Object.assign(page, { json });
  return /** @type {import("../../www/hosts/page.js").TabPage & {asked: string[]}} */ (/** @type {unknown} */ (page));
}

/** @param {string} path */
const pageNumber = (path) => Number(new URLSearchParams(path.split("?")[1]).get("page") ?? 1);

test("Request Tracker: a history of many pages is read to its end, in order", async () => {
  const page = pageOf((path) => {
    if (path.includes("/history")) {
      const first = (pageNumber(path) - 1) * 100;
      return { json: { items: Array.from({ length: Math.max(0, Math.min(100, 730 - first)) }, (_, index) => ({ id: String(first + index), Type: "EmailRecord" })) } };
    }
    if (path.includes("/attachments")) return { json: { items: [] } };
    if (path.includes("/tickets?")) return { json: { items: [{ id: "7" }] } };
    return { json: { id: 7, Requestor: [] }, etag: '"1"' };
  });
  const { payload, signature } = await requestTracker.load(page, { base: "/rt", ticket: "7" });
  const ids = /** @type {{id: string}[]} */ (payload["history"]).map(({ id }) => Number(id));
  assert.deepEqual(ids, Array.from({ length: 730 }, (_, index) => index));
  assert.equal(payload["complete"], true);
  assert.equal(signature, '"1"');
  assert.ok(page.asked.every((path) => path.startsWith("/rt/REST/2.0/")), "everything stays below the prefix");
});

test("Request Tracker: big files are not fetched along with the texts", async () => {
  const parts = [
    { id: "1", TransactionId: "5", ContentType: "text/plain", Filename: "", ContentLength: "2" },
    { id: "2", TransactionId: "5", ContentType: "image/png", Filename: "photo.png", ContentLength: "9000000" },
  ];
  const page = pageOf((path) => {
    assert.ok(!/attachments.*fields=[^&]*Content(,|&|$)/.test(path), `asked for contents: ${path}`);
    if (path.endsWith("/attachment/1")) return { json: { Content: btoa("h\u00c3\u00a9") } };
    if (path.includes("/attachments")) return { json: { items: structuredClone(parts) } };
    if (path.includes("/history")) return { json: { items: [{ id: "5", Type: "Create", Creator: { id: "a@example.com" } }] } };
    if (path.includes("/user/")) return { status: 403, json: {} };
    if (path.includes("/tickets?")) return { json: { items: [] } };
    return { json: { id: 7, Requestor: [{ id: "a@example.com" }] } };
  });
  const { payload } = await requestTracker.load(page, { base: "", ticket: "7" });
  assert.equal(/** @type {any} */ (payload["attachments"])[0].Content, "h\u00e9");
  assert.ok(!page.asked.includes("/REST/2.0/attachment/2"));
});

test("Request Tracker: an unchanged ticket costs one conditional request", async () => {
  const page = pageOf((_, etag) => (etag === '"1"' ? { status: 304, text: "" } : { json: { id: 7 }, etag: '"2"' }));
  assert.equal(await requestTracker.changed(page, { base: "", ticket: "7" }, '"1"'), false);
  assert.equal(await requestTracker.changed(page, { base: "", ticket: "7" }, '"0"'), true);
  assert.equal(page.asked.length, 2);
});

test("django-helpdesk: files of another origin are not asked for", async () => {
  const attachment = (/** @type {string} */ file) => ({ file, filename: "email_html_body.html", mime_type: "text/html", size: 10 });
  const ticket = {
    id: 3,
    followup_set: [
      { id: 1, followupattachment_set: [attachment(`${ORIGIN}/media/1.html`)] },
      { id: 2, followupattachment_set: [attachment("https://elsewhere.example.com/2.html")] },
    ],
  };
  const page = pageOf((path) => (path.startsWith("/media/") ? { text: "<p>hello</p>" } : { json: ticket }));
  const { payload } = await djangoHelpdesk.load(page, { base: "", ticket: "3" });
  assert.deepEqual(payload["html"], { 1: "<p>hello</p>" });
  assert.deepEqual(page.asked, ["/api/tickets/3/", "/media/1.html"]);
});

test("django-helpdesk: without its API the page is read", async () => {
  const page = pageOf(() => ({ status: 404, json: {} }), {
    title: "Broken lamp #3",
    badge: "#3",
    requester: "a@example.com",
    logins: [{ id: "1", login: "agent" }],
    names: [{ id: "1", name: "Robin Hale" }],
    custom: [{ name: "custom_order_number", value: "A-1" }],
    followups: [
      { title: "Opened", date: "2026-11-01T10:00:00Z", when: "2 days ago", time: "2 days ago", comment: "It is broken.", isPrivate: null, edit: null },
      { title: "Note", date: "2026-11-01T11:00:00Z", when: "1 day ago · agent", time: "1 day ago", comment: "Ask the carrier.", isPrivate: "fa-lock", edit: "/tickets/3/followup_edit/9/" },
    ],
  });
  const { payload } = await djangoHelpdesk.load(page, { base: "", ticket: "3" });
  const { title, custom_order_number, followup_set } = /** @type {any} */ (payload["ticket"]);
  assert.equal(title, "Broken lamp");
  assert.equal(custom_order_number, "A-1");
  assert.deepEqual(followup_set.map((/** @type {any} */ { id, user, public: isPublic }) => ({ id, user, isPublic })), [
    { id: "f1", user: null, isPublic: true },
    { id: "9", user: "agent", isPublic: false },
  ]);
});

test("an answer that is no ticket names its cause", () => {
  /** @param {Partial<import("../../www/hosts/page.js").Answer>} answer @param {string} code */
  const check = (answer, code) => {
    const whole = { path: "/x", status: 200, failure: null, etag: null, lastModified: null, text: "", ...answer };
    assert.throws(() => parse(whole), { name: "HostError", code });
  };
  check({ status: 0, failure: "timeout" }, "timeout");
  check({ status: 0, failure: "network" }, "network");
  check({ status: 302 }, "logged_out");
  check({ status: 401 }, "logged_out");
  check({ status: 403 }, "forbidden");
  check({ status: 404 }, "not_found");
  check({ status: 503 }, "server_error");
  check({ text: "<!doctype html>" }, "unreadable");
  check({ text: '<form><input type="password"></form>' }, "logged_out");
  assert.equal(failureOf({ path: "/x", status: 200, failure: null, etag: null, lastModified: null, text: "" }), null);
});

test("phase 1 cannot write, even when the writing half is called", async () => {
  for (const phase of [1, 0, NaN]) await assert.rejects(insertDraft({ phase, host: "request_tracker" }), { code: "phase_forbids" });
});

/** @param {string} id */
const libraryOf = (id) => /** @type {import("../../www/hosts/library.js").Library} */ (LIBRARIES[id]);
const silent = () => {};

test("django-helpdesk: the categories of its knowledge base are read, each once, and no other page", async () => {
  const page = pageOf((path) => (path.endsWith("/kb/broken/") ? { status: 500, text: "" } : { text: path === "/desk/kb/" ? `<a href="/desk/kb/">Knowledge base</a><a href="/desk/kb/orders/">View</a><a href="/desk/kb/orders/">Again</a><a href="/elsewhere/kb/x/">x</a><a href="/desk/kb/broken/">View</a>` : "<article></article>" }));
  const payload = /** @type {any} */ (await libraryOf("django_helpdesk").articles(page, { base: "/desk", ticket: null }, silent));
  assert.deepEqual(page.asked, ["/desk/kb/", "/desk/kb/orders/", "/desk/kb/broken/"]);
  assert.deepEqual(payload.pages.map((/** @type {any} */ { path }) => path), ["/desk/kb/orders/"]);
  assert.equal(payload.complete, false, "what could not be read is not taken for removed");
});

test("django-helpdesk: the newest closed tickets stand on the last pages", async () => {
  const page = pageOf((path) => {
    const first = (pageNumber(path) - 1) * 100;
    return { json: { count: 340, results: Array.from({ length: Math.min(100, 340 - first) }, (_, index) => ({ id: first + index + 1 })) } };
  });
  const tickets = /** @type {any[]} */ (await libraryOf("django_helpdesk").solved(page, { base: "", ticket: null }, silent));
  assert.equal(tickets.length, 200);
  assert.deepEqual([tickets[0].ticket.id, tickets.at(-1).ticket.id], [141, 340]);
  assert.equal(page.asked.length, 4);
});

test("Request Tracker: articles of many pages are read, without a word on how many there are", async () => {
  const page = pageOf((path) => {
    if (path.includes("/articles?")) return { json: { pages: null, items: Array.from({ length: pageNumber(path) === 1 ? 100 : 3 }, (_, index) => ({ id: String((pageNumber(path) - 1) * 100 + index + 1) })) } };
    if (path.includes("/class/")) return { json: { Name: "Orders" } };
    return path.endsWith("/article/7") ? { status: 403, json: {} } : { json: { id: 1, Class: { id: "2" } } };
  });
  const payload = /** @type {any} */ (await libraryOf("request_tracker").articles(page, { base: "/rt", ticket: null }, silent));
  assert.equal(payload.articles.length, 102);
  assert.deepEqual(payload.classes, { 2: "Orders" });
  assert.deepEqual([payload.base, payload.complete], ["/rt", false]);
  assert.ok(page.asked.every((path) => path.startsWith("/rt/REST/2.0/")));
});
