/** The settings' version history: who saved what, when and why, and the way back. */
import { ownTextOf, readVersions, textOf } from "../log/versions.js";
import { differences } from "../log/difference.js";
import { reconcileSettings } from "../store.js";
import { button, element } from "../elements.js";

/**
 * @typedef {import("./document.js").SettingsDocument} SettingsDocument
 * @typedef {import("../log/versions.js").Version} Version
 */

/** How many versions are listed. */
const LISTED = 50;
/** How many changes of a version are listed. */
const CHANGES = 30;

/** @param {SettingsDocument} settings @param {import("./imports.js").Page} page */
export function drawVersions(settings, page) {
  const place = element("div", { id: "versions-list" }, element("p", { class: "soft" }, "Reading the history…"));
  void show();
  return [place];

  async function show() {
    // Before it is shown: what came into use by other means gets its entry.
    await reconcileSettings();
    const versions = await readVersions();
    if (versions.length === 0) return place.replaceChildren(element("p", {}, "The shipped settings are in use; nothing was saved yet."));
    place.replaceChildren(
      element("ol", { class: "row-list", reversed: true }, ...versions.slice(0, LISTED).map((version, index) => row(version, index === 0))),
      ...(versions.length > LISTED ? [element("p", { class: "soft" }, `… and ${versions.length - LISTED} earlier ones, in the log`)] : []),
    );
  }

  /** @param {Version} version @param {boolean} isNewest */
  function row(version, isNewest) {
    const { at, actor, revision, changed, reason, back_to } = version;
    const details = element("details", {}, element("summary", {}, changed.length === 0 ? "The same as before" : `${changed.length} ${changed.length === 1 ? "change" : "changes"}: ${changed.slice(0, 3).join(", ")}${changed.length > 3 ? " …" : ""}`));
    details.addEventListener("toggle", () => void compare(version, details), { once: true });
    return element(
      "li",
      { "data-revision": String(revision) },
      element("p", {}, element("strong", {}, version.by === "team" ? "The team's document" : version.by === "policy" ? "The organisation's policy" : `Version ${revision}`), isNewest && element("span", { class: "changed" }, "in use"), ` ${new Date(at).toLocaleString()} · ${actor}`),
      element("p", {}, back_to !== undefined && `Went back to version ${back_to}. `, reason || element("span", { class: "soft" }, "No reason was given.")),
      details,
      !isNewest && !version.by && button("Go back to this version", () => void goBack(version), { "aria-label": `Go back to version ${revision}` }),
    );
  }

  /** What a version changes against the one that is in use. @param {Version} version @param {HTMLElement} details */
  async function compare(version, details) {
    const [text, versions] = [await textOf(version), await readVersions()];
    const before = versions.find(({ seq }) => seq < version.seq);
    const earlier = before ? await textOf(before) : "";
    if (text === undefined || earlier === undefined) return details.append(element("p", { class: "soft" }, "Its document is not stored in this browser."));
    const value = (/** @type {unknown} */ one) => (one === undefined ? "—" : JSON.stringify(one).slice(0, 160));
    const asDocument = (/** @type {string} */ one) => (one.trim() ? JSON.parse(one) : {});
    details.append(element("ul", {}, ...differences(asDocument(earlier), asDocument(text)).slice(0, CHANGES).map(({ path, from, to }) => element("li", {}, element("code", {}, path), `: ${value(from)} → ${value(to)}`))));
  }

  /** @param {Version} version */
  async function goBack(version) {
    if (settings.isChanged) return page.tell("There are unsaved changes: save or discard them first.", [], true);
    if (settings.isFollowing) return page.tell("The team's document is in use here; only your lead changes it.", [], true);
    const text = await ownTextOf(version);
    if (text === undefined) return page.tell("The document of this version is not stored in this browser.", [], true);
    const reason = prompt(`Go back to version ${version.revision}. Why?`);
    if (reason === null) return;
    const diagnostics = await settings.saveText(text.trim() ? text : `{"version":${settings.defaults.version}}`, { reason: reason.trim(), backTo: version.revision });
    if (diagnostics.length > 0) return page.tell(`Version ${version.revision} is refused by this Handrail; the settings are as they were.`, diagnostics, true);
    page.redraw();
    page.tell(`Version ${version.revision} is in use again.`);
  }
}
