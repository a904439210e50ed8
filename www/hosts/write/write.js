/**
 * The writing half of the adapters, for phases 2 and 3. It is a module of its own, so that phase 1 does not
 * even load it, and it refuses by itself, so that a phase that was set wrongly cannot make it write.
 */

/** The phase from which something may be written into a helpdesk. */
const WRITING_PHASE = 2;

export class WriteError extends Error {
  /** @param {"phase_forbids" | "not_supported"} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.name = "WriteError";
    this.code = code;
  }
}

/**
 * Puts a draft into the helpdesk's composer.
 *
 * @param {{phase: number, host: string}} where
 * @returns {Promise<never>}
 * @throws {WriteError} always in phase 1, and for every helpdesk that has no writing adapter: there is none yet
 */
export async function insertDraft({ phase, host }) {
  if (!(phase >= WRITING_PHASE)) throw new WriteError("phase_forbids", `phase ${phase} cannot write`);
  throw new WriteError("not_supported", `writing into ${host} is not supported`);
}
