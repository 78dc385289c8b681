// One small page object over two drivers, so that a scenario is written once. What differs between Playwright (Chromium) and
// Puppeteer (Firefox) stays in this file.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { serve } from "../scripts/serve_static.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const onPath = (names) => process.env.PATH.split(delimiter).flatMap((dir) => names.map((name) => join(dir, name))).find(existsSync);
const CHROMIUM = process.env.CHROMIUM ?? onPath(["chromium", "chromium-browser", "google-chrome"]);
const FIREFOX = process.env.FIREFOX ?? onPath(["firefox-esr", "firefox"]);
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const RESULTS = new URL("./results/", import.meta.url).pathname;
mkdirSync(RESULTS, { recursive: true });

/** The site under a path with a space, on a server of its own. */
export const site = (options = {}) => serve({ folder: process.env.SITE ?? "dist", under: "/a/b%20c/", ...options });

/** Starts a browser. `tab()` gives a page with a profile of its own. */
export async function browser(name, flags = []) {
  return name === "firefox" ? firefox() : chrome(flags);
}

async function chrome(flags) {
  const driver = await chromium.launch({ executablePath: CHROMIUM, args: [...QUIET, ...flags] });
  return {
    name: "chromium",
    close: () => driver.close(),
    async tab({ width = 1280, height = 800, dark = false, lang = "en-US", touch = false, reducedMotion = false, scale = 1 } = {}) {
      const context = await driver.newContext({
        viewport: { width, height }, deviceScaleFactor: scale, locale: lang, hasTouch: touch, isMobile: touch, colorScheme: dark ? "dark" : "light",
        reducedMotion: reducedMotion ? "reduce" : "no-preference", permissions: ["clipboard-read", "clipboard-write"],
      });
      const page = await context.newPage();
      return new Tab("chromium", page, {
        close: () => context.close(),
        fill: (selector, text) => page.fill(selector, text),
        select: (selector, value) => page.selectOption(selector, value),
        until: (test, arg, seconds) => page.waitForFunction(test, arg, { timeout: seconds * 1000, polling: 50 }),
        resize: (width, height) => page.setViewportSize({ width, height }),
        upload: (selector, path) => page.setInputFiles(selector, path),
        cdp: () => context.newCDPSession(page),
      });
    },
  };
}

async function firefox() {
  // One process per tab: Firefox has no profile of its own per tab over BiDi that also sets these preferences.
  return {
    name: "firefox",
    close: async () => {},
    async tab({ width = 1280, height = 800, dark = false, lang = "en-US", reducedMotion = false } = {}) {
      const userDataDir = mkdtempSync(join(tmpdir(), "e2e-firefox-"));
      const driver = await puppeteer.launch({
        browser: "firefox", executablePath: FIREFOX, headless: true, userDataDir, defaultViewport: { width, height }, protocolTimeout: 600_000,
        extraPrefsFirefox: { "ui.systemUsesDarkTheme": dark ? 1 : 0, "ui.prefersReducedMotion": reducedMotion ? 1 : 0, "intl.accept_languages": lang, "intl.locale.requested": lang, "datareporting.policy.dataSubmissionEnabled": false, "app.update.enabled": false },
      });
      const page = await driver.newPage();
      return new Tab("firefox", page, {
        close: async () => {
          await driver.close();
          rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
        },
        async fill(selector, text) {
          await page.focus(selector);
          await page.keyboard.down("Control");
          await page.keyboard.press("a");
          await page.keyboard.up("Control");
          await page.keyboard.press("Delete");
          if (text) await page.type(selector, text);
        },
        select: (selector, value) => page.select(selector, value),
        until: (test, arg, seconds) => page.waitForFunction(test, { timeout: seconds * 1000, polling: 100 }, arg),
        resize: (width, height) => page.setViewport({ width, height }),
        async upload(selector, path) {
          const input = await page.$(selector);
          await input.uploadFile(path);
        },
      });
    },
  };
}

