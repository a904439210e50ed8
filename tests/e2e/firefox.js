/**
 * A real Firefox with the extension in it: the toolbar button, the true sidebar, and a record of every request that the
 * whole browser made. Pages understand what the tests use of puppeteer's, so that scenarios are the same in both.
 *
 * The sidebar's document is reached through another page of the extension (`extension.getViews`), which stands in a
 * window of its own.
 */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensurePackages } from "../desks/debian.js";
import { CACHE, endWith, freePort, ownFolder, ROOT, run, waitFor } from "../desks/process.js";
import { connectMarionette } from "./marionette.js";

const LIMIT = 20_000;

/** The extension's address; Firefox makes up another for each profile unless it is told. */
const UUID = "5d0f7a52-3f0b-4e5c-9d8e-6b1f0c7a9e11";
const BASE = `moz-extension://${UUID}/`;
/** As Firefox makes ids of widgets out of the manifest's. */
const WIDGET = "handrail_handrail_example";

/** What Firefox would otherwise ask its makers for by itself, and what would stand in an agent's way. @type {Record<string, unknown>} */
const PREFERENCES = {
  "extensions.webextensions.uuids": JSON.stringify({ "handrail@handrail.example": UUID }),
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.aboutwelcome.enabled": false,
  "browser.contentblocking.introCount": 99,
  "browser.newtabpage.enabled": false,
  "browser.region.network.url": "",
  "browser.safebrowsing.blockedURIs.enabled": false,
  "browser.safebrowsing.downloads.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.safebrowsing.update.enabled": false,
  "browser.search.update": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage": "about:blank",
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.tabs.closeWindowWithLastTab": false,
  "browser.topsites.contile.enabled": false,
  "datareporting.healthreport.uploadEnabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.push.connection.enabled": false,
  "extensions.blocklist.enabled": false,
  "extensions.getAddons.cache.enabled": false,
  "extensions.systemAddon.update.enabled": false,
  "extensions.update.enabled": false,
  "geo.provider.network.url": "",
  "intl.locale.requested": "en-US",
  "media.gmp-manager.updateEnabled": false,
  "messaging-system.rsexperimentloader.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "nimbus.debug": false,
  "services.settings.server": "data:,",
  "signon.autofillForms": false,
  "signon.rememberSignons": false,
  "toolkit.telemetry.enabled": false,
  "toolkit.telemetry.server": "",
  "toolkit.telemetry.unified": false,
  // Where the new sidebar is on, buttons stand elsewhere.
  "sidebar.revamp": false,
};

/** Where Firefox stands; installs Debian's where it is missing and may be installed. */
export async function firefox() {
  const named = process.env["HANDRAIL_FIREFOX"];
  if (named) return named;
  const find = () => run("sh", ["-c", "command -v firefox-esr || command -v firefox"]).then((path) => path.trim(), () => "");
  const found = await find();
  if (found) return found;
  await ensurePackages(["firefox-esr"], "driving Firefox");
  return find();
}

let launched = 0;

