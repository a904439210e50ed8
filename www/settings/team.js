/**
 * One document for the team: following what a lead publishes, publishing it, and which layer each value comes from.
 *
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("../team/state.js").TeamState} TeamState
 */
import { button, element } from "../elements.js";
import { readInputs } from "../in_force.js";
import { originPattern } from "../origin.js";
import { Refused, open, seal } from "../team/envelope.js";
import { ask, poll, taken } from "../team/follow.js";
import { fingerprint, generate, readKeyFile } from "../team/keys.js";
import { readPolicy } from "../team/policy.js";
import { following, readTeam, staleness, watchTeam, writeTeam } from "../team/state.js";
import { say, useLanguage } from "../words.js";
import { isAdvice } from "./document.js";
import { fileButton, labelled } from "./fields.js";
import { asDiagnostic, diagnosticWords } from "./imports.js";

const DAY = 86_400_000;
/** Number of the last document that was published here. */
const PUBLISHED = "team_published";
/** How many values are listed. */
const LISTED = 300;

/** The key with which this page signs until it is closed; it is stored nowhere. @type {import("../team/keys.js").KeyPair | undefined} */
let pair;

/** @param {string} at */
const time = (at) => new Date(at).toLocaleString();

/** A file for the person at the browser. @param {string} name @param {string} text */
function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** @param {[string, Node | string][]} facts */
const factList = (facts) => element("dl", { class: "figures" }, ...facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));

/** @param {unknown} error */
const wordsOf = (error) => (error instanceof Refused ? say(`team.${error.code}`, error.values) : error instanceof Error ? error.message : String(error));

/** @param {SettingsDocument} settings @param {import("./imports.js").Page} page */
export function drawTeam(settings, page) {
  return [followView(settings, page), publishView(settings, page), layersView(settings)];
}

