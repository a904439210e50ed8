/**
 * A run of tickets through the engine in workers, with its progress, and a button that ends it.
 *
 * @typedef {import("./evaluation_worker.js").Job} Job
 */
import { button, element } from "../elements.js";
import { say } from "../words.js";

/** Fewer tickets than these are not worth another worker, which has to load the models. */
const WORTH = 40;
/** More workers than these would fight over the memory. */
const MOST = 4;

/** What a run that somebody ended is refused with. */
export const CANCELLED = "cancelled";

export class Run {
  #bar = /** @type {HTMLProgressElement} */ (element("progress", { "aria-label": say("run.progress") }));
  #words = element("span", { class: "soft", role: "status" });
  #cancel;
  /** The bar, what it stands for, and the button. */
  element;
  /** @type {Worker[]} */
  #workers = [];
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
    for (const worker of this.#workers) worker.terminate();
    this.#workers = [];
    this.element.hidden = true;
    if (error) this.#refuse?.(error);
    this.#refuse = undefined;
  }

  /**
   * Runs. A run that still goes on is ended.
   *
   * @param {Job} job
   * @returns {Promise<any[]>} what the workers found, ticket by ticket, in their order
   */
  start(job) {
    this.cancel();
    const { samples } = job;
    const count = Math.max(1, Math.min(MOST, navigator.hardwareConcurrency || 1, Math.ceil(samples.length / WORTH)));
    // Every so manieth: long tickets often stand beside one another.
    const shares = Array.from({ length: count }, (_, share) => samples.filter((_, index) => index % count === share));
    this.#bar.removeAttribute("value");
    this.#words.textContent = say("run.loading");
    this.element.hidden = false;
    return new Promise((resolve, reject) => {
      this.#refuse = reject;
      /** @type {any[][]} */
      const found = [];
      const done = shares.map(() => 0);
      this.#workers = shares.map((share, at) => {
        const worker = new Worker(new URL("evaluation_worker.js", import.meta.url), { type: "module", name: "handrail-evaluation" });
        worker.addEventListener("error", ({ message }) => this.#end(new Error(message || say("run.failed"))));
        worker.addEventListener("message", ({ data }) => {
          if (data.error) return this.#end(Object.assign(new Error(data.error.message), data.error));
          if (data.results) found[at] = data.results;
          done[at] = data.results?.length ?? data.done;
          const all = done.reduce((sum, one) => sum + one, 0);
          this.#bar.max = samples.length;
          this.#bar.value = all;
          this.#words.textContent = say("run.done", { done: all, total: samples.length });
          if (found.filter(Boolean).length < shares.length) return;
          this.#end();
          resolve(samples.map((_, index) => found[index % count]?.[Math.floor(index / count)]));
        });
        worker.postMessage({ ...job, samples: share });
        return worker;
      });
    });
  }
}
