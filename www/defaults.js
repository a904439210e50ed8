/**
 * The shipped default settings and tables, handed to the core before it reads anything.
 */

/**
 * @param {Pick<typeof import("../pkg/handrail.js"), "defaultFiles" | "loadDefaults">} core
 * @param {(url: URL) => Promise<string>} [read]
 */
export async function provideDefaults(core, read = fetchText) {
  const files = core.defaultFiles();
  core.loadDefaults(await Promise.all(files.map((file) => read(new URL(`data/${file}`, import.meta.url)))));
}

/** @param {URL} url */
async function fetchText(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`could not load ${url.pathname}`);
  return answer.text();
}