/** @param {SettingsDocument} settings @param {import("./imports.js").Page} page */
function followView(settings, page) {
  const place = element("div", { id: "team-state" });
  void show();
  watchTeam(() => place.isConnected && void show());
  return element("fieldset", { id: "team-follow" }, element("legend", {}, "Follow a team's document"), place);

  /** @type {import("../team/follow.js").Check} */
  async function check(text) {
    const faults = (await settings.check(text).catch((error) => [asDiagnostic(error)])).filter((fault) => !isAdvice(fault));
    return faults[0] ? diagnosticWords(faults[0]) : null;
  }

  async function show() {
    await useLanguage(settings.value(["display", "language"]));
    const policy = await readPolicy();
    const state = await readTeam(policy);
    if (state) place.replaceChildren(...(await followed(state, policy.address !== "")));
    else place.replaceChildren(...starting());
  }

  /** @param {TeamState} state @param {boolean} isByPolicy */
  async function followed(state, isByPolicy) {
    const { address, key, pinned_by, newest, accepted, confirmed_at, problem } = state;
    const stale = staleness(state, Date.now());
    const by = { policy: "by your organisation's policy", import: "when you followed it", "first document": "by the first document that came" }[pinned_by];
    return [
      element("p", {}, accepted ? "The settings on this page come from the team's document and are read-only here." : "The team's document is followed, and none was taken yet."),
      stale && element("p", { class: "problem" }, `Phase 1 is in force. ${say(stale.say, stale.values)}`),
      newest && newest.kill_switch !== "" && element("p", { class: "problem" }, `The team's kill switch is on: ${newest.kill_switch}`),
      problem && element("p", { class: "problem", id: "team-problem" }, say(`team.${problem.code}`, problem.values)),
      factList([
        ["Address", element("span", { class: "code" }, address)],
        ["Signed by key", key ? element("span", { class: "code", id: "team-fingerprint" }, await fingerprint(key)) : "none yet"],
        ["Pinned", key ? by : "by the first document that comes"],
        ["Revision in use", accepted ? element("span", { id: "team-revision-in-use" }, String(accepted.revision)) : "none"],
        ["Published", newest ? time(newest.published_at) : "—"],
        ["Valid until", newest ? time(newest.valid_until) : "—"],
        ["Last asked with success", confirmed_at ? time(confirmed_at) : "never"],
      ]),
      element(
        "div",
        { class: "actions" },
        button("Ask now", () => void askNow(state), { id: "team-check" }),
        isByPolicy ? element("span", { class: "soft" }, "Your organisation has set this; it cannot be changed here.") : button("Follow it no longer", () => void leave(), { id: "team-stop" }),
      ),
    ].filter((one) => one !== false && one !== null);
  }

  /** @param {TeamState} state */
  async function askNow({ address }) {
    const pattern = originPattern(address);
    // The browser shows its question only right after a click.
    if (pattern) await chrome.permissions.request({ origins: [pattern] }).catch(() => false);
    await poll(check, { atOnce: true });
    const now = await readTeam(await readPolicy());
    if (now?.problem) page.tell("The team's document was asked for; the last good one stays in use.", [{ code: now.problem.code, message: say(`team.${now.problem.code}`, now.problem.values), help: "" }], true);
    else page.tell(`The team's document was asked for: revision ${now?.accepted?.revision} is in use.`);
  }

  async function leave() {
    await writeTeam(null);
    page.tell("The team's document is followed no longer; this browser's own settings are in use.");
  }

  function starting() {
    const address = /** @type {HTMLInputElement} */ (element("input", { type: "url", id: "team-address", placeholder: "https://desk.example.com/handrail-team.json", autocomplete: "off", spellcheck: "false" }));
    const outcome = element("div", { id: "team-candidate", role: "status", "aria-live": "polite" });
    const say = (/** @type {string} */ text) => outcome.replaceChildren(element("p", { class: "problem" }, text));

    /** @param {string} where @returns {Promise<boolean>} */
    const allowed = async (where) => {
      const pattern = originPattern(where);
      if (!pattern) return say("Give the address at which the document is published, such as https://desk.example.com/handrail-team.json."), false;
      const isGranted = await chrome.permissions.request({ origins: [pattern] }).catch(() => false);
      if (!isGranted) say(`Without the permission for ${new URL(where).host} the document cannot be asked for.`);
      return isGranted;
    };
    const fromAddress = async () => {
      const where = address.value.trim();
      if (!(await allowed(where))) return;
      const answer = await ask(where, null);
      if (answer.status !== 200) return say(`${new URL(where).host} ${answer.status ? `answers ${answer.status}` : `could not be asked: ${answer.error}`}.`);
      await offer(where, answer);
    };
    /** @param {File | undefined} file */
    const fromFile = async (file) => {
      if (!file) return;
      const text = await file.text();
      try {
        const { document } = await open(text);
        const where = address.value.trim() || document.address;
        if (!originPattern(where)) return say("The document does not say where it is published: give its address as well.");
        await offer(where, { text, etag: null });
      } catch (error) {
        say(`${file.name} was refused. ${wordsOf(error)}`);
      }
    };
    /** Shows whose document it is, before it counts. @param {string} where @param {{text: string, etag: string | null}} answer */
    const offer = async (where, answer) => {
      try {
        const now = new Date().toISOString();
        const state = await taken(following(where, (await readPolicy()).key, "import"), answer, check, now);
        if (state.problem) return say(`The document was refused. ${wordsOf(new Refused(state.problem.code, state.problem.values))}`);
        const take = async () => {
          // A file that was chosen brings no permission.
          if (!(await allowed(where))) return;
          await writeTeam({ ...state, asked_at: Date.now() });
        };
        outcome.replaceChildren(
          element("p", {}, `Revision ${state.newest?.revision}, published on ${time(state.newest?.published_at ?? now)}, is signed by the key`),
          element("p", { class: "code", id: "team-candidate-fingerprint" }, element("strong", {}, await fingerprint(state.key))),
          element("p", {}, "Compare it with what your lead gave you. From then on only documents of this key count, and this page becomes read-only."),
          element("div", { class: "actions" }, button("Follow it", () => void take(), { id: "team-confirm", class: "primary" }), button("Do not", () => outcome.replaceChildren())),
        );
      } catch (error) {
        say(`The document was refused. ${wordsOf(error)}`);
      }
    };
    return [
      element("p", { class: "soft" }, "Agents follow the document that their lead publishes: it takes the place of the settings on this page, and its changes and kill switch arrive within a minute while a panel can be seen. The browser asks for the permission to read that address; nothing of a ticket is sent there."),
      element("div", { class: "fields" }, labelled("Address of the document", address, "wide"), button("Look at it", () => void fromAddress(), { id: "team-look" }), fileButton("team-import", "Import the file…", ".json,application/json", ([file]) => void fromFile(file))),
      outcome,
    ];
  }
}

