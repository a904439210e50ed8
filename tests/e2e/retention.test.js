/** What is kept of tickets goes by itself when its time is up: samples, and solved tickets with their index. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CACHE, ownFolder, waitFor } from "../desks/process.js";
import { launch } from "./browser.js";
import { importFile, openSettings } from "./panel.js";

const LIMIT = 60_000;

test("solved tickets are removed when their time is up, and the index is made without them", async () => {
  const driven = await launch();
  const folder = ownFolder(join(CACHE, "retention", String(process.pid)));
  try {
    const page = await openSettings(driven);
    const file = join(folder.path, "solved.jsonl");
    const solved = ["The wool blanket pills after one wash", "The lamp flickers in the evening", "The parcel went to the wrong house"];
    writeFileSync(file, solved.map((subject, index) => JSON.stringify({ id: `s${index}`, subject, text: subject, resolution: "Replaced." })).join("\n"));
    assert.match(await importFile(page, "#import-history", file), /3/);
    const read = () =>
      page.evaluate(async () => {
        const { readHistory, readHistoryIndex, readSolved } = await import(/** @type {any} */ ("../store.js"));
        const { count, revision } = await readHistory();
        return { ids: (await readSolved()).map((/** @type {{id: string}} */ { id }) => id), dated: (await readSolved()).every((/** @type {any} */ { kept_at }) => Boolean(kept_at)), count, revision, bytes: (await readHistoryIndex())?.length ?? 0 };
      });
    const before = await read();
    assert.deepEqual([before.ids.length, before.dated, before.count], [3, true, 3]);
    // Two of them are made old.
    await page.evaluate(async () => {
      const { readSolved } = await import(/** @type {any} */ ("../store.js"));
      const rows = await readSolved();
      /** @type {IDBDatabase} */
      const database = await new Promise((resolve) => {
        const request = indexedDB.open("handrail");
        request.onsuccess = () => resolve(request.result);
      });
      await new Promise((resolve) => {
        const transaction = database.transaction("solved", "readwrite");
        for (const row of rows.slice(0, 2)) transaction.objectStore("solved").put({ ...row, kept_at: new Date(Date.now() - 181 * 86_400_000).toISOString() });
        transaction.oncomplete = resolve;
      });
      database.close();
      await chrome.storage.local.remove("retention_looked");
    });
    // Whoever opens a page of the extension next finds it done.
    await page.reload();
    await page.waitForSelector("#transfer");
    assert.ok(await waitFor(async () => (await read()).count === 1, LIMIT), JSON.stringify(await read()));
    const after = await read();
    assert.deepEqual(after.ids, ["s2"]);
    assert.ok(after.revision > before.revision, "open panels are not told");
    assert.ok(after.bytes > 0 && after.bytes < before.bytes, "the index holds what was removed");
  } finally {
    await driven.close();
    folder.remove();
  }
});
