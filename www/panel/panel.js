/**
 * The panel: follows the tab, has the ticket read and analysed, and shows either the analysis of the
 * ticket that is open or the reason why there is none.
 *
 * Every reading has a number. Whatever arrives with another number than the newest is dropped, so that a
 * ticket's analysis can never stand beside another ticket.
 */
import init, { render } from "../../pkg/handrail.js";
import { HostError } from "../hosts/host.js";
import { recognise } from "../hosts/hosts.js";
import { Ledger } from "../hosts/ledger.js";
import { TabPage } from "../hosts/page.js";
import { originPattern } from "../origin.js";
import { readInForce, reconcileSettings, watch, watchInForce } from "../store.js";
import { follow } from "../team/follow.js";
import { readPolicy } from "../team/policy.js";
import { readRequests, watchRequests } from "../team/request.js";
import { readTeam } from "../team/state.js";
import { button, byId, element } from "../elements.js";
import { EngineError, EngineWorker } from "./engine.js";
import { explain } from "./explanation.js";
import { Feedback } from "./feedback.js";
import { HandoffBar } from "./handoff.js";
import { Marks } from "./marks.js";
import { Notices } from "./notices.js";
import { lookUpOrders } from "./orders.js";
import { Recorder } from "./recorder.js";
import { showRequests } from "./requests.js";
import { skeleton, stateTitle, stateView } from "./states.js";
import { Tabs } from "./tabs.js";
import { isSaid, name, nameIntents, retell, say, tell, useLanguage } from "../words.js";

/** How often the helpdesk is asked whether the ticket changed, while the panel can be seen. */
const POLL = 4_000;
/** A helpdesk that answers slowly is asked less often: at most a fifth of the time. */
const POLL_SHARE = 4;
const POLL_LIMIT = 30_000;
/** The last phase that is built: whatever the settings ask for, no later one is in force. */
const BUILT = 1;
/** So long the analysis waits for the requester's earlier tickets and orders; what comes later is added then. */
const ADDITIONS_WAIT = 1_500;

/**
 * @typedef {object} Shown the ticket whose analysis is on the screen
 * @property {string} key tells tickets apart: tab, origin, helpdesk, number
 * @property {URL} url
 * @property {import("../hosts/host.js").Host} host
 * @property {import("../hosts/host.js").Place} place
 * @property {TabPage} page
 * @property {unknown} signature
 * @property {import("./recorder.js").Open} [open] what the event log says of it
 */

const view = byId("view");
const announcer = byId("announcer");
const notices = new Notices(byId("notices"));
const ledger = new Ledger(() => showRequests(ledger));
const handoff = new HandoffBar(async (options) => {
  const id = view.dataset["ticket"];
  if (!engine || !id) throw new Error("no ticket is shown");
  return engine.handoff(id, options);
}, () => shown?.open && void recorder.handedOn(shown.open));
const recorder = new Recorder(
  () => engine,
  () => {
    const { keep_tickets: keep, mask: masked, name_actors: named } = engineState?.effective.privacy ?? {};
    return { keep: keep === true, masked: masked !== false, named: named === true };
  },
  (error) => notices.set("log", { text: say("notice.log"), help: causeOf(error).detail }),
);
const feedback = new Feedback(view, recorder, announce, () => {
  const { intents = [], triggers = [] } = engineState?.effective ?? {};
  const on = intents.filter((/** @type {any} */ { disabled, counts_as }) => !disabled && !counts_as);
  return {
    intents: on.map((/** @type {{id: string}} */ { id }) => [id, name("intent", id)]),
    triggers: [.../** @type {Set<string>} */ (new Set(triggers.map((/** @type {any} */ { kind, id }) => kind || id)))].sort(),
  };
});
const marks = new Marks(view, (message) => {
  const id = view.dataset["ticket"];
  if (!engine || !id) throw new Error("no ticket is shown");
  return engine.message(id, message);
});
const tabs = new Tabs(new URLSearchParams(location.search).get("tab"));

/** Number of the newest reading. */
let newest = 0;
/** @type {Shown | null} */
let shown = null;
/** Whether a reading is on its way. */
let reading = false;
/** Something happened while the panel could not be seen. */
let missed = false;
/** @type {EngineWorker | undefined} */
let engine;
/** Engine and drawing are there. @type {Promise<unknown>} */
let ready = Promise.resolve();
/** @type {import("./engine.js").EngineState | undefined} */
let engineState;

/** @param {string} text */
function announce(text) {
  announcer.textContent = text;
}

