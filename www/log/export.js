/** The log as files. */
import { readHistoryIndex, readIndex } from "../store.js";
import { parsed, pseudonym, readEntries, readKept } from "./log.js";

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = "";
  // In parts: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

/**
 * JSON Lines: who exports and the newest entry, then the entries as they were written. With what was kept, there follow
 * the tickets, the settings, and the indexes that are searched now, so that `handrail replay` can repeat the analyses.
 *
 * @param {{withKept?: boolean}} [options]
 */
export async function exportLines({ withKept = false } = {}) {
  const entries = await readEntries();
  const { hash = "", seq = 0 } = entries.at(-1) ?? {};
  const lines = [JSON.stringify({ handrail_log: 1, exported_at: new Date().toISOString(), by: await pseudonym(), head: { seq, hash } }), ...entries.map(({ text }) => text)];
  if (withKept) {
    const { tickets, documents } = await readKept();
    for (const { hash: name, text } of tickets) lines.push(`{"kept":"${name}","ticket":${text}}`);
    for (const { hash: name, text } of documents) lines.push(JSON.stringify({ settings: name, document: text }));
    for (const [index, bytes] of /** @type {[string, Uint8Array | null][]} */ ([["knowledge", await readIndex()], ["history", await readHistoryIndex()]])) {
      if (bytes) lines.push(JSON.stringify({ index, bytes: base64(bytes) }));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Columns of the table, by their names in an entry. */
const COLUMNS = ["seq", "at", "actor", "kind", "desk", "ticket", "intent", "confidence", "tier", "about", "verdict", "subject", "corrected", "undoes", "status", "csat", "phase", "category", "reason", "previous_hash", "hash"];

/** @param {unknown} value */
function cell(value) {
  const text = value === undefined || value === null ? "" : String(value);
  // What begins like a formula shall be none.
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A table (CSV), for programs that calculate. */
export async function exportTable() {
  const rows = (await readEntries()).map(({ text }) => {
    const entry = parsed(text);
    return COLUMNS.map((column) => cell(entry[column])).join(",");
  });
  return `${[COLUMNS.join(","), ...rows].join("\r\n")}\r\n`;
}
