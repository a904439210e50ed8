/** The sample Request Tracker 5: Debian's packages, its data in the project's cache, on a loopback port. */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ensurePackages } from "./debian.js";
import { cookieFetch, copyOfTemplate, sampleTickets } from "./desk.js";
import { mail } from "./mail.js";
import { CACHE, freePort, run, serve } from "./process.js";
import { ACCOUNTS, DESK, REQUESTERS } from "./stories.js";

const SOURCES = join(import.meta.dirname, "request_tracker");
const PACKAGES = ["request-tracker5", "rt5-db-sqlite", "rt5-standalone", "rt5-clients"];

/** @param {string} data @param {number} [port] */
const environment = (data, port = 80) => ({
  HANDRAIL_RT_DATA: data,
  HANDRAIL_RT_FILES: SOURCES,
  HANDRAIL_RT_CACHE: join(CACHE, "desks", "request_tracker", "pages"),
  HANDRAIL_RT_PORT: String(port),
  RT_SITE_CONFIG: join(SOURCES, "RT_SiteConfig.pm"),
  RT_SITE_CONFIG_DIR: "/dev/null",
});

/**
 * Starts a fresh copy of the sample desk.
 *
 * @returns {Promise<import("./desk.js").Desk>}
 */
export async function start() {
  await ensurePackages(PACKAGES, "Request Tracker", ["postfix postfix/main_mailer_type select No configuration"]);
  mkdirSync(join(CACHE, "desks", "request_tracker", "pages"), { recursive: true });
  const version = await run("dpkg-query", ["-W", "-f=${Version}", "request-tracker5"]);
  const data = await copyOfTemplate({
    name: "request_tracker",
    sources: SOURCES,
    version,
    async make(folder, storiesFile) {
      mkdirSync(join(folder, "sessions"));
      const env = environment(folder);
      await run("/usr/sbin/rt-setup-database-5", ["--action", "init", "--skip-create"], { env });
      return JSON.parse(await run("/usr/bin/perl", [join(SOURCES, "seed.pl"), storiesFile], { env }));
    },
  });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await serve(
    "/usr/share/request-tracker5/libexec/rt-server",
    ["--server", "Starlet", "--max-workers", "3", "--host", "127.0.0.1", "--port", String(port)],
    { env: environment(data.path, port), url: `${origin}/NoAuth/Login.html`, log: join(data.path, "server.log") },
  );
  const samples = sampleTickets(data.numbers, (id) => `${origin}/Ticket/Display.html?id=${id}`);

  /** @param {string} name */
  const credentials = (name) => {
    const account = ACCOUNTS.find((candidate) => candidate.name === name);
    if (!account) throw new Error(`no account is called \`${name}\``);
    return account;
  };

  return {
    name: "request_tracker",
    origin,
    ...samples,
    async login(page, account = "agent", at = origin) {
      const { name, password } = credentials(account);
      // The login page by itself comes again after the login; one that was led to it goes on.
      await page.goto(`${at}/`);
      await page.type("input[name=user]", name);
      await page.type("input[name=pass]", password);
      await Promise.all([page.waitForNavigation(), page.click("form [type=submit]")]);
      if (await page.$("input[name=pass]")) throw new Error("the sample desk refused the login");
    },
    async logout(page) {
      const cookies = await page.browserContext().cookies();
      await page.browserContext().deleteCookie(...cookies.filter(({ name }) => name.startsWith("RT_SID")));
    },
    async session(account = "agent") {
      const { name, password } = credentials(account);
      const { request } = cookieFetch(origin);
      await request("/NoAuth/Login.html", { method: "POST", body: new URLSearchParams({ user: name, pass: password }) });
      const answer = await request("/REST/2.0/rt");
      if (answer.status !== 200) throw new Error("the sample desk refused the login");
      return request;
    },
    async addCustomerMessage(key, text) {
      const requester = REQUESTERS[key];
      if (!requester) throw new Error(`no sample ticket is called \`${key}\``);
      const subject = `Re: [sample-desk #${samples.ticket(key).id}] ${requester.subject}`;
      const raw = mail({ from: requester, to: DESK.orders, subject, text, at: new Date(), id: `${randomBytes(8).toString("hex")}@example.com` });
      await run("rt-mailgate", ["--queue", "Orders", "--action", "correspond", "--url", origin], { input: raw });
    },
    async stop() {
      await server.stop();
      data.remove();
    },
  };
}
