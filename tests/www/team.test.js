/** The team's document: who may say what the settings are. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { inForce } from "../../www/in_force.js";
import { Refused, open, seal } from "../../www/team/envelope.js";
import { taken } from "../../www/team/follow.js";
import { fingerprint, generate, readKeyFile } from "../../www/team/keys.js";
import { NO_POLICY, policyOf } from "../../www/team/policy.js";
import { following, staleness } from "../../www/team/state.js";

const NOW = "2026-11-20T12:00:00.000Z";
const fixture = (/** @type {string} */ name) => readFile(new URL(`../fixtures/team/${name}`, import.meta.url), "utf8");
const pair = await readKeyFile(await generate());

/** @param {Partial<import("../../www/team/envelope.js").TeamDocument>} [changes] */
const documentOf = (changes = {}) => ({ revision: 5, published_at: NOW, valid_until: "2026-12-20T12:00:00Z", max_age_hours: 24, address: "", kill_switch: "", settings: { display: { density: "compact" } }, ...changes });

/** Where the first document, revision 5, was taken. */
const before = await taken(following("https://desk.example.com/team.json", pair.public, "import"), { text: await seal(documentOf(), pair), etag: "a" }, async () => null, NOW);

/**
 * @param {Partial<import("../../www/team/envelope.js").TeamDocument>} changes of the next document
 * @param {{code?: string, revision?: number, kill?: string, problem?: string, by?: import("../../www/team/keys.js").KeyPair, change?: (text: string) => string, wrong?: string | null}} expected
 */
async function check(changes, { code, revision, kill = "", problem, by = pair, change = (text) => text, wrong = null }) {
  const text = change(await seal(documentOf(changes), by));
  const next = taken(before, { text, etag: "b" }, async () => wrong, NOW);
  if (code) return assert.rejects(next, (error) => error instanceof Refused && error.code === code);
  const state = await next;
  assert.equal(state.accepted?.revision, revision);
  assert.equal(state.newest?.kill_switch, kill);
  assert.equal(state.problem?.code, problem);
}

test("what the command signs is read here, and a key file as well", async () => {
  const { document, key } = await open(await fixture("signed.json"));
  const { public: publicKey } = await readKeyFile(await fixture("team.key"));
  assert.equal(key, publicKey);
  assert.equal(document.revision, 3);
  assert.equal(document.settings["triggers"][0].threshold.amount, "500");
  assert.match(await fingerprint(key), /^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  await assert.rejects(readKeyFile("-----BEGIN PRIVATE KEY-----"), /no key file/);
  await assert.rejects(readKeyFile((await fixture("team.key")).replace(/public: .*/, `public: ${pair.public}`)), /do not belong together/);
});

test("newer documents of the pinned key are taken, others are not", async () => {
  await check({ revision: 6 }, { revision: 6 });
  await check({ revision: 6 }, { revision: 6, change: (text) => `\u{feff}${text.replaceAll("\n", "\r\n")}` });
  await check({ revision: 4 }, { code: "older" });
  await check({ settings: {} }, { code: "same_revision" });
  await check({}, { revision: 5 });
  await check({ revision: 6 }, { code: "other_key", by: await readKeyFile(await generate()) });
  await check({ revision: 6 }, { code: "forged", change: (text) => text.replace("compact", "full") });
  await check({ revision: 6 }, { code: "forged", change: (text) => text.replace(/"signature": "[^"]*"/, '"signature": "*"') });
  await check({ revision: 6 }, { code: "no_document", change: () => "<!doctype html>" });
  await check({ revision: 6 }, { code: "newer_format", change: (text) => text.replace("_document\": 1", "_document\": 2") });
  await check({ revision: 6, valid_until: "soon" }, { code: "no_document" });
});

test("settings that are refused leave the last good ones, and the kill switch acts all the same", async () => {
  await check({ revision: 6, kill_switch: "wrong answers" }, { revision: 5, kill: "wrong answers", problem: "refused", wrong: "unknown field" });
});

test("what is too old is told", () => {
  const at = (/** @type {string} */ now, state = before) => staleness(state, Date.parse(now))?.say;
  assert.equal(at("2026-11-21T11:00:00Z"), undefined);
  assert.equal(at("2026-11-21T13:00:00Z"), "stop.unconfirmed");
  assert.equal(at("2026-12-20T13:00:00Z", { ...before, confirmed_at: "2026-12-20T12:59:00Z" }), "stop.expired");
  assert.equal(at(NOW, following("https://desk.example.com/", "", "policy")), "stop.never");
});

/** @param {Partial<import("../../www/in_force.js").Inputs>} inputs @param {any} document @param {string[]} stops */
function holds(inputs, document, stops = [], now = Date.parse(NOW)) {
  const { text, stops: found } = inForce({ own: "", team: null, policy: NO_POLICY, killed: null, ...inputs }, now);
  assert.deepEqual(text.trim() ? JSON.parse(text) : {}, document);
  assert.deepEqual(found.map(({ by }) => by), stops);
}

test("the team's document takes the place of the own one but for the display, and the policy lies over both", () => {
  const own = '{"phases":{"mode":2},"display":{"density":"full"}}';
  const phases = { mode: 1, categories: {} };
  holds({ own }, { phases: { mode: 2 }, display: { density: "full" } });
  holds({ own, team: before }, { display: { density: "full" } });
  holds({ own: "", team: before }, { display: { density: "compact" } });
  holds({ own, policy: policyOf({ settings: '{"phases":{"mode":3}}' }) }, { phases: { mode: 3 }, display: { density: "full" } });
  holds({ own, killed: { at: NOW, actor: "a", reason: "b" } }, { phases, display: { density: "full" } }, ["here"]);
  holds({ own, policy: policyOf({ kill_switch: true }) }, { phases, display: { density: "full" } }, ["policy"]);
  holds({ own, policy: policyOf({ settings: "{" }) }, { phases, display: { density: "full" } }, ["broken"]);
  holds({ team: before }, { display: { density: "compact" }, phases }, ["stale"], Date.parse("2027-01-01T00:00:00Z"));
  holds({ own, team: following("https://desk.example.com/", "", "policy") }, { phases, display: { density: "full" } }, ["stale"]);
});

test("a policy is read, and what is wrong with it is told", () => {
  const problem = (/** @type {Record<string, unknown>} */ managed) => policyOf(managed).problem;
  assert.deepEqual(policyOf({}), NO_POLICY);
  assert.equal(policyOf({ kill_switch: true, kill_switch_reason: "audit" }).killSwitch, "audit");
  assert.deepEqual(JSON.parse(policyOf({ settings: { phases: { mode: 1 } } }).settings), { phases: { mode: 1 } });
  assert.match(problem({ settings: "[]" }), /`settings`/);
  assert.match(problem({ team_address: "desk.example.com" }), /`team_address`/);
  assert.match(problem({ team_address: "https://desk.example.com/", team_public_key: "abc" }), /`team_public_key`/);
  assert.equal(policyOf({ team_address: "https://desk.example.com/", team_public_key: "abc" }).address, "");
});
