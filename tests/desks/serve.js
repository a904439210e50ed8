/** `node tests/desks/serve.js django|rt`: starts a sample desk and keeps it until Ctrl-C. */
import { ACCOUNTS } from "./stories.js";

const [which = ""] = process.argv.slice(2);
const modules = { django: "./django.js", rt: "./rt.js" };
if (!(which in modules)) {
  console.error("usage: node tests/desks/serve.js django|rt");
  process.exit(2);
}
const { start } = await import(modules[/** @type {keyof typeof modules} */ (which)]);
/** @type {import("./desk.js").Desk} */
const desk = await start();
const [agent] = ACCOUNTS;
console.log(`${desk.origin}\nlog in as \`${agent?.name}\`, password \`${agent?.password}\`; Ctrl-C ends it\n`);
for (const { key, url } of desk.tickets) console.log(`${url}  ${key}`);
setInterval(() => {}, 1 << 30);