/** A page. Controls, values, figures and jobs are found by the names of the page's contract. */
export class Tab {
  constructor(name, page, driver) {
    Object.assign(this, { name, page, driver, console: [], requests: [] });
    page.on("console", (message) => {
      const level = message.type();
      if (!["debug", "info", "log"].includes(level)) this.console.push(`${level}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.console.push(`exception: ${error.message}`));
    page.on("request", (request) => this.requests.push(request.url()));
  }

  close() { return this.driver.close(); }
  screenshot(name) { return this.page.screenshot({ path: join(RESULTS, `${name}.png`) }); }
  fullScreenshot(name) { return this.page.screenshot({ path: join(RESULTS, `${name}.png`), fullPage: true }); }
  resize(width, height) { return this.driver.resize(width, height); }
  press(key) { return this.page.keyboard.press(key); }
  type(text) { return this.page.keyboard.type(text); }
  evaluate(f, arg) { return this.page.evaluate(f, arg); }

  /** Opens an address and waits for the app, or goes to another hash of the open one. */
  async open(address) {
    await this.page.goto(address, { waitUntil: "load" });
    await this.until(() => document.documentElement.dataset.boot === "ready" && !document.getElementById("boot"), null, 60);
  }

  /** Waits until a function of the page gives something true. The message shows the console, where the reason often is. */
  async until(test, arg = null, seconds = 20) {
    try {
      await this.driver.until(test, arg, seconds);
    } catch (error) {
      throw new Error(`not within ${seconds} s: ${test} ${JSON.stringify(arg)}\n${error.message.slice(0, 200)}\nconsole: ${this.console.join("\n")}`);
    }
  }

  control(name) { return `[data-control="${name}"]`; }

  /** Waits for a control to be there, and brings it into view. */
  async see(name) {
    await this.until((s) => document.querySelector(s), this.control(name));
    await this.evaluate((s) => document.querySelector(s).scrollIntoView({ block: "center" }), this.control(name));
  }

  /** Presses a button, once it is not disabled. */
  async click(name) {
    await this.see(name);
    await this.until((s) => { const e = document.querySelector(s); return e && !e.disabled && e.getAttribute("aria-disabled") !== "true"; }, this.control(name));
    await this.page.click(this.control(name));
  }

  /** Presses a button whether it says that it is disabled or not. */
  async press_anyway(name) {
    await this.see(name);
    await this.evaluate((s) => document.querySelector(s).click(), this.control(name));
  }

  /** Chooses an option of a select, or of a row of radio buttons. */
  async choose(name, value) {
    await this.see(name);
    const tag = await this.evaluate((s) => document.querySelector(s).tagName, this.control(name));
    if (tag === "SELECT") return this.driver.select(this.control(name), value);
    const selector = `${this.control(name)} [data-option="${value}"]`;
    await this.evaluate((s) => document.querySelector(s).closest("label, button").click(), selector);
  }

  /** Sets a number as a reader does: in the field beside the slider where there is one, else with the slider's own events. */
  async set(name, value) {
    await this.see(name);
    const exact = `[data-exact="${name}"]`;
    const selector = (await this.evaluate((s) => !!document.querySelector(s), exact)) ? exact : this.control(name);
    await this.driver.fill(selector, String(value));
    await this.press("Tab");
  }

  async fill(name, text) {
    await this.see(name);
    await this.driver.fill(this.control(name), text);
  }

  /** The raw number of a live value; null while there is none. */
  value(name) {
    return this.evaluate((n) => {
      const raw = document.querySelector(`[data-value="${n}"][data-raw]:not([data-raw=""])`)?.dataset.raw;
      return raw === undefined ? null : raw;
    }, name);
  }
  async number(name) { const raw = await this.value(name); return raw === null ? null : Number(raw); }

  state(job = "train") { return this.evaluate((j) => document.querySelector(`[data-job="${j}"]`)?.dataset.state, job); }
  untilState(state, seconds = 60, job = "train") {
    return this.until(([j, s]) => s.split("|").includes(document.querySelector(`[data-job="${j}"]`)?.dataset.state), [job, state], seconds);
  }

  text(selector) { return this.evaluate((s) => document.querySelector(s)?.textContent ?? null, selector); }

  /** Violations of axe, as readable lines. */
  async axe() {
    await this.evaluate(AXE);
    const found = await this.evaluate(async () => {
      const result = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
      return result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
    });
    return found;
  }
}
