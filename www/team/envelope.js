/**
 * The team's document as it is published: settings with a revision and a time up to which they hold, signed.
 *
 *     {"handrail_team_document": 1, "public_key": "ed25519:…", "signature": "…", "signed": "…"}
 *
 * `signed` is JSON in a string, so that what was signed survives any tool that lays JSON out anew. The signature is
 * that of the line `handrail-team-document-1` and of `signed`. `handrail settings sign` writes the same.
 *
 * @typedef {object} TeamDocument
 * @property {number} revision
 * @property {string} published_at
 * @property {string} valid_until
 * @property {number} max_age_hours
 * @property {string} address where it is published; `""` when it does not say
 * @property {string} kill_switch why the assistant is stopped; `""` while it is not
 * @property {Record<string, any>} settings
 */
import { fromBase64, isPublicKey, sign, toBase64, verifies } from "./keys.js";

const CONTEXT = "handrail-team-document-1\n";

/** @param {string} signed */
const covered = (signed) => new TextEncoder().encode(CONTEXT + signed);

/** Why a document is not taken: the words are `team.CODE` with these values. */
export class Refused extends Error {
  /** @param {string} code @param {Record<string, string | number>} [values] */
  constructor(code, values = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

/** @param {TeamDocument} document @param {import("./keys.js").KeyPair} pair @returns {Promise<string>} */
export async function seal(document, pair) {
  const signed = JSON.stringify(document);
  const signature = toBase64(await sign(pair, covered(signed)));
  return `${JSON.stringify({ handrail_team_document: 1, public_key: pair.public, signature, signed }, null, 2)}\n`;
}

/**
 * Reads a published file. It is for the caller to say whether its key is the right one.
 *
 * @param {string} text
 * @returns {Promise<{document: TeamDocument, key: string, signed: string}>}
 * @throws {Refused}
 */
export async function open(text) {
  const envelope = parsed(text.replace(/^\u{feff}/u, ""));
  const { handrail_team_document: format, public_key: key, signature, signed } = envelope ?? {};
  if (format !== undefined && format !== 1) throw new Refused("newer_format", { format });
  if (format !== 1 || typeof key !== "string" || !isPublicKey(key) || typeof signature !== "string" || typeof signed !== "string") throw new Refused("no_document");
  if (!(await verifies(key, signatureBytes(signature), covered(signed)))) throw new Refused("forged");
  const document = parsed(signed);
  const { revision, published_at: published, valid_until: until, max_age_hours: hours, address = "", kill_switch: stopped = "", settings } = document ?? {};
  const isSound = Number.isSafeInteger(revision) && revision >= 0 && isTime(published) && isTime(until) && hours > 0 && typeof address === "string" && typeof stopped === "string" && typeof settings === "object" && settings !== null;
  if (!isSound) throw new Refused("no_document");
  return { document: { revision, published_at: published, valid_until: until, max_age_hours: hours, address, kill_switch: stopped, settings }, key, signed };
}

/** @param {unknown} text */
const isTime = (text) => typeof text === "string" && Number.isFinite(Date.parse(text));

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function signatureBytes(text) {
  try {
    return fromBase64(text);
  } catch {
    return new Uint8Array();
  }
}