/** @param {import("./engine.js").EngineState} state */
function useState(state) {
  engineState = state;
  nameIntents(state.intentNames);
  void speak(state.effective.display?.language);
  notices.clear("engine ");
  for (const { code, message, cause, help } of state.problems) {
    const text = isSaid(`problem.${code}`) ? say(`problem.${code}`, { cause: retell(cause) }) : message;
    notices.set(`engine ${code}`, { text, help: retell(help), action: code === "engine_off" ? undefined : { label: say("frame.settings"), act: openSettings } });
  }
  for (const address of state.elsewhere) ledger.seen(address);
}

/** Goes over to another language, if the settings ask for one. @param {string | undefined} language */
async function speak(language) {
  if (!(await useLanguage(language))) return;
  showRequests(ledger);
  void read();
}

/** Shows why there is no analysis. @param {string} code @param {string} detail */
function showState(code, detail) {
  shown = null;
  notices.clear("ticket ");
  document.body.classList.remove("updating");
  view.setAttribute("aria-busy", "false");
  const wants = code === "no_access" || code === "not_a_helpdesk" ? null : () => void read(true);
  delete view.dataset["ticket"];
  marks.clear();
  handoff.show(false);
  view.replaceChildren(stateView(code, detail, wants));
  announce(stateTitle(code));
}

function showLoading() {
  shown = null;
  notices.clear("ticket ");
  view.setAttribute("aria-busy", "true");
  delete view.dataset["ticket"];
  marks.clear();
  handoff.show(false);
  view.replaceChildren(skeleton());
  announce(say("frame.reading"));
}

/**
 * Reads the open ticket and shows its analysis.
 *
 * @param {boolean} [afresh] show that it is being read, even if it is the ticket on the screen
 */
async function read(afresh = false) {
  if (document.visibilityState === "hidden") {
    missed = true;
    return;
  }
  const mine = ++newest;
  const isCurrent = () => mine === newest;
  reading = true;
  try {
    const tab = await tabs.current();
    if (!isCurrent()) return;
    // The address alone tells that it is another page; the old analysis goes before anything is read.
    if (afresh || !shown || !tab.url || withoutHash(tab.url) !== withoutHash(shown.url)) showLoading();
    void showOffer(tab.url);
    if (tab.id === undefined || !tab.url) throw new HostError("no_access");
    if (!/^https?:$/.test(tab.url.protocol)) throw new HostError("not_a_helpdesk");
    const page = new TabPage(tab.id, tab.url, ledger);
    const { host, place, url } = await recognise(page);
    if (!isCurrent()) return;
    const key = JSON.stringify([tab.id, url.origin, host.id, place.base, place.ticket]);
    if (shown && shown.key !== key) showLoading();
    if (shown) document.body.classList.add("updating");

    const { payload, signature } = await host.load(page, place);
    if (!isCurrent()) return;
    // What the settings in use say is known once the engine runs.
    await ready;
    if (!isCurrent()) return;
    const assistants = engineState?.effective.identity.assistants ?? [];
    const whole = { ...payload, assistants, origin: url.origin, url: url.href, fetched_at: new Date().toISOString() };
    // What is known of earlier tickets and orders is welcome, never waited for long, and never a reason to show nothing.
    const additions = [host.previousTickets(page, place, payload, { assistants })];
    if (engine && engineState?.effective.identity.order_lookup.path) {
      notices.set("look-up", null);
      additions.push(
        lookUpOrders(engine, page, host.id, whole).catch((error) => {
          if (isCurrent()) notices.set("look-up", { text: say("notice.look_up"), help: causeOf(error).detail });
          return {};
        }),
      );
    }
    /** @type {Record<string, unknown>} */
    const added = {};
    const arrived = Promise.all(additions.map((addition) => addition.then((more) => Object.assign(added, more), () => {})));
    await Promise.race([arrived, pause(ADDITIONS_WAIT)]);
    if (!isCurrent()) return;
    /** @type {Shown} */
    const next = { key, url, host, place, page, signature };
    const inTime = Object.keys(added).length;
    await show(next, { ...whole, ...added }, isCurrent);
    await arrived;
    if (isCurrent() && Object.keys(added).length > inTime) await show(next, { ...whole, ...added }, isCurrent);
  } catch (error) {
    if (!isCurrent()) return;
    const { code, detail } = causeOf(error);
    showState(code, detail);
  } finally {
    if (isCurrent()) {
      reading = false;
      document.body.classList.remove("updating");
      failures = 0;
      pollWait = POLL;
      plan();
    }
  }
}

