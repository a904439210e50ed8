/** The match pattern by which the browser is asked for an origin. */

/**
 * @param {string | undefined} address
 * @returns {string | undefined} `undefined` for what is no web page
 */
export function originPattern(address) {
  if (!address || !URL.canParse(address)) return undefined;
  const { protocol, host, hostname } = new URL(address);
  if (protocol !== "http:" && protocol !== "https:") return undefined;
  // Firefox's patterns know no port.
  return `${protocol}//${chrome.sidePanel ? host : hostname}/*`;
}
