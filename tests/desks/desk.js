/** What every sample desk has in common: its template database, its copy for a run, its tickets. */
import { createHash, randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alone, CACHE, ownFolder } from "./process.js";
import { EXPECTATIONS, REQUESTERS, stories } from "./stories.js";

/**
 * @typedef {object} SampleTicket
 * @property {string} key name of the story
 * @property {number} id number in the desk
 * @property {string} url its page
 * @property {import("./stories.js").Expectation} expect what an agent should be told
 *
 * @typedef {object} Desk a running helpdesk on a loopback port
 * @property {string} name
 * @property {string} origin
 * @property {SampleTicket[]} tickets
 * @property {(key: string) => SampleTicket} ticket
 * @property {(page: import("puppeteer-core").Page, account?: string, origin?: string) => Promise<void>} login logs the page's browser in, through a proxy where another origin is given
 * @property {(page: import("puppeteer-core").Page) => Promise<void>} logout
 * @property {(key: string, text: string) => Promise<void>} addCustomerMessage a mail of the ticket's requester arrives
 * @property {(account?: string) => Promise<(path: string, options?: RequestInit) => Promise<Response>>} session a logged-in `fetch` beside the browser
 * @property {() => Promise<void>} stop ends the server and removes its data
 */

/** @param {string} folder @returns {string[]} */
function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".pyc"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * A copy of the desk's seeded database for one run. The template is made when there is none
 * for today (the stories are told relative to the day) and these sources.
 *
 * @param {object} options
 * @param {string} options.name of the desk
 * @param {string} options.sources folder of the desk's own files
 * @param {string} options.version what else the template depends on
 * @param {(folder: string, storiesFile: string) => Promise<Record<string, number>>} options.make fills a folder; returns story key -> ticket number
 */
export async function copyOfTemplate({ name, sources, version, make }) {
  const now = Date.now();
  const hash = createHash("sha256").update(version).update(new Date(now).toISOString().slice(0, 10));
  // The stories and what writes their mails belong to every desk.
  for (const file of [...files(sources), ...["stories.js", "mail.js", "desk.js"].map((file) => join(import.meta.dirname, file))]) {
    hash.update(readFileSync(file));
  }
  const folder = join(CACHE, "desks", name);
  const template = join(folder, `template-${hash.digest("hex").slice(0, 16)}`);
  await alone(`template-${name}`, async () => {
    if (existsSync(template)) return;
    mkdirSync(folder, { recursive: true });
    for (const old of readdirSync(folder)) if (old.startsWith("template-")) rmSync(join(folder, old), { recursive: true });
    const draft = ownFolder(join(folder, "draft"));
    const storiesFile = join(draft.path, "stories.json");
    writeFileSync(storiesFile, JSON.stringify(stories(now)));
    writeFileSync(join(draft.path, "tickets.json"), JSON.stringify(await make(draft.path, storiesFile)));
    renameSync(draft.path, template);
    draft.remove();
  });
  const copy = ownFolder(join(folder, `run-${process.pid}-${randomBytes(4).toString("hex")}`));
  cpSync(template, copy.path, { recursive: true });
  /** @type {Record<string, number>} */
  const numbers = JSON.parse(readFileSync(join(copy.path, "tickets.json"), "utf8"));
  return { ...copy, numbers };
}

/**
 * @param {Record<string, number>} numbers story key -> ticket number
 * @param {(id: number) => string} url
 */
export function sampleTickets(numbers, url) {
  /** @type {SampleTicket[]} */
  const tickets = Object.entries(numbers)
    .filter(([key]) => key in REQUESTERS)
    .map(([key, id]) => ({ key, id, url: url(id), expect: EXPECTATIONS[key] ?? {} }))
    .sort((a, b) => a.id - b.id);
  return {
    tickets,
    /** @param {string} key */
    ticket(key) {
      const found = tickets.find((ticket) => ticket.key === key);
      if (!found) throw new Error(`no sample ticket is called \`${key}\``);
      return found;
    },
  };
}

/** A `fetch` that keeps one desk's cookies. @param {string} origin */
export function cookieFetch(origin) {
  /** @type {Map<string, string>} */
  const jar = new Map();
  /** @param {string} path @param {RequestInit} [options] */
  async function request(path, options = {}) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(new URL(path, origin), { redirect: "manual", ...options, headers: { ...options.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", ...value] = pair.split("=");
      jar.set(name, value.join("="));
    }
    return response;
  }
  return { request, jar };
}
