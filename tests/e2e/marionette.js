/**
 * Firefox's own remote control, Marionette: what geckodriver speaks on the inside, so that no driver has to be
 * installed. A message is its length, a colon and JSON: `[0, number, command, parameters]` there,
 * `[1, number, error, result]` back.
 */
import { connect } from "node:net";
import { waitFor } from "../desks/process.js";

/** How WebDriver marks a reference to an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/**
 * @param {number} port
 * @param {number} limit milliseconds until the browser has to answer
 */
export async function connectMarionette(port, limit) {
  const socket = await waitFor(
    () =>
      new Promise((resolve) => {
        const tried = connect(port, "127.0.0.1", () => resolve(tried));
        tried.on("error", () => resolve(undefined));
      }),
    limit,
  );
  if (!socket) throw new Error(`firefox does not listen on port ${port}`);
  return new Marionette(/** @type {import("node:net").Socket} */ (socket));
}

export class Marionette {
  #socket;
  #rest = Buffer.alloc(0);
  #calls = 0;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  #waiting = new Map();
  /** Commands depend on what was chosen before them, so one is answered before the next is sent. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /** @param {import("node:net").Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on("data", (/** @type {Buffer} */ data) => this.#hear(data));
    socket.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("firefox has ended"));
      this.#waiting.clear();
    });
  }

  /** @param {Buffer} data */
  #hear(data) {
    this.#rest = Buffer.concat([this.#rest, data]);
    for (;;) {
      const colon = this.#rest.indexOf(":");
      const length = Number(this.#rest.subarray(0, colon));
      if (colon < 0 || this.#rest.length < colon + 1 + length) return;
      const message = JSON.parse(this.#rest.subarray(colon + 1, colon + 1 + length).toString("utf8"));
      this.#rest = this.#rest.subarray(colon + 1 + length);
      if (!Array.isArray(message)) continue; // the greeting
      const [, number, error, result] = message;
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      if (error) waiting?.reject(new Error(`${error.error}: ${error.message}`));
      else waiting?.resolve(result);
    }
  }

  /**
   * Several commands that nothing may come between.
   *
   * @template T
   * @param {() => Promise<T>} use
   * @returns {Promise<T>}
   */
  together(use) {
    const done = this.#turn.then(use);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** @param {string} command @param {Record<string, unknown>} [parameters] @returns {Promise<any>} */
  send(command, parameters = {}) {
    const number = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      const text = JSON.stringify([0, number, command, parameters]);
      this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  /**
   * Runs a function in the chosen window, in the page's or the browser's own context.
   *
   * @template {unknown[]} Args
   * @template Result
   * @param {(...args: Args) => Result} func it may use nothing from outside itself
   * @param {Args} args
   * @param {string} [scope] statements before it
   * @returns {Promise<Awaited<Result>>}
   */
  async run(func, args, scope = "") {
    const script = `${scope}; return (${func}).apply(null, arguments);`;
    const { value } = await this.send("WebDriver:ExecuteScript", { script, args, newSandbox: true });
    return value;
  }

  /** @param {string} selector @returns {Promise<string | undefined>} */
  async find(selector) {
    const found = await this.send("WebDriver:FindElements", { using: "css selector", value: selector });
    return found[0]?.[ELEMENT];
  }

  end() {
    this.#socket.destroy();
  }
}