/** @param {SettingsDocument} settings @param {import("./imports.js").Page} page */
function publishView(settings, page) {
  const legend = element("legend", {}, "Publish for a team");
  if (settings.isFollowing) return element("fieldset", { id: "team-publish" }, legend, element("p", { class: "soft" }, "This browser follows a team's document, so it has nothing of its own to publish. A lead's own browser follows none."));
  const number = (/** @type {string} */ id, /** @type {string} */ value, /** @type {string} */ max) => /** @type {HTMLInputElement} */ (element("input", { type: "number", id, min: "1", max, value }));
  const text = (/** @type {string} */ id, placeholder = "") => /** @type {HTMLInputElement} */ (element("input", { type: "text", id, autocomplete: "off", placeholder }));
  const revision = number("team-revision", "1", "9007199254740991");
  const days = number("team-days", "30", "3660");
  const hours = number("team-hours", "24", "8784");
  const address = text("team-publish-address", "https://desk.example.com/handrail-team.json");
  const stop = text("team-kill", "empty while it is not needed");
  const keyState = element("div", { id: "team-key", role: "status" });
  const sign = /** @type {HTMLButtonElement} */ (button("Sign and export…", () => void publish(), { id: "team-sign", class: "primary" }));
  void prepare();
  void showKey();

  async function prepare() {
    const { [PUBLISHED]: published } = /** @type {{team_published?: {revision: number, address: string}}} */ (await chrome.storage.local.get(PUBLISHED));
    const { killed, team } = await readInputs("");
    revision.value = String(Math.max(published?.revision ?? 0, team?.newest?.revision ?? 0) + 1);
    address.value = published?.address ?? "";
    if (killed) stop.value = killed.reason;
  }

  async function showKey() {
    sign.disabled = !pair;
    keyState.replaceChildren(
      ...(pair
        ? [element("p", {}, "The key is ready until this page is closed. Its fingerprint, for your team to compare, and its public key, for a policy:"), element("p", { class: "code", id: "team-key-fingerprint" }, await fingerprint(pair.public)), element("p", { class: "code", id: "team-public-key" }, pair.public)]
        : [element("p", { class: "soft" }, "Choose your key file, or make one. This browser keeps no copy of it.")]),
    );
  }

  /** @param {File | undefined} file */
  async function choose(file) {
    if (!file) return;
    try {
      pair = await readKeyFile(await file.text());
      await showKey();
    } catch (error) {
      page.tell(`${file.name} was not taken.`, [asDiagnostic(error)], true);
    }
  }

  async function make() {
    try {
      const keyFile = await generate();
      pair = await readKeyFile(keyFile);
      download("handrail-team.key", keyFile);
      await showKey();
      page.tell("A key pair was made and saved as handrail-team.key. Keep it secret, and keep a copy: without it the team has to follow anew.");
    } catch (error) {
      page.tell("No key pair was made.", [asDiagnostic(error)], true);
    }
  }

  async function publish() {
    if (!pair || ![revision, days, hours].every((input) => input.reportValidity())) return;
    if (settings.isChanged) return page.tell("There are unsaved changes: save or discard them first, so that what is published is what was saved.", [], true);
    const faults = (await settings.check(settings.text)).filter((fault) => !isAdvice(fault));
    if (faults.length > 0) return page.tell("The settings were refused, so nothing was signed.", faults, true);
    if (address.value.trim() && !originPattern(address.value.trim())) return page.tell("The address is none of a web server.", [], true);
    const now = Date.now();
    const document = { revision: Number(revision.value), published_at: new Date(now).toISOString(), valid_until: new Date(now + Number(days.value) * DAY).toISOString(), max_age_hours: Number(hours.value), address: address.value.trim(), kill_switch: stop.value.trim(), settings: JSON.parse(settings.text) };
    download("handrail-team.json", await seal(document, pair));
    await chrome.storage.local.set({ [PUBLISHED]: { revision: document.revision, address: document.address } });
    page.tell(`Revision ${document.revision} was signed and exported${document.kill_switch ? ", with the kill switch on" : ""}. Put the file at its address: browsers that follow it take it within a minute.`);
    await prepare();
  }

  return element(
    "fieldset",
    { id: "team-publish" },
    legend,
    element("p", { class: "soft" }, "What is saved on this page, signed, as a file for an address that all browsers of the team can read. The command `handrail settings sign` does the same."),
    element("div", { class: "actions" }, fileButton("team-key-file", "Choose the key file…", ".key,text/plain", ([file]) => void choose(file)), button("Make a key pair…", () => void make(), { id: "team-keygen" })),
    keyState,
    element(
      "div",
      { class: "fields" },
      labelled("Revision", revision),
      labelled("Valid for (days)", days),
      labelled("Longest without asking (hours)", hours),
      labelled("Address at which it will be found", address, "wide"),
      labelled("Stop the assistant in every browser of the team, because", stop, "wide"),
    ),
    element("div", { class: "actions" }, sign),
  );
}

/** @param {SettingsDocument} settings */
function layersView(settings) {
  const names = { shipped: "shipped", own: "this page", team: "the team's document", policy: "your organisation" };
  const origins = settings.origins;
  const faults = [...settings.policyFaults.map(diagnosticWords), settings.others.policy.problem].filter(Boolean);
  return element(
    "fieldset",
    { id: "layers" },
    element("legend", {}, "Where each value comes from"),
    element("p", { class: "soft" }, "The shipped settings lie below; what is listed here was set over them. What your organisation sets is locked."),
    ...faults.map((fault) => element("p", { class: "problem" }, `Your organisation's policy cannot be used: ${fault}`)),
    origins.length === 0
      ? element("p", {}, "Everything is as shipped.")
      : element(
          "details",
          {},
          element("summary", {}, `${origins.length} ${origins.length === 1 ? "value is" : "values are"} not as shipped`),
          element("ul", {}, ...origins.slice(0, LISTED).map(([path, layer]) => element("li", { "data-path": path, "data-layer": layer }, element("code", {}, path), `: ${names[layer]}`))),
          origins.length > LISTED && element("p", { class: "soft" }, `… and ${origins.length - LISTED} more`),
        ),
  );
}
