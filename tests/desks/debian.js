/** Installs Debian packages where that is allowed, and says the command where it is not. */
import { alone, run, say } from "./process.js";

/** @param {string} name */
async function isInstalled(name) {
  const status = await run("dpkg-query", ["-W", "-f=${Status}", name]).catch(() => "");
  return status === "install ok installed";
}

/**
 * Makes sure that Debian packages are installed.
 *
 * @param {string[]} names
 * @param {string} purpose what they are needed for, for the message
 * @param {string[]} [answers] lines for `debconf-set-selections`
 * @throws {Error} with the command to run, when they are missing and we may not install them
 */
export async function ensurePackages(names, purpose, answers = []) {
  await alone("apt", async () => {
    const missing = [];
    for (const name of names) if (!(await isInstalled(name))) missing.push(name);
    if (missing.length === 0) return;
    const install = ["install", "-y", "--no-install-recommends", ...missing];
    const isDebian = await run("apt-get", ["--version"]).then(() => true, () => false);
    if (!isDebian || process.getuid?.() !== 0) {
      throw new Error(`${purpose} needs ${missing.join(", ")}, which this user may not install; run: sudo DEBIAN_FRONTEND=noninteractive apt-get ${install.join(" ")}`);
    }
    say(`installing ${missing.join(", ")} for ${purpose}`);
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    if (answers.length > 0) {
      await run("debconf-set-selections", [], { input: `${answers.join("\n")}\n` });
    }
    // The package lists of a fresh machine are empty or old.
    await run("apt-get", install, { env }).catch(async () => {
      await run("apt-get", ["update", "-q"], { env });
      await run("apt-get", install, { env });
    });
  });
}
