/**
 * The toolbar button opens the panel. Nothing is kept here: the browser stops this worker whenever it
 * likes.
 *
 * The click grants `activeTab` for its tab only when the button has a listener
 * (`openPanelOnActionClick` grants nothing), and the panel opens only while the click is being
 * answered: directly, or in the callback of an extension API that was called directly (a promise's
 * `then` comes too late). So this file uses callbacks.
 */

import { originPattern } from "./origin.js";
import { request } from "./team/request.js";

const PANEL = "www/panel/panel.html";

chrome.action.onClicked.addListener((tab) => {
  if (!chrome.sidePanel) {
    // Firefox: one sidebar for the window, which follows the tabs by itself.
    // @ts-expect-error Chromium's types do not know Firefox's sidebar
    void globalThis.browser.sidebarAction.open();
    tellPanels(tab.id);
    return;
  }
  const tabId = tab.id;
  if (tabId === undefined) return;
  const pattern = originPattern(tab.url);
  chrome.permissions.contains({ origins: pattern ? [pattern] : ["<all_urls>"] }, (stays) => {
    // Read once: `lastError` is set for pages that no permission covers.
    const allowed = stays === true && !chrome.runtime.lastError;
    // Where the agent lets Handrail stay, one panel follows the tabs. Elsewhere the panel belongs to the
    // tab on which the button was pressed, and does not show on others.
    if (!allowed) void chrome.sidePanel.setOptions({ tabId, path: `${PANEL}?tab=${tabId}`, enabled: true });
    void chrome.sidePanel.open({ tabId });
    tellPanels(tabId);
  });
});

/** A panel that is open already may read the tab now. @param {number | undefined} tabId */
function tellPanels(tabId) {
  // Without an open panel nobody listens, which is no error.
  chrome.runtime.sendMessage({ kind: "allowed", tabId }).catch(() => {});
}

// Pages may not connect to anything, so this asks for the team's document. Only pages of the extension are answered:
// what runs in the helpdesk's page can send messages too.
chrome.runtime.onMessage.addListener((message, { url }, answer) => {
  if (message?.kind !== "team document" || !url?.startsWith(chrome.runtime.getURL(""))) return false;
  void request(message).then(answer);
  return true;
});
