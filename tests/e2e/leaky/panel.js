// Sends a request from every place that an extension can send one from.
await fetch("https://panel.leak.example/", { mode: "no-cors" }).catch(() => {});
await chrome.runtime.sendMessage({ url: "https://background.leak.example/" });
await new Promise((resolve) => {
  const worker = new Worker("worker.js");
  worker.onmessage = resolve;
  worker.postMessage("https://worker.leak.example/");
});
const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
await chrome.scripting.executeScript({
  target: { tabId: /** @type {number} */ (tab?.id) },
  func: () => fetch("https://page.leak.example/", { mode: "no-cors" }).catch(() => {}),
});
await new Promise((resolve) => {
  const image = new Image();
  image.onerror = image.onload = resolve;
  image.src = "https://image.leak.example/";
});
/** @type {HTMLElement} */ (document.querySelector("#done")).textContent = "done";
