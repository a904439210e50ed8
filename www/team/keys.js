/**
 * Signing keys. A public key is one word, `ed25519:` and 32 bytes in base64; a key file is lines of `name: value`, the
 * same that `handrail settings keygen` writes.
 *
 * @typedef {object} KeyPair
 * @property {string} public
 * @property {CryptoKey} secret cannot be read out again
 */
import { sha256 } from "../log/log.js";

const PREFIX = "ed25519:";
const HEAD = "handrail-signing-key: 1";
/** What stands before the seed in PKCS #8 (RFC 8410). */
const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/** @param {Uint8Array} bytes */
export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** @param {string} text @throws when it is no base64 */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** @param {string} text */
export const isPublicKey = (text) => /^ed25519:[A-Za-z0-9+/]{43}=$/.test(text);

/** What people compare. @param {string} publicKey */
export const fingerprint = async (publicKey) => ((await sha256(publicKey)).slice(0, 32).match(/.{4}/g) ?? []).join(" ");

/** The browser's own words for a missing algorithm help nobody. @param {unknown} error */
function unsupported(error) {
  return error instanceof DOMException && error.name === "NotSupportedError" ? new Error("this browser knows no Ed25519: Chrome and Edge know it from version 137 on, Firefox from 129 on") : error;
}

/**
 * @param {string} publicKey
 * @param {Uint8Array<ArrayBuffer>} signature
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function verifies(publicKey, signature, bytes) {
  try {
    const key = await crypto.subtle.importKey("raw", fromBase64(publicKey.slice(PREFIX.length)), "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, bytes);
  } catch (error) {
    throw unsupported(error);
  }
}

/** @param {KeyPair} pair @param {Uint8Array<ArrayBuffer>} bytes */
export const sign = async ({ secret }, bytes) => new Uint8Array(await crypto.subtle.sign("Ed25519", secret, bytes));

/** A new key pair, as the text of a key file. @returns {Promise<string>} */
export async function generate() {
  try {
    const { privateKey } = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]));
    const { d = "", x = "" } = await crypto.subtle.exportKey("jwk", privateKey);
    const plain = (/** @type {string} */ text) => toBase64(fromBase64(text.replaceAll("-", "+").replaceAll("_", "/")));
    return `${HEAD}\n# Whoever holds this file can change the settings of the whole team. Keep it secret, keep a copy.\npublic: ${PREFIX}${plain(x)}\nsecret: ${PREFIX}${plain(d)}\n`;
  } catch (error) {
    throw unsupported(error);
  }
}

/** @param {string} text of a key file @returns {Promise<KeyPair>} @throws in words when it is none */
export async function readKeyFile(text) {
  const [head, ...lines] = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  if (head !== HEAD) throw new Error(`this is no key file: it does not begin with \`${HEAD}\``);
  const value = (/** @type {string} */ name) => {
    const found = lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1).trim() ?? "";
    if (!isPublicKey(found)) throw new Error(`the line \`${name}: ${PREFIX}…\` is missing, or is not ${PREFIX} and 44 characters`);
    return found;
  };
  const [publicKey, seed] = [value("public"), fromBase64(value("secret").slice(PREFIX.length))];
  /** @type {KeyPair} */
  let pair;
  try {
    pair = { public: publicKey, secret: await crypto.subtle.importKey("pkcs8", Uint8Array.from([...PKCS8, ...seed]), "Ed25519", false, ["sign"]) };
  } catch (error) {
    throw unsupported(error);
  }
  const probe = new TextEncoder().encode("handrail");
  if (!(await verifies(publicKey, await sign(pair, probe), probe))) throw new Error("the public and the secret key of this file do not belong together");
  return pair;
}
