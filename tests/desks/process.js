/** Running other programs: to their end, or as servers that end with us. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";

/** The repository's root. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Where installed desks and templates are kept; ignored by git, safe to delete. */
export const CACHE = join(ROOT, ".handrail");

/** Says what takes time; on standard error, so that a program's own output stays clean. @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`);

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string>, input?: string}} [options] `env` is added to our own
 * @returns {Promise<string>} standard output
 * @throws {Error} when it cannot be started or its status is not 0; the message ends with its last words
 */
export function run(command, args, { cwd, env, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    let out = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
    child.on("error", (error) => reject(new Error(`cannot start \`${command}\`: ${error.message}`)));
    child.on("close", (status, signal) => {
      if (status === 0) resolve(out);
      else reject(new Error(`\`${command} ${args.join(" ")}\` ended with ${signal ?? status}:\n${(errors || out).slice(-3000)}`));
    });
    // A program that ends before it has read everything is judged by its status.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}

/** Process groups that have to end with us. @type {Set<number>} */
const groups = new Set();

/** @param {number} group @param {NodeJS.Signals} signal */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false; // it has ended
  }
}

/**
 * Ends a process group with us, at the latest.
 *
 * @param {number | undefined} pid leader of the group
 * @returns {() => void} to call when it has ended by itself
 */
export function endWith(pid) {
  endWithUs();
  if (pid !== undefined) groups.add(pid);
  return () => void (pid !== undefined && groups.delete(pid));
}

/** Folders of this run alone. @type {Set<string>} */
const folders = new Set();

let watching = false;
/** Makes sure that nothing we started outlives us, whatever ends us (SIGKILL apart). */
function endWithUs() {
  if (watching) return;
  watching = true;
  process.on("exit", () => {
    for (const group of groups) signalGroup(group, "SIGKILL");
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  for (const [signal, number] of /** @type {[NodeJS.Signals, number][]} */ ([["SIGINT", 2], ["SIGTERM", 15], ["SIGHUP", 1]])) {
    process.on(signal, () => process.exit(128 + number));
  }
}

/**
 * A folder that is removed at the latest when this process ends.
 *
 * @param {string} path it is made anew
 */
export function ownFolder(path) {
  endWithUs();
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  folders.add(path);
  return {
    path,
    remove() {
      folders.delete(path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/**
 * Starts a server and waits until it answers.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string>, url: string, log: string}} options `url` answers once it is up; `log` takes its output
 * @returns {Promise<{stop(): Promise<void>}>}
 */
export async function serve(command, args, { cwd, env, url, log }) {
  endWithUs();
  const output = openSync(log, "w");
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  const { pid } = child;
  if (pid === undefined) throw new Error(`cannot start \`${command}\``);
  groups.add(pid);
  let ended = false;
  /** @type {Promise<void>} */
  const end = new Promise((resolve) =>
    child.on("close", () => {
      ended = true;
      groups.delete(pid);
      resolve();
    }),
  );
  const answers = await waitFor(async () => ended || (await fetch(url, { redirect: "manual" }).then(() => true, () => false)), 60_000);
  if (ended || !answers) {
    signalGroup(pid, "SIGKILL");
    throw new Error(`\`${command} ${args.join(" ")}\` ${ended ? "ended" : "did not answer"}:\n${readFileSync(log, "utf8").slice(-3000)}`);
  }
  return {
    async stop() {
      signalGroup(pid, "SIGTERM");
      const kill = setTimeout(() => signalGroup(pid, "SIGKILL"), 3000);
      await end;
      clearTimeout(kill);
      // Workers of a server may outlive it for a moment.
      signalGroup(pid, "SIGKILL");
    },
  };
}

/**
 * Asks again and again until the answer is truthy.
 *
 * @template T
 * @param {() => T | Promise<T>} question
 * @param {number} limit milliseconds
 * @returns {Promise<T | undefined>} `undefined` when the time is up
 */
export async function waitFor(question, limit) {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) return undefined;
    await pause(50);
  }
}

/** A port of the loopback address that nobody uses. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port is free"))));
    });
  });
}

/** @param {string} text a process id */
function isAlive(text) {
  try {
    process.kill(Number(text), 0);
    return Number(text) > 0;
  } catch {
    return false;
  }
}

/**
 * Runs `work` while no other process runs work of this name: test files run side by side.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(name, work) {
  mkdirSync(CACHE, { recursive: true });
  const lock = join(CACHE, `${name}.lock`);
  const taken = await waitFor(() => {
    try {
      const file = openSync(lock, "wx");
      writeSync(file, String(process.pid));
      closeSync(file);
      return true;
    } catch {
      // Left over by a process that was killed? An empty one is just being written.
      const owner = existsSync(lock) ? readFileSync(lock, "utf8") : "";
      if (owner && !isAlive(owner)) rmSync(lock, { force: true });
      return false;
    }
  }, 900_000);
  if (!taken) throw new Error(`\`${lock}\` is held by another process; remove it if that process is gone`);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}
