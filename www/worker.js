/**
 * The engine's own thread: a huge ticket or an index that loads never freezes the panel.
 *
 * Calls are `{call, method, args}`; answers `{call, result}` or `{call, error}`. `engine.js` is the other end.
 *
 * @typedef {object} Problem something that does not work, while the rest does
 * @property {string} code
 * @property {string} message the whole of it, in English
 * @property {string} cause
 * @property {string} help
 *
 * @typedef {object} TicketFacts
 * @property {string} id
 * @property {string | undefined} number
 * @property {string | undefined} subject
 * @property {string | undefined} channel
 * @property {string | undefined} revision
 * @property {string | undefined} status
 * @property {"good" | "bad" | undefined} csat how the customer rated it
 * @property {string | undefined} agent who reads it, where the helpdesk says so
 *
 * @typedef {object} Recorded what the event log keeps of an analysis
 * @property {string} analysis SHA-256 of its canonical JSON
 * @property {{ticket: string, analysis: string, text: string}} [kept] the ticket, masked where the lead wants that, and what its own analysis hashes to
 *
 * @typedef {object} CallError
 * @property {string} code `crash` when the WebAssembly instance cannot be used any more
 * @property {string} message
 * @property {string} help
 * @property {number} [line]
 * @property {number} [column]
 */
import "./no_connections.js";
import init, { Assets, Engine, defaultFiles, loadDefaults, mergeSettings, readTicket, version } from "../pkg/handrail.js";
import { provideDefaults } from "./defaults.js";
import { sha256 } from "./log/log.js";
import { readHistoryIndex, readIndex } from "./store.js";

/**
 * What the engine loads beside the settings: files of `data/`, by the names under which the core knows them,
 * and what the lead reads where they cannot be used.
 */
const SHIPPED = [
  { names: ["vectors", "intent"], code: "engine_off", without: "The classifier is off" },
  { names: ["triggers"], code: "triggers_off", without: "Triggers are found by phrases alone" },
  { names: ["sentiment"], code: "sentiment_off", without: "Sentiment is told by single phrases alone" },
  { names: ["language"], code: "languages_off", without: "Languages are told by script and frequent words alone" },
  { names: ["zones"], code: "zones_off", without: "Days are counted by UTC" },
];

/** Asked for at once, while the core is still being compiled; each is used once. @type {Map<string, Promise<Uint8Array>>} */
const early = new Map(SHIPPED.flatMap(({ names }) => names.map((name) => [name, fetchBytes(name)])));
// A failure is told where the file is used.
for (const file of early.values()) file.catch(() => {});

/** @type {Assets | undefined} */
let assets;
/** @type {Engine | undefined} */
let engine;
/** The last ticket with its analysis, for the hand-off and the log. @type {{ticket: any, analysis: any, text: string, now: number} | undefined} */
let last;
/** The second module, which writes hand-offs and reads orders that were looked up; loaded when it is first wanted. @type {Promise<typeof import("../pkg/workbench.js")> | undefined} */
let workbench;
/** The settings that `engine` was built from. */
let settingsInUse = "";
/** @type {Map<string, Problem>} what is wrong now, by what it concerns */
const problems = new Map();

