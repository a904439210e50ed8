/**
 * The bar at the panel's foot that copies the hand-off. Copying writes nothing to the ticket, so every phase
 * has it.
 */
import { byId } from "../elements.js";
import { say } from "../words.js";

export class HandoffBar {
  #bar = byId("handoff");
  #masked = /** @type {HTMLInputElement} */ (byId("handoff-masked"));
  #outcome = byId("handoff-outcome");
  #make;
  #onCopied;

  /**
   * @param {(options: {format: "markdown" | "json", masked: boolean}) => Promise<string>} make
   * @param {() => void} onCopied
   */
  constructor(make, onCopied) {
    this.#make = make;
    this.#onCopied = onCopied;
    byId("handoff-markdown").addEventListener("click", () => void this.#copy("markdown"));
    byId("handoff-json").addEventListener("click", () => void this.#copy("json"));
    this.#masked.addEventListener("change", () => this.#say(""));
  }

  /** Shown while there is an analysis. @param {boolean} isThere */
  show(isThere) {
    this.#bar.hidden = !isThere;
    this.#say("");
  }

  /** @param {"markdown" | "json"} format */
  async #copy(format) {
    const masked = this.#masked.checked;
    try {
      await navigator.clipboard.writeText(await this.#make({ format, masked }));
      this.#onCopied();
      this.#say(say(masked ? "handoff.copied_masked" : "handoff.copied"));
    } catch (error) {
      this.#say(say("handoff.failed", { cause: error instanceof Error ? error.message : String(error) }));
    }
  }

  /** @param {string} words */
  #say(words) {
    this.#outcome.textContent = words;
  }
}
