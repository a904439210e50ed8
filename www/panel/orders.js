/**
 * Orders from the lead's look-up on the helpdesk's own origin. Which addresses are asked and what the answers
 * mean is decided in Rust (`src/identity/order_lookup.rs`, `order_answer.rs`); here they are only fetched.
 */

/** How long the look-up may take to answer. */
const TIME_LIMIT = 5_000;

/**
 * The part of the payload that tells of orders; `{}` where there is nothing to ask.
 *
 * @param {import("./engine.js").EngineWorker} engine
 * @param {import("../hosts/page.js").TabPage} page
 * @param {string} platform
 * @param {Record<string, unknown>} payload
 * @returns {Promise<Record<string, unknown>>}
 */
export async function lookUpOrders(engine, page, platform, payload) {
  const requests = await engine.orderRequests(platform, payload);
  if (requests.length === 0) return {};
  const answers = await page.get(requests.map(({ path }) => ({ path })), TIME_LIMIT);
  return { order_answers: requests.map((request, index) => ({ ...request, ...answerOf(answers[index]) })) };
}

/** @param {import("../hosts/page.js").Answer | undefined} answer */
const answerOf = (answer) => (answer ? { status: answer.status, failure: answer.failure, text: answer.text } : { status: 0, failure: "network", text: "" });