/** Starts Firefox with the extension of the repository's root. */
export async function launchFirefox() {
  launched += 1;
  const own = ownFolder(join(CACHE, "firefox", `${process.pid}-${launched}`));
  const profile = join(own.path, "profile");
  mkdirSync(profile, { recursive: true });
  const port = await freePort();
  writeFileSync(join(profile, "user.js"), Object.entries({ ...PREFERENCES, "marionette.port": port }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(""));
  const child = spawn(await firefox(), ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--width=1280", "--height=900", "--profile", profile, "about:blank"], {
    detached: true,
    stdio: "ignore",
    // Another HOME: nothing of the user's own Firefox is read or written.
    env: { ...process.env, HOME: own.path, MOZ_REMOTE_SETTINGS_DEVTOOLS: "1", MOZ_HEADLESS_WIDTH: "1280", MOZ_HEADLESS_HEIGHT: "900" },
  });
  const exited = new Promise((resolve) => child.on("close", resolve));
  const forget = endWith(child.pid);
  const marionette = await connectMarionette(port, 60_000);
  await marionette.send("WebDriver:NewSession", {});
  await marionette.send("WebDriver:SetTimeouts", { script: 60_000, pageLoad: 60_000 });

  /** In the context of a window's frame: its toolbar, its sidebar. @template Result @param {string} handle of a tab in it @param {() => Promise<Result>} use */
  const inBrowserOf = (handle, use) =>
    marionette.together(async () => {
      await marionette.send("WebDriver:SwitchToWindow", { handle, focus: false });
      await marionette.send("Marionette:SetContext", { value: "chrome" });
      try {
        return await use();
      } finally {
        await marionette.send("Marionette:SetContext", { value: "content" });
      }
    });

  /** In the browser's own context. @template {unknown[]} Args @template Result @param {(...args: Args) => Result} func @param {Args} args */
  const inBrowser = (func, ...args) =>
    marionette.together(async () => {
      await marionette.send("Marionette:SetContext", { value: "chrome" });
      try {
        return await marionette.run(func, args);
      } finally {
        await marionette.send("Marionette:SetContext", { value: "content" });
      }
    });

  // All processes' requests pass here, the browser's own among them.
  await inBrowser(() => {
    const { Services, Ci } = /** @type {any} */ (globalThis);
    const record = (Services.handrailRecord = /** @type {any[]} */ ([]));
    Services.obs.addObserver((/** @type {any} */ subject) => {
      const channel = subject.QueryInterface(Ci.nsIHttpChannel);
      const { loadInfo } = channel;
      record.push({ method: channel.requestMethod, url: channel.URI.spec, initiator: loadInfo?.triggeringPrincipal?.isSystemPrincipal ? "the browser" : loadInfo?.triggeringPrincipal?.origin ?? "", at: Date.now() });
    }, "http-on-modify-request");
  });

  const [firstHandle] = await marionette.send("WebDriver:GetWindowHandles");
  await marionette.send("Addon:Install", { path: ROOT, temporary: true });
  // A button that an agent uses all day stands in the toolbar.
  await inBrowser((widget) => /** @type {any} */ (globalThis).CustomizableUI.addWidgetToArea(`${widget}-browser-action`, "nav-bar"), WIDGET);
  const watcher = (await marionette.send("WebDriver:NewWindow", { type: "window", focus: false })).handle;
  await marionette.send("WebDriver:SwitchToWindow", { handle: watcher, focus: false });
  await marionette.send("WebDriver:Navigate", { url: `${BASE}www/icons/16.png` });

  /** @template Result @param {string} handle @param {() => Promise<Result>} use @returns {Promise<Result>} */
  const inTab = (handle, use) =>
    marionette.together(async () => {
      await marionette.send("WebDriver:SwitchToWindow", { handle, focus: false });
      return use();
    });

  /** What a tab's page and the sidebar have in common. @param {(func: any, args: unknown[]) => Promise<any>} evaluate */
  const document$ = (evaluate) => ({
    /** @param {any} func @param {...any} args */
    evaluate: (func, ...args) => evaluate(func, args),
    /** @param {string} selector @param {any} func @param {...any} args */
    $eval: (selector, func, ...args) => evaluate(`(...all) => { const one = document.querySelector(all[0]); if (!one) throw new Error("nothing matches " + all[0]); return (${func})(one, ...all.slice(1)); }`, [selector, ...args]),
    /** @param {string} selector @param {any} func @param {...any} args */
    $$eval: (selector, func, ...args) => evaluate(`(...all) => (${func})([...document.querySelectorAll(all[0])], ...all.slice(1))`, [selector, ...args]),
  });

  /** @param {string} handle */
  function tab(handle) {
    let address = "";
    const common = document$((func, args) => inTab(handle, () => marionette.run(func, args)));
    const wanted = (/** @type {string} */ selector) =>
      waitFor(() => inTab(handle, () => marionette.find(selector)), LIMIT).then((id) => {
        if (!id) throw new Error(`nothing matches ${selector}`);
        return id;
      });
    const arrived = async () => void (address = (await inTab(handle, () => marionette.send("WebDriver:GetCurrentURL"))).value);
    return {
      handle,
      ...common,
      url: () => address,
      /** @param {string} url */
      async goto(url) {
        await inTab(handle, () => marionette.send("WebDriver:Navigate", { url }));
        await arrived();
      },
      goBack: () => inTab(handle, () => marionette.send("WebDriver:Back")),
      reload: () => inTab(handle, () => marionette.send("WebDriver:Refresh")),
      /** @param {string} selector */
      $: (selector) => inTab(handle, () => marionette.find(selector)),
      /** @param {string} selector */
      async waitForSelector(selector) {
        const id = await wanted(selector);
        return {
          /** @param {string} path */
          uploadFile: (path) => inTab(handle, () => marionette.send("WebDriver:ElementSendKeys", { id, text: path })),
        };
      },
      /** @param {string} selector @param {string} text */
      async type(selector, text) {
        const id = await wanted(selector);
        await inTab(handle, () => marionette.send("WebDriver:ElementSendKeys", { id, text }));
      },
      /** A click waits for the page that it leads to. @param {string} selector */
      async click(selector) {
        const id = await wanted(selector);
        await inTab(handle, () => marionette.send("WebDriver:ElementClick", { id }));
        await arrived();
      },
      waitForNavigation: async () => {},
      bringToFront: () => marionette.together(() => marionette.send("WebDriver:SwitchToWindow", { handle, focus: true })),
      close: () => inTab(handle, () => marionette.send("WebDriver:CloseWindow")),
      browserContext: () => ({
        cookies: () => inTab(handle, () => marionette.send("WebDriver:GetCookies")),
        /** @param {...{name: string}} cookies */
        deleteCookie: (...cookies) => inTab(handle, async () => { for (const { name } of cookies) await marionette.send("WebDriver:DeleteCookie", { name }); }),
      }),
    };
  }

  /** A place in the browser's window, pressed as by hand. @param {number} x @param {number} y */
  const press = (x, y) =>
    inBrowserOf(firstHandle, () =>
      marionette.send("WebDriver:PerformActions", {
        actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [{ type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0 }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }] }],
      }),
    );

  const sidebar = {
    ...document$((func, args) =>
      inTab(watcher, () =>
        marionette.run(func, args, "const view = browser.extension.getViews({ type: 'sidebar' })[0]; if (!view) return null; const { document, location, innerWidth, innerHeight, getComputedStyle, PointerEvent, KeyboardEvent } = view"),
      )),
    url: () => `${BASE}www/panel/panel.html`,
    mouse: {
      /** @param {number} x in the sidebar @param {number} y */
      async click(x, y) {
        const [left, top] = await inBrowserOf(firstHandle, () =>
          marionette.run(() => {
            const outer = /** @type {HTMLIFrameElement} */ (document.getElementById("sidebar"));
            const inner = outer.contentDocument?.getElementById("webext-panels-browser");
            const [a, b] = [outer, /** @type {Element} */ (inner)].map((one) => one.getBoundingClientRect());
            return [(a?.left ?? 0) + (b?.left ?? 0), (a?.top ?? 0) + (b?.top ?? 0)];
          }, []),
        );
        await press((left ?? 0) + x, (top ?? 0) + y);
      },
    },
  };

  /** @type {Promise<import("./browser.js").RecordedRequest[]> | undefined} */
  let ended;
  async function end() {
    const requests = await inBrowser(() => /** @type {any} */ (globalThis).Services.handrailRecord);
    await marionette.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
    marionette.end();
    await exited;
    forget();
    own.remove();
    return requests;
  }

  const driven = {
    id: "handrail@handrail.example",
    base: BASE,

    /** @param {string} [url] */
    async newPage(url) {
      const { handle } = await inTab(firstHandle, () => marionette.send("WebDriver:NewWindow", { type: "tab", focus: true }));
      const page = tab(handle);
      await page.bringToFront();
      if (url) await page.goto(url);
      return page;
    },

    /**
     * Presses the toolbar button on the page's tab and waits for the sidebar.
     *
     * @param {ReturnType<typeof tab>} page
     */
    async openPanel(page) {
      await page.bringToFront();
      await inBrowserOf(page.handle, async () => {
        const id = await waitFor(() => marionette.find(`#${WIDGET}-BAP`), LIMIT);
        if (!id) throw new Error("the extension has no toolbar button");
        await marionette.send("WebDriver:ElementClick", { id });
      });
      if (!(await waitFor(() => sidebar.evaluate(() => document.readyState === "complete"), LIMIT))) throw new Error("the toolbar button opened no sidebar");
      return sidebar;
    },

    /** The sidebar, where it is open. */
    pages: async () => ((await sidebar.evaluate(() => true)) ? [sidebar] : []),

    /** What the extension's own documents complained of. That a page went while a promise waited is Firefox's note, no fault. */
    faults: () =>
      inBrowser((base) => {
        const { Services, Ci } = /** @type {any} */ (globalThis);
        return Services.console
          .getMessageArray()
          .filter((/** @type {any} */ one) => one instanceof Ci.nsIScriptError && one.sourceName.startsWith(base) && !(one.flags & one.warningFlag) && !one.errorMessage.startsWith("Promise resolved after context unloaded"))
          .map((/** @type {any} */ one) => `${one.errorMessage} (${one.sourceName})`);
      }, BASE),

    /** Firefox keeps no record of an extension's own files. */
    scripts: async () => null,

    allowOrigin: async () => {},

    /** Presses "Allow" in the browser's own question. */
    async confirm() {
      const asked = await waitFor(
        () =>
          inBrowserOf(firstHandle, () =>
            marionette.run(() => {
              const asking = /** @type {any} */ (document.getElementById("addon-webext-permissions-notification"));
              if (!asking?.button) return false;
              asking.button.click();
              return true;
            }, []),
          ),
        LIMIT,
      );
      if (!asked) throw new Error("firefox does not ask for the permission");
    },

    /** Firefox's patterns have no port. @param {string} origin */
    patternOf: (origin) => `${origin.replace(/:\d+$/, "")}/*`,

    /** Host permissions that the extension holds now. */
    origins: () => sidebar.evaluate(async () => (await /** @type {any} */ (globalThis).browser.permissions.getAll()).origins),

    /**
     * Ends the browser.
     *
     * @returns {Promise<import("./browser.js").RecordedRequest[]>} every request that any part of it made; the same when it is called again
     */
    close: () => (ended ??= end()),
  };
  return /** @type {import("./browser.js").Driven} */ (/** @type {unknown} */ (driven));
}
