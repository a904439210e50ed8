/**
 * The shipped default settings, one file a section, handed to the core before it reads any settings.
 */

/**
 * @param {Pick<typeof import("../pkg/handrail.js"), "defaultSections" | "loadDefaults">} core
 * @param {(url: URL) => Promise<string>} [read]
 */
export async function provideDefaults(core, read = fetchText) {
  const sections = core.defaultSections();
  const texts = await Promise.all(sections.map((section) => read(new URL(`data/settings/${section}.json`, import.meta.url))));
  core.loadDefaults(`{${sections.map((section, index) => `${JSON.stringify(section)}:${texts[index]}`).join(",")}}`);
}

/** @param {URL} url */
async function fetchText(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`could not load ${url.pathname}`);
  return answer.text();
}