/** A place within a page is no other page. @param {URL} url */
const withoutHash = ({ origin, pathname, search }) => origin + pathname + search;

/** @param {number} milliseconds @returns {Promise<undefined>} */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));

/**
 * @param {Shown} next
 * @param {Record<string, unknown>} payload
 * @param {() => boolean} isCurrent
 */
async function show(next, payload, isCurrent) {
  if (!engine) throw new Error("the engine is not there");
  const { ticket, analysis, lookupProblems } = await engine.analyze(next.host.id, payload);
  if (!isCurrent()) return;
  // What the engine says it analysed has to be what was asked for.
  if (ticket.id !== next.place.ticket || analysis.ticket_id !== ticket.id) throw new HostError("gone", `ticket ${ticket.id} came instead of ${next.place.ticket}`);
  const { display, phases } = engineState?.effective ?? {};
  /** @type {import("./recorder.js").Open} */
  const open = { desk: next.url.origin, ticket: ticket.id, analysis, agent: ticket.agent };
  const options = {
    number: ticket.number,
    subject: ticket.subject,
    channel: ticket.channel,
    phase: Math.min(BUILT, phases?.mode ?? 1),
    density: display?.density ?? "full",
    tell,
  };
  const words = feedback.around(open, () => render(analysis, view, options));
  explain(view, analysis, engineState?.effective);
  view.setAttribute("aria-busy", "false");
  view.dataset["ticket"] = ticket.id;
  handoff.show(true);
  shown = { ...next, open };
  void marks.show(next.key, analysis, next.page, next.host);
  void recorder.shown(open, ticket);
  notices.clear("ticket ");
  for (const [index, { message, help }] of lookupProblems.entries()) notices.set(`ticket look-up ${index}`, { text: retell(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`), help: retell(help) });
  announce(words);
}

/** @param {unknown} error @returns {{code: string, detail: string}} */
function causeOf(error) {
  if (error instanceof HostError) return { code: error.code, detail: error.detail };
  if (error instanceof EngineError) return { code: error.code, detail: `${error.message}. ${error.help}` };
  return { code: error instanceof WebAssembly.RuntimeError ? "crash" : "unknown", detail: error instanceof Error ? error.message : String(error) };
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let poll;
let pollWait = POLL;
let failures = 0;

/** Plans the next question whether the ticket changed. */
function plan() {
  clearTimeout(poll);
  poll = setTimeout(() => void check(), pollWait);
}

/** Asks whether the ticket on the screen changed, and reads it again if it did. */
async function check() {
  clearTimeout(poll);
  const asked = shown;
  if (!asked || reading || document.visibilityState === "hidden") return plan();
  const started = performance.now();
  try {
    const isChanged = await asked.host.changed(asked.page, asked.place, asked.signature);
    failures = 0;
    if (shown !== asked || reading) return;
    notices.set("ticket stale", null);
    if (isChanged) {
      announce(say("frame.changed"));
      void read();
      return;
    }
  } catch (error) {
    if (shown !== asked || reading) return;
    const { code, detail } = causeOf(error);
    failures += 1;
    // The page was left; the tab's own events tell what comes next.
    if (code === "gone" || code === "no_access") return void read();
    notices.set("ticket stale", {
      text: say("notice.stale", { cause: stateTitle(code) }),
      help: detail,
      action: { label: say("frame.retry"), act: () => void read(true) },
    });
  } finally {
    pollWait = Math.min(POLL_LIMIT, Math.max(POLL, (performance.now() - started) * POLL_SHARE, POLL * 2 ** Math.min(failures, 4) * Number(failures > 0)));
    if (!reading) plan();
  }
}

/** Offers to stay on where the browser's permission is not given yet. @param {URL | undefined} url */
async function showOffer(url) {
  const offer = byId("offer");
  const pattern = originPattern(url?.href);
  const stays = !pattern || (await chrome.permissions.contains({ origins: [pattern] }).catch(() => false));
  offer.hidden = stays;
  if (stays || !url || !pattern) return;
  const stay = () => {
    chrome.permissions.request({ origins: [pattern] }, (granted) => {
      if (chrome.runtime.lastError || !granted) return;
      // The panel of this tab stays with it; one for the whole window follows from now on.
      if (tabs.isBound && chrome.sidePanel) void chrome.windows.getCurrent().then(({ id }) => chrome.sidePanel.open({ windowId: id ?? chrome.windows.WINDOW_ID_CURRENT })).catch(() => {});
      offer.hidden = true;
    });
  };
  offer.replaceChildren(
    element("p", {}, say("frame.stay", { host: url.host })),
    button(say("frame.stay_on"), stay, { class: "primary", id: "stay" }),
  );
}

/** The settings that the engine was given last, and why it only reads. */
let given = { text: "", stops: "" };

/** The language that a document of settings asks for. @param {string} settings @returns {string | undefined} */
function languageIn(settings) {
  try {
    return JSON.parse(settings).display?.language;
  } catch {
    return undefined;
  }
}

/** What the kill switch of this browser, the team's and the organisation's say, and how new the settings are. @type {Record<import("../in_force.js").Stop["by"], string>} */
const STOPPED = { here: "notice.killed", team: "notice.stop_team", policy: "notice.stop_policy", stale: "notice.stop_stale", broken: "notice.stop_broken" };

/** @param {import("../in_force.js").InForce} force */
function showStops({ stops }) {
  for (const [by, title] of Object.entries(STOPPED)) {
    const stop = stops.find((one) => one.by === by);
    notices.set(by === "here" ? "kill switch" : `stop ${by}`, stop ? { text: say(title), help: say(stop.why.say, stop.why.values) } : null);
  }
}

/** What is wrong with the team's document, for as long as that is so. */
async function showTeam() {
  const team = await readTeam(await readPolicy());
  const { code, values } = team?.problem ?? {};
  const allow = () => {
    const pattern = originPattern(team?.address);
    if (pattern) chrome.permissions.request({ origins: [pattern] }, () => void chrome.runtime.lastError);
  };
  const action = code === "no_permission" ? { label: say("team.allow"), act: allow } : { label: say("frame.settings"), act: openSettings };
  notices.set("team", code ? { text: say("notice.team"), help: say(`team.${code}`, values), action } : null);
}

/** What is wrong with settings, in words; `null` when an engine runs by them. @param {string} settings */
async function faultOf(settings) {
  try {
    await engine?.check(settings);
    return null;
  } catch (error) {
    return causeOf(error).detail;
  }
}

const openSettings = () => void chrome.runtime.openOptionsPage();

async function start() {
  const address = new URL("../../pkg/handrail_bg.wasm", import.meta.url);
  const compiled = WebAssembly.compileStreaming(fetch(address));
  const force = await readInForce();
  given = { text: force.text, stops: JSON.stringify(force.stops) };
  engine = new EngineWorker(compiled, force.text, useState);
  await useLanguage(languageIn(force.text));
  showLoading();
  showRequests(ledger);
  byId("settings").addEventListener("click", openSettings);
  showStops(force);
  ready = Promise.all([engine.start(), compiled.then((module) => init({ module_or_path: module }))]);

  tabs.listen({ moved: () => void read(), arrived: () => (shown && !reading ? void check() : reading ? undefined : void read()) });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return;
    if (missed) void read();
    else void check();
    missed = false;
  });
  chrome.permissions.onAdded.addListener(() => void read());
  chrome.permissions.onRemoved.addListener(() => void read());
  chrome.runtime.onMessage.addListener(({ kind, tabId }) => {
    if (kind === "allowed" && tabs.concerns(tabId) && !shown) void read();
  });
  const adopt = async () => {
    const now = await readInForce();
    showStops(now);
    await showTeam();
    const before = given;
    given = { text: now.text, stops: JSON.stringify(now.stops) };
    if (given.text === before.text && given.stops === before.stops) return;
    try {
      if (given.text !== before.text) {
        await engine?.useSettings(now.text);
        void read();
      }
    } catch (error) {
      const { detail } = causeOf(error);
      notices.set("engine settings_refused", { text: say("notice.settings_refused"), help: detail, action: { label: say("frame.settings"), act: openSettings } });
    }
    await reconcileSettings().catch(() => {});
  };
  // One after the other: what came last is what holds in the end.
  let turn = Promise.resolve();
  watchInForce(() => (turn = turn.then(adopt).catch(() => {})));
  watch({
    async knowledge() {
      await engine?.reload("knowledge");
      void read();
    },
    async history() {
      await engine?.reload("history");
      void read();
    },
  });
  watchRequests((requests) => ledger.ofTeam(requests));
  void readRequests().then((requests) => ledger.ofTeam(requests));
  // The ticket is fetched meanwhile.
  await Promise.all([ready, read(true)]);
  void showTeam();
  void reconcileSettings().catch(() => {});
  void follow(faultOf);
  void recorder.expire(engineState?.effective.privacy?.retention_days ?? 180);
}

start().catch((error) => showState("broken", causeOf(error).detail));
