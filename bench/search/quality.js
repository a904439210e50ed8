/**
 * `node bench/search/quality.js ARTICLES QUERIES …`: R@1, R@5 and MRR of each library on the articles and questions that
 * `handrail kb evaluate ARTICLES --queries QUERIES` takes (JSON Lines).
 */
import { readFileSync } from "node:fs";
import { LIBRARIES } from "./libraries.js";

const rows = (/** @type {string} */ path) => readFileSync(path, "utf8").split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
/** Text without the marks of Markdown and HTML. */
const plain = (/** @type {string} */ body) => body.replace(/<[^>]*>/gu, " ").replace(/[*_`#|]+/gu, " ");

const files = process.argv.slice(2);
for (let at = 0; at + 1 < files.length; at += 2) {
  const [articlesFile = "", queriesFile = ""] = files.slice(at, at + 2);
  const articles = rows(articlesFile).map(({ id, title = "", body = "" }) => ({ id: String(id), title, body: plain(body) }));
  const questions = rows(queriesFile).map(({ query, relevant }) => ({ query, relevant: [relevant].flat().map(String) })).filter(({ relevant }) => relevant.length > 0);
  console.log(`${articlesFile}: ${articles.length} articles, ${questions.length} questions with an answer`);
  for (const { name, build } of LIBRARIES) {
    const index = await build(articles);
    let [first, five, reciprocal] = [0, 0, 0];
    for (const { query, relevant } of questions) {
      const place = index.search(query, 10).findIndex((id) => relevant.includes(id));
      if (place === 0) first += 1;
      if (place >= 0 && place < 5) five += 1;
      if (place >= 0) reciprocal += 1 / (place + 1);
    }
    const share = (/** @type {number} */ sum) => (sum / questions.length).toFixed(3);
    console.log(`  ${name.padEnd(20)} R@1 ${share(first)}  R@5 ${share(five)}  MRR ${share(reciprocal)}`);
  }
}
