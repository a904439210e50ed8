/**
 * Takes from a worker every way to connect to anything but the extension itself. A page is bound by its own Content
 * Security Policy; a worker has the manifest's, which lets the background script ask for the team's document. So each
 * worker imports this first.
 */

const own = self.location.origin;
const fetchAnything = self.fetch.bind(self);

/** @param {RequestInfo | URL} what @param {RequestInit} [how] */
const fetchOwn = async (what, how) => {
  const { href, origin } = new URL(what instanceof Request ? what.url : what, self.location.href);
  if (origin !== own) throw new TypeError(`a worker of Handrail may not connect to ${href}`);
  return fetchAnything(what, { ...how, redirect: "error" });
};

/** @param {object} target @param {string} name @param {unknown} value */
const seal = (target, name, value) => Object.defineProperty(target, name, { value, writable: false, configurable: false });

seal(self, "fetch", fetchOwn);
for (const name of ["XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "importScripts"]) if (name in self) seal(self, name, undefined);
// A cache fetches what is added to it.
if ("Cache" in self) for (const name of ["add", "addAll"]) seal(Cache.prototype, name, undefined);