const METHODS = {
  /**
   * @param {{module: WebAssembly.Module, settings: string}} start
   */
  async start({ module, settings }) {
    await init({ module_or_path: module });
    await provideDefaults({ defaultFiles, loadDefaults });
    assets = new Assets();
    await Promise.all([...SHIPPED.map((shipped) => loadShipped(/** @type {Assets} */ (assets), shipped)), loadKnowledge(assets), loadHistory(assets)]);
    use(settings, true);
    return state();
  },

  /** New settings: in use only if an engine could be built from them. @param {{settings: string}} change */
  settings({ settings }) {
    use(settings, false);
    problems.delete("settings");
    return state();
  },

  /** Whether an engine runs by these settings; tells why not. @param {{settings: string}} candidate */
  check({ settings }) {
    if (!assets) throw notStarted();
    new Engine(settings, assets).free();
  },

  /** The articles were changed. */
  async knowledge() {
    if (!assets) throw notStarted();
    await loadKnowledge(assets);
    use(settingsInUse, false);
    return state();
  },

  /** The solved tickets were changed. */
  async history() {
    if (!assets) throw notStarted();
    await loadHistory(assets);
    use(settingsInUse, false);
    return state();
  },

  /**
   * @param {{platform: string, payload: any, now: number}} what a payload with `order_answers` brings what was answered
   * to `orderRequests`
   */
  async analyze({ platform, payload, now }) {
    if (!engine) throw notStarted();
    /** @type {any} */
    let ticket = readTicket(platform, payload);
    /** @type {Problem[]} */
    let lookupProblems = [];
    if (payload.order_answers) {
      const { addOrders } = await secondModule();
      ({ ticket, problems: lookupProblems } = addOrders(ticket, payload.order_answers, settingsInUse));
    }
    const { id, number, subject, channel, source, status, rating, current_agent } = ticket;
    /** @type {TicketFacts} */
    const facts = { id, number, subject, channel, revision: source?.revision, status, csat: satisfaction(rating?.score), agent: current_agent?.name };
    // As text: its bytes are what the log's hash is of.
    const text = engine.analyzeJson(JSON.stringify(ticket), now);
    const analysis = JSON.parse(text);
    last = { ticket, analysis, text, now };
    return { ticket: facts, analysis, lookupProblems };
  },

  /**
   * What the lead has asked of the helpdesk's own origin for this ticket's orders.
   *
   * @param {{platform: string, payload: unknown, now: number}} what
   * @returns {Promise<{path: string, number: string}[]>}
   */
  async orderRequests({ platform, payload, now }) {
    if (!engine) throw notStarted();
    const ticket = readTicket(platform, payload);
    const { orderRequests } = await secondModule();
    return orderRequests(ticket, engine.analyze(ticket, now), settingsInUse);
  },

  /**
   * What the event log keeps of the ticket on the screen.
   *
   * @param {{ticket: string, keep: boolean, masked: boolean}} what
   * @returns {Promise<Recorded>}
   */
  async record({ ticket, keep, masked }) {
    if (!last || !engine) throw notStarted();
    const { text, now, ticket: read } = last;
    if (read.id !== ticket) throw Object.assign(new Error("another ticket was read since"), { code: "gone" });
    const analysis = await sha256(text);
    if (!keep) return { analysis };
    const kept = (await secondModule()).keepTicket(read, masked);
    return { analysis, kept: { ticket: await sha256(kept), analysis: await sha256(engine.analyzeJson(kept, now)), text: kept } };
  },

  /**
   * The hand-off of the ticket on the screen, as text to copy.
   *
   * @param {{ticket: string, options: {format: "markdown" | "json", masked: boolean}}} what
   */
  async handoff({ ticket, options }) {
    if (!last) throw notStarted();
    if (last.ticket.id !== ticket) throw Object.assign(new Error("another ticket was read since"), { code: "gone" });
    const { handoff } = await secondModule();
    return handoff(last.ticket, last.analysis, { ...options, settingsJson: settingsInUse });
  },

  /**
   * A message of the ticket on the screen as the engine saw it.
   *
   * @param {{ticket: string, message: string}} what
   * @returns {Promise<import("./panel/message.js").Message>}
   */
  async message({ ticket, message }) {
    if (!last) throw notStarted();
    if (last.ticket.id !== ticket) throw Object.assign(new Error("another ticket was read since"), { code: "gone" });
    const { visibleMessage } = await secondModule();
    return visibleMessage(last.ticket, message);
  },
};

function secondModule() {
  workbench ??= loadWorkbench();
  workbench.catch(() => (workbench = undefined));
  return workbench;
}

/** Helpdesks rate in words, or from 1 to 5. @param {unknown} score @returns {"good" | "bad" | undefined} */
function satisfaction(score) {
  if (typeof score === "boolean") return score ? "good" : "bad";
  const number = Number(score);
  if (score !== null && score !== "" && Number.isFinite(number)) return number >= 4 ? "good" : "bad";
  if (typeof score !== "string") return undefined;
  if (/^(good|satisfied|positive|happy)/i.test(score)) return "good";
  return /^(bad|unsatisfied|dissatisfied|negative|unhappy)/i.test(score) ? "bad" : undefined;
}

