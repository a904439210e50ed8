/**
 * A run of tickets through the engine in a worker, with its progress, and a button that ends it.
 *
 * @typedef {import("./evaluation_worker.js").Job} Job
 */
import { button, element } from "../elements.js";
import { say } from "../words.js";

/** What a run that somebody ended is refused with. */
export const CANCELLED = "cancelled";

export class Run {
  #bar = /** @type {HTMLProgressElement} */ (element("progress", { "aria-label": say("run.progress") }));
  #words = element("span", { class: "soft", role: "status" });
  #cancel;
  /** The bar, what it stands for, and the button. */
  element;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {((error: Error & {code?: string}) => void) | undefined} */
  #refuse;

  /** @param {string} id of the part of the page */
  constructor(id) {
    this.#cancel = button(say("run.cancel"), () => this.cancel(), { id: `${id}-cancel` });
    this.element = element("div", { id: `${id}-run`, class: "actions" }, this.#bar, this.#words, this.#cancel);
    this.element.hidden = true;
  }

  /** Ends the run that goes on, if one does. */
  cancel() {
    this.#end(Object.assign(new Error(say("run.cancelled")), { code: CANCELLED }));
  }

  /** @param {(Error & {code?: string})} [error] */
  #end(error) {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.element.hidden = true;
    if (error) this.#refuse?.(error);
    this.#refuse = undefined;
  }

  /**
   * Runs. A run that still goes on is ended.
   *
   * @param {Job} job
   * @returns {Promise<any>} what the worker answered
   */
  start(job) {
    this.cancel();
    const worker = new Worker(new URL("evaluation_worker.js", import.meta.url), { type: "module", name: "handrail-evaluation" });
    this.#worker = worker;
    this.#bar.removeAttribute("value");
    this.#words.textContent = say("run.loading");
    this.element.hidden = false;
    return new Promise((resolve, reject) => {
      this.#refuse = reject;
      worker.addEventListener("error", ({ message }) => this.#end(new Error(message || say("run.failed"))));
      worker.addEventListener("message", ({ data }) => {
        if (data.error) return this.#end(Object.assign(new Error(data.error.message), data.error));
        if (data.total === undefined) {
          this.#end();
          return resolve(data);
        }
        this.#bar.max = data.total;
        this.#bar.value = data.done;
        this.#words.textContent = say("run.done", { done: data.done, total: data.total });
      });
      worker.postMessage(job);
    });
  }
}
