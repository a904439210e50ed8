/**
 * The panel's end of `worker.js`. A worker whose engine stopped, or that takes too long, is dropped and
 * another is started: after a panic an instance cannot be used any more.
 */

/** Longer than any ticket takes; one that reaches it has run into a fault. */
const TIME_LIMIT = 30_000;

export class EngineError extends Error {
  /** @param {import("../worker.js").CallError} error */
  constructor({ code, message, help, line, column }) {
    super(message);
    this.name = "EngineError";
    this.code = code;
    this.help = help;
    this.line = line;
    this.column = column;
  }
}

/**
 * @typedef {object} EngineState
 * @property {import("../worker.js").Problem[]} problems
 * @property {any} effective the settings in use
 * @property {Record<string, string>} intentNames
 * @property {any} version
 * @property {string[]} elsewhere
 */

export class EngineWorker {
  #module;
  #settings;
  #onState;
  #calls = 0;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Promise<EngineState> | undefined} */
  #started;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: EngineError) => void}>} */
  #waiting = new Map();

  /**
   * @param {Promise<WebAssembly.Module>} module the thread starts and fetches its files while it is compiled
   * @param {string} settings
   * @param {(state: EngineState) => void} onState
   */
  constructor(module, settings, onState) {
    this.#module = module;
    this.#settings = settings;
    this.#onState = onState;
    this.#worker = this.#spawn();
  }

  /** Starts the engine unless it runs. @returns {Promise<EngineState>} */
  start() {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** @param {string} settings @throws {EngineError} when they are refused; the old ones stay in use then */
  async useSettings(settings) {
    await this.start();
    const state = await this.#call("settings", { settings });
    this.#settings = settings;
    this.#onState(state);
  }

  /** @param {string} settings @throws {EngineError} when an engine could not run by them; those in use stay in use */
  async check(settings) {
    await this.start();
    await this.#call("check", { settings });
  }

  /** @param {"knowledge" | "history"} what */
  async reload(what) {
    await this.start();
    this.#onState(await this.#call(what, {}));
  }

  /**
   * @param {string} platform
   * @param {unknown} payload
   * @returns {Promise<{ticket: import("../worker.js").TicketFacts, analysis: any, lookupProblems: import("../worker.js").Problem[]}>}
   */
  async analyze(platform, payload) {
    await this.start();
    return this.#call("analyze", { platform, payload, now: Date.now() });
  }

  /**
   * What to ask the helpdesk's own origin for the orders of a ticket.
   *
   * @param {string} platform
   * @param {unknown} payload
   * @returns {Promise<{path: string, number: string}[]>}
   */
  async orderRequests(platform, payload) {
    await this.start();
    return this.#call("orderRequests", { platform, payload, now: Date.now() });
  }

  /**
   * The hand-off of the ticket analysed last, as text.
   *
   * @param {string} ticket its id
   * @param {{format: "markdown" | "json", masked: boolean}} options
   * @returns {Promise<string>}
   */
  async handoff(ticket, options) {
    await this.start();
    return this.#call("handoff", { ticket, options });
  }

  /**
   * A message of the ticket analysed last, or its subject line.
   *
   * @param {string} ticket its id
   * @param {string} message its id, or `subject`
   * @returns {Promise<import("./message.js").Message>}
   */
  async message(ticket, message) {
    await this.start();
    return this.#call("message", { ticket, message });
  }

  /**
   * What the event log keeps of the ticket analysed last.
   *
   * @param {string} ticket its id
   * @param {{keep: boolean, masked: boolean}} options
   * @returns {Promise<import("../worker.js").Recorded>}
   */
  async record(ticket, options) {
    await this.start();
    return this.#call("record", { ticket, ...options });
  }

  #spawn() {
    const worker = new Worker(new URL("../worker.js", import.meta.url), { type: "module", name: "handrail-engine" });
    worker.addEventListener("message", ({ data: { call, result, error } }) => {
      const waiting = this.#waiting.get(call);
      this.#waiting.delete(call);
      if (!error) return waiting?.resolve(result);
      waiting?.reject(new EngineError(error));
      if (error.code === "crash") this.#drop(new EngineError(error));
    });
    worker.addEventListener("error", ({ message }) => this.#drop(new EngineError({ code: "crash", message: message || "the engine could not be started", help: "Reload the panel. If that does not help, install Handrail again." })));
    return worker;
  }

  async #start() {
    this.#worker ??= this.#spawn();
    const state = await this.#call("start", { module: await this.#module, settings: this.#settings });
    this.#onState(state);
    return state;
  }

  /** @param {EngineError} error */
  #drop(error) {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#started = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  /** @param {string} method @param {unknown} args @returns {Promise<any>} */
  #call(method, args) {
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#drop(new EngineError({ code: "crash", message: "the engine does not answer", help: "It is started afresh. Try again." })), TIME_LIMIT);
      const done = () => clearTimeout(timer);
      this.#waiting.set(call, {
        resolve: (result) => (done(), resolve(result)),
        reject: (error) => (done(), reject(error)),
      });
      this.#worker?.postMessage({ method, call, args });
    });
  }
}