async function loadWorkbench() {
  const core = await import("../pkg/workbench.js");
  await core.default({ module_or_path: new URL("../pkg/workbench_bg.wasm", import.meta.url) });
  await provideDefaults(core);
  return core;
}

/** @param {string} name */
async function fetchBytes(name) {
  const response = await fetch(new URL(`data/${name}.dat`, import.meta.url));
  if (!response.ok) throw new Error(`its file answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** @param {Assets} into @param {(typeof SHIPPED)[number]} shipped */
async function loadShipped(into, { names, code, without }) {
  problems.delete(code);
  try {
    const files = await Promise.all(names.map((name) => early.get(name) ?? fetchBytes(name)));
    for (const name of names) early.delete(name);
    for (const [index, name] of names.entries()) into.load(name, files[index] ?? new Uint8Array());
  } catch (error) {
    const cause = words(error);
    if (cause.code === "crash") throw error;
    problems.set(code, { code, message: `${without}: ${cause.message}`, cause: cause.message, help: cause.help || "Install Handrail again, or build it with `cargo xtask build`." });
  }
}

/** @param {Assets} into */
async function loadKnowledge(into) {
  problems.delete("knowledge");
  try {
    const bytes = await readIndex();
    if (bytes) into.loadKnowledge(bytes);
    else into.dropKnowledge();
  } catch (error) {
    const { code, message } = words(error);
    if (code === "crash") throw error;
    problems.set("knowledge", { code: "knowledge_off", message: `Articles cannot be searched: ${message}`, cause: message, help: "Open the settings page: it builds their index anew, or lets you import them again." });
  }
}

/** @param {Assets} into */
async function loadHistory(into) {
  problems.delete("history");
  try {
    const bytes = await readHistoryIndex();
    if (bytes) into.loadHistory(bytes);
    else into.dropHistory();
  } catch (error) {
    const { code, message } = words(error);
    if (code === "crash") throw error;
    problems.set("history", { code: "history_off", message: `Solved tickets cannot be searched: ${message}`, cause: message, help: "Open the settings page: it builds their index anew." });
  }
}

/**
 * @param {string} settings
 * @param {boolean} orDefaults at the start something has to work, even if the saved settings do not
 */
function use(settings, orDefaults) {
  if (!assets) throw notStarted();
  let next;
  try {
    next = new Engine(settings, assets);
    settingsInUse = settings;
  } catch (error) {
    const { code, message, help } = words(error);
    if (!orDefaults || code === "crash") throw error;
    next = new Engine("", assets);
    settingsInUse = "";
    problems.set("settings", { code: "settings_refused", message: `The saved settings cannot be used, so the shipped ones are: ${message}`, cause: message, help });
  }
  engine?.free();
  engine = next;
}

function state() {
  if (!engine) throw notStarted();
  return {
    problems: [...problems.values()],
    effective: JSON.parse(mergeSettings([settingsInUse])),
    intentNames: engine.intentNames(),
    version: version(),
    elsewhere: elsewhere(),
  };
}

/** What this thread loaded from anywhere but the extension itself: nothing, or the panel shows it. */
function elsewhere() {
  return performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => !name.startsWith(self.location.origin));
}

const notStarted = () => Object.assign(new Error("the engine has not been started"), { code: "not_started" });

/** @param {unknown} error @returns {CallError} */
function words(error) {
  if (error instanceof WebAssembly.RuntimeError) return { code: "crash", message: "the engine stopped", help: "It is started afresh. If it happens again with this ticket, please report it." };
  if (!(error instanceof Error)) return { code: "unknown", message: String(error), help: "" };
  const { code, help, line, column } = /** @type {Error & Partial<CallError>} */ (error);
  return { code: code ?? error.name, message: error.message, help: help ?? "", ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

/** Calls are answered one after the other: an engine is never swapped under an analysis. */
let queue = Promise.resolve();

self.addEventListener("message", ({ data: { call, method, args } }) => {
  queue = queue.then(async () => {
    try {
      const result = await METHODS[/** @type {keyof typeof METHODS} */ (method)](args);
      self.postMessage({ call, result });
    } catch (error) {
      self.postMessage({ call, error: words(error) });
    }
  });
});
