/** Writes a mail as a customer's program would send it (RFC 5322, MIME, base64 parts). */

/** @param {string} text */
const base64 = (text) => (Buffer.from(text, "utf8").toString("base64").match(/.{1,76}/g) ?? []).join("\n");

/** An RFC 2047 word where a header is not plain ASCII. @param {string} text */
const header = (text) => (/^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text, "utf8").toString("base64")}?=`);

/** @param {string} type @param {string} text */
const part = (type, text) => `Content-Type: ${type}; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n${base64(text)}\n`;

/**
 * @param {{from: {name: string, email: string}, to: string, subject: string, text?: string, html?: string, at: Date, id: string}} options
 *   `text` and `html` together make a `multipart/alternative`; `id` is the message id without brackets
 * @returns {string} the raw mail
 */
export function mail({ from, to, subject, text, html, at, id }) {
  const head = [
    `From: ${header(from.name)} <${from.email}>`,
    `To: ${to}`,
    // A tracking mark such as `[orders-1]` stays readable, as mail programs leave it.
    `Subject: ${subject.split(/(\{ticket\} )/).map(header).join("")}`,
    `Date: ${at.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${id}>`,
    "MIME-Version: 1.0",
  ].join("\n");
  if (html === undefined) return `${head}\n${part("text/plain", text ?? "")}`;
  if (text === undefined) return `${head}\n${part("text/html", html)}`;
  const boundary = "=_alternatives_of_one_mail";
  return `${head}\nContent-Type: multipart/alternative; boundary="${boundary}"\n\n--${boundary}\n${part("text/plain", text)}\n--${boundary}\n${part("text/html", html)}\n--${boundary}--\n`;
}
