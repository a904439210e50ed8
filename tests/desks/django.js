/** The sample django-helpdesk: installed into the project's cache, seeded, served on a loopback port. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensurePackages } from "./debian.js";
import { cookieFetch, copyOfTemplate, sampleTickets } from "./desk.js";
import { mail } from "./mail.js";
import { alone, CACHE, freePort, run, say, serve } from "./process.js";
import { ACCOUNTS, DESK, REQUESTERS } from "./stories.js";

const SOURCES = join(import.meta.dirname, "django_helpdesk");
const REQUIREMENTS = join(SOURCES, "requirements.txt");
const VENV = join(CACHE, "desks", "venv");
const PYTHON = join(VENV, "bin", "python");

/** Installs the pinned packages once. @returns {Promise<string>} what the installation depends on */
async function install() {
  const version = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex");
  const stamp = join(VENV, "installed");
  await alone("venv", async () => {
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
    say("installing django-helpdesk");
    rmSync(VENV, { recursive: true, force: true });
    const canMakeVenv = () => run("python3", ["-c", "import ensurepip, sqlite3, venv"]).then(() => true, () => false);
    if (!(await canMakeVenv())) await ensurePackages(["python3", "python3-venv"], "django-helpdesk");
    await run("python3", ["-m", "venv", VENV]);
    await run(PYTHON, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS]);
    writeFileSync(stamp, version);
  });
  return version;
}

/** @param {string} data @param {string} secret @param {string[]} args @param {string} [input] */
const manage = (data, secret, args, input) => run(PYTHON, ["manage.py", ...args], { cwd: SOURCES, env: environment(data, secret), input });

/** @param {string} data @param {string} secret */
const environment = (data, secret) => ({ DESK_DATA: data, DESK_SECRET: secret, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" });

/**
 * Starts a fresh copy of the sample desk.
 *
 * @returns {Promise<import("./desk.js").Desk>}
 */
export async function start() {
  const version = await install();
  const secret = randomBytes(24).toString("hex");
  const data = await copyOfTemplate({
    name: "django_helpdesk",
    sources: SOURCES,
    version,
    async make(folder, storiesFile) {
      await manage(folder, secret, ["migrate", "--verbosity", "0"]);
      return JSON.parse(await manage(folder, secret, ["seed_desk", storiesFile]));
    },
  });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await serve(PYTHON, ["manage.py", "runserver", `127.0.0.1:${port}`, "--noreload", "--insecure"], {
    cwd: SOURCES,
    env: environment(data.path, secret),
    url: `${origin}/login/`,
    log: join(data.path, "server.log"),
  });
  const samples = sampleTickets(data.numbers, (id) => `${origin}/tickets/${id}/`);

  /** @param {string} name */
  const credentials = (name) => {
    const account = ACCOUNTS.find((candidate) => candidate.name === name);
    if (!account) throw new Error(`no account is called \`${name}\``);
    return account;
  };

  return {
    name: "django_helpdesk",
    origin,
    ...samples,
    async login(page, account = "agent", at = origin) {
      const { name, password } = credentials(account);
      await page.goto(`${at}/login/`);
      await page.type("input[name=username]", name);
      await page.type("input[name=password]", password);
      await Promise.all([page.waitForNavigation(), page.click("form [type=submit]")]);
      const { pathname } = new URL(page.url());
      if (pathname === "/login/") throw new Error("the sample desk refused the login");
    },
    async logout(page) {
      const cookies = await page.browserContext().cookies();
      await page.browserContext().deleteCookie(...cookies.filter(({ name }) => name === "sessionid"));
    },
    async session(account = "agent") {
      const { name, password } = credentials(account);
      const { request, jar } = cookieFetch(origin);
      await request("/login/");
      const body = new URLSearchParams({ username: name, password, csrfmiddlewaretoken: jar.get("csrftoken") ?? "" });
      const answer = await request("/login/", { method: "POST", body, headers: { referer: `${origin}/login/` } });
      if (answer.status !== 302) throw new Error("the sample desk refused the login");
      return request;
    },
    async addCustomerMessage(key, text) {
      const requester = REQUESTERS[key];
      if (!requester) throw new Error(`no sample ticket is called \`${key}\``);
      const subject = `Re: [orders-${samples.ticket(key).id}] ${requester.subject}`;
      const raw = mail({ from: requester, to: DESK.orders, subject, text, at: new Date(), id: `${randomBytes(8).toString("hex")}@example.com` });
      await manage(data.path, secret, ["receive_mail", "orders"], raw);
    },
    async stop() {
      await server.stop();
      data.remove();
    },
  };
}
