/** The line at the foot that tells what left this browser, and the list behind it. */
import { byId, element } from "../elements.js";

/** @param {import("../hosts/ledger.js").Ledger} ledger */
export function showRequests(ledger) {
  const details = byId("requests");
  const [summary, body] = details.children;
  if (!summary || !body) return;
  const { elsewhere, helpdesk, entries } = ledger;
  const clean = elsewhere === 0;
  summary.textContent = clean ? "Nothing has left this browser" : `${elsewhere} ${elsewhere === 1 ? "request" : "requests"} went elsewhere`;
  summary.classList.toggle("leak", !clean);
  const asked = helpdesk === 1 ? "1 request" : `${helpdesk} requests`;
  const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
  body.replaceChildren(
    element("p", {}, `Handrail asked the helpdesk itself with ${asked}, each a GET of the page's own origin; requests to anywhere else: ${elsewhere}.`),
    element("ul", {}, ...entries.toReversed().map(({ method, origin, path, status, at }) => element("li", {}, `${time.format(at)} ${method} ${origin}${path} ${status || "no answer"}`))),
  );
}
