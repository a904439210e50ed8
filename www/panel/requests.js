/** The line at the foot that tells what left this browser, and the list behind it. */
import { byId, element } from "../elements.js";
import { say, time } from "../words.js";

/** @param {import("../hosts/ledger.js").Ledger} ledger */
export function showRequests(ledger) {
  const details = byId("requests");
  const [summary, body] = details.children;
  if (!summary || !body) return;
  const { elsewhere, helpdesk, team } = ledger;
  const entries = [...ledger.entries, ...team.entries].sort((one, other) => one.at - other.at);
  const clean = elsewhere === 0;
  summary.textContent = clean ? say(team.count === 0 ? "requests.none" : "requests.no_ticket") : say("requests.elsewhere", { count: elsewhere });
  summary.classList.toggle("leak", !clean);
  body.replaceChildren(
    element("p", {}, say("requests.helpdesk", { count: helpdesk, elsewhere })),
    ...(team.count > 0 ? [element("p", {}, say("requests.team", { count: team.count, origin: team.entries.at(-1)?.origin ?? "" }))] : []),
    element("ul", {}, ...entries.toReversed().map(({ method, origin, path, status, at }) => element("li", {}, `${time(at, { timeStyle: "medium" })} ${method} ${origin}${path} ${status || say("requests.no_answer")}`))),
  );
}
