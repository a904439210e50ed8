/** A proxy before a helpdesk that makes it misbehave: refusals, faults and silence. */
import { createServer, request } from "node:http";

/**
 * @typedef {{status: number, body?: string, type?: string} | {rewrite: (text: string) => string} | "silence" | undefined} Fault what an address answers instead; `rewrite` changes what the helpdesk answers, `silence` never answers
 *
 * @param {string} target origin of the helpdesk
 */
export async function startProxy(target) {
  /** @type {(path: string, method: string) => Fault} */
  let faultOf = () => undefined;
  /** Requests that came, in order. @type {{method: string, path: string}[]} */
  const seen = [];
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    const method = incoming.method ?? "GET";
    seen.push({ method, path });
    const fault = faultOf(path, method);
    if (fault === "silence") return;
    const rewrite = fault && "rewrite" in fault ? fault.rewrite : undefined;
    if (fault && "status" in fault) {
      outgoing.writeHead(fault.status, { "content-type": fault.type ?? "text/html; charset=utf-8" });
      outgoing.end(fault.body ?? `<!doctype html><title>${fault.status}</title>`);
      return;
    }
    const forward = request({ hostname, port, path, method, headers: rewrite ? { ...incoming.headers, "accept-encoding": "identity" } : incoming.headers }, (answer) => {
      if (rewrite) {
        /** @type {Buffer[]} */
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () => {
          const { "content-length": _, ...headers } = answer.headers;
          outgoing.writeHead(answer.statusCode ?? 502, headers);
          outgoing.end(rewrite(Buffer.concat(parts).toString("utf8")));
        });
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forward.on("error", () => outgoing.destroy());
    incoming.pipe(forward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address !== "object") throw new Error("the proxy has no port");
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    origin,
    seen,
    /** @param {string} url of the helpdesk itself */
    through: (url) => url.replace(target, origin),
    /** @param {(path: string, method: string) => Fault} decide for each request from now on */
    misbehave(decide) {
      faultOf = decide;
    },
    behave() {
      faultOf = () => undefined;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
