// node --test scripts/site_test.mjs: the built site (dist/, or SITE=folder) on plain servers in Chromium. It starts anywhere, obeys its policy, and
// whatever is missing, blocked, changed or switched off ends in a page that can be read in both languages within 3 s.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { launch } from "./chromium.mjs";
import { serve } from "./serve_static.mjs";

const folder = resolve(process.env.SITE ?? "dist");
const UNDER = "/a/b%20c/";
const READY = 'document.documentElement.dataset.boot === "ready" && !document.getElementById("boot")';
const file = (pattern) => readdirSync(folder).find((name) => pattern.test(name));
const APP_JS = file(/^app-.*\.js$/), APP_WASM = file(/^app-.*\.wasm$/), BOOT_JS = file(/^boot-.*\.js$/), START_JS = file(/^start-.*\.js$/);
const PARTS = readdirSync(folder).filter((name) => /^((split|chunk)_.*\.wasm|chunks-.*\.bin)$/.test(name));
const seen = (selector) => `(() => { const e = document.querySelector('${selector}'); return !!e && e.checkVisibility({ visibilityProperty: true }) && e.innerText.trim().length > 20; })()`;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Opens the site on a server of its own, runs the check, closes both. */
async function visit({ server = {}, tab = {}, with: other }, check) {
  const site = await serve({ folder, under: UNDER, ...server });
  const page = await (other ?? browser).tab(tab);
  try {
    await page.open(site.address);
    await check(page, site.address);
  } finally {
    await page.close();
    site.close();
  }
}

/** The start page explains itself in both languages; `reason` is the sentence that must be among the visible ones. */
async function explains(page, reason) {
  const begin = Date.now();
  await page.until('location.href !== "about:blank" && document.readyState === "complete"');
  await page.until(seen('.boot-failed section[lang^="zh"]'), 5);
  assert.ok(Date.now() - begin < 3500, "readable within 3 s");
  assert.ok(await page.evaluate(seen(".boot-failed section:not([lang])")), "English beside Chinese");
  if (reason) assert.equal(await page.evaluate(`[...document.querySelectorAll("[data-reason]")].filter((e) => e.checkVisibility()).map((e) => e.dataset.reason).join()`), `${reason},${reason}`);
}

/** Starts the worker as src/ui/worker.rs does (static/worker_boot.js) and gives its first plain message. */
const START_WORKER = `new Promise((resolve) => {
  const revision = document.querySelector('meta[name="asset-rev"]').content;
  const address = new URL("worker_boot.js?v=" + revision, document.baseURI).href;
  const worker = new Worker(URL.createObjectURL(new Blob(["import " + JSON.stringify(address) + ";"], { type: "text/javascript" })), { type: "module" });
  globalThis.keptWorker = worker;
  worker.onmessage = ({ data }) => { if (data.boot_ready || data.boot_error) resolve({ ...data, page: revision }); };
  worker.onerror = (event) => { event.preventDefault(); resolve({ failed: true }); };
})`;

test("starts below a path with a space, with a quiet console and one request per file of its own origin", async () => {
  await visit({}, async (page, address) => {
    await page.until(READY);
    await new Promise((next) => setTimeout(next, 1000));
    assert.deepEqual(page.console.filter((line) => !line.startsWith("debug")), []);
    for (const { url, status } of page.requests) if (!url.startsWith("blob:") && !url.startsWith("data:")) {
      assert.ok(url.startsWith(address), `foreign or absolute address: ${url}`);
      assert.ok(status === 200 || status === 304, `${status} ${url}`);
    }
    const urls = page.requests.map(({ url }) => url).filter((url) => /\.(js|wasm|css)(\?|$)/.test(url) && !/worker/.test(url));
    assert.deepEqual(urls.filter((url, i) => urls.indexOf(url) !== i), [], "fetched twice");
  });
});

test("the home page asks for nothing that a lab needs, and stays within 350 kB (brotli) with the worker", async () => {
  await visit({}, async (page, address) => {
    await page.until(READY);
    await new Promise((next) => setTimeout(next, 1000));
    const asked = page.requests.map(({ url }) => url).filter((url) => url.startsWith(address)).map((url) => decodeURI(url.slice(address.length)).replace(/[?#].*/, "") || "index.html");
    assert.deepEqual(asked.filter((name) => PARTS.includes(name) || /^(fonts|models|data)\//.test(name)), []);
    const first = new Set([...asked, "worker_boot.js", "worker.js", "worker_bg.wasm"]);
    const sum = [...first].map((name) => brotliCompressSync(readFileSync(join(folder, name))).length).reduce((a, b) => a + b);
    assert.ok(sum > 100_000 && sum <= 350_000, `${sum} bytes in ${[...first].join(", ")}`);
  });
});

test("the code of a lab that does not arrive, or arrives changed, is told, and asked for again", async () => {
  assert.ok(PARTS.length >= 3, "the page is cut into parts");
  const lab = PARTS.find((name) => name.startsWith("split_next_token"));
  const broken = { missing: without(lab), changed: flip(lab) };
  for (const [what, change] of Object.entries(broken)) {
    let times = 0;
    const once = (path, bytes) => (path === lab && times++ === 0 ? change(path, bytes) : bytes);
    await visit({ server: { change: once } }, async (page, address) => {
      await page.until(READY);
      await page.open(`${address}?${what}#/lab/next-token`);
      await page.until(`location.search === "?${what}" && ${READY}`);
      await page.until('document.querySelector("[role=alert] [data-control=load-again]")?.checkVisibility()');
      assert.ok(!(await page.evaluate('document.querySelector(".page-loading").checkVisibility()')), "no longer loading");
      await page.evaluate('document.querySelector("[data-control=load-again]").click()');
      await page.until('document.querySelector("[data-lab=next-token] [data-control=train]")?.checkVisibility()');
    });
  }
});

test("a link to a lab asks for the lab's code beside the app's, each file once", async () => {
  await visit({}, async (page, address) => {
    await page.until(READY);
    await page.open(`${address}?early#/lab/next-token`);
    await page.until(`location.search === "?early" && ${READY}`);
    await page.until('document.querySelector("[data-lab=next-token] [data-control=train]")');
    const names = page.requests.map(({ url }) => url.split("/").at(-1));
    const since = names.slice(names.findIndex((name) => name.startsWith("?early") || name.includes("?early")));
    const parts = since.filter((name) => PARTS.includes(name));
    assert.ok(parts.length >= 2 && parts.length <= 14 && new Set(parts).size === parts.length, parts.join(", "));
    const times = await page.evaluate('JSON.stringify(performance.getEntriesByType("resource").filter((e) => e.name.endsWith(".wasm") && !e.name.includes("worker")).map((e) => [e.name.split("/").at(-1), e.startTime, e.responseEnd]))');
    const [, , appEnd] = JSON.parse(times).find(([name]) => name.startsWith("app-"));
    for (const [name, start] of JSON.parse(times)) assert.ok(start <= appEnd, `${name} was asked for after the app had come`);
  });
});

test("reloads a deep link", async () => {
  await visit({}, async (page, address) => {
    await page.until(READY);
    await page.open(`${address}?deep#/lab/next-token?v=1`);
    await page.until(`location.search === "?deep" && ${READY}`);
  });
});

test("starts on a server that does not know the type of wasm, the worker too", async () => {
  await visit({ server: { wasmType: false } }, async (page) => {
    await page.until(READY);
    const answer = await page.evaluate(START_WORKER);
    assert.ok(answer.boot_ready, JSON.stringify(answer));
    assert.deepEqual(page.console.filter((line) => /wasm|mime/i.test(line)), []);
  });
});

test("the worker knows its revision and obeys the policy of the page", async () => {
  const other = await serve({ folder });
  try {
    await visit({}, async (page) => {
      await page.until(READY);
      const before = page.workers.length;
      const answer = await page.evaluate(START_WORKER);
      assert.ok(answer.boot_ready, JSON.stringify(answer));
      assert.equal(answer.revision, answer.page);
      assert.match(answer.revision, /^[0-9a-f]{16}$/);
      const worker = page.workers[before] ?? page.workers.at(-1);
      const tries = (code) => page.evaluate(`(async () => { try { await (${code}); return "allowed"; } catch { return "refused"; } })()`, worker);
      assert.equal(await tries(`fetch("${other.address}index.html", { mode: "no-cors" })`), "refused", "fetch from another origin");
      assert.equal(await tries(`(0, eval)("1")`), "refused", "eval");
      assert.equal(await tries(`fetch(new URL("worker.js", self.location.origin + "${UNDER}"))`), "allowed", "fetch from its own origin");
    });
  } finally {
    other.close();
  }
});

test("the policy of the page refuses inline scripts, eval and other origins", async () => {
  await visit({}, async (page) => {
    await page.until(READY);
    await page.evaluate(`{ const s = document.createElement("script"); s.textContent = "globalThis.injected = 1"; document.body.append(s); }`);
    assert.equal(await page.evaluate("globalThis.injected ?? 0"), 0);
    await assert.rejects(page.evaluate("eval('1')"));
    await assert.rejects(page.evaluate("fetch('http://127.0.0.1:9/')"));
    assert.ok(!/unsafe-(inline|eval)/.test(readFileSync(join(folder, "index.html"), "utf8").replace("wasm-unsafe-eval", "")));
  });
});

const flip = (name) => (path, bytes) => {
  if (path !== name) return bytes;
  const changed = Buffer.from(bytes);
  changed[changed.length - 2] ^= 1;
  return changed;
};
const without = (name) => (path, bytes) => (path === name ? null : bytes);
const spaFallback = (name) => (path, bytes) => (path === name ? readFileSync(join(folder, "index.html")) : bytes);
for (const [what, change, reason] of [
  ["one changed byte of the app's script", flip(APP_JS), "load"],
  ["one changed byte of the app's wasm", flip(APP_WASM), "load"],
  ["one changed byte of the start script", flip(START_JS), "load"],
  ["one changed byte of the boot script", flip(BOOT_JS), ""],
  ["a missing app script", without(APP_JS), "load"],
  ["a missing app wasm", without(APP_WASM), "load"],
  ["a missing start script", without(START_JS), "load"],
  ["a missing boot script", without(BOOT_JS), ""],
  ["a page in place of the wasm", spaFallback(APP_WASM), "load"],
])
  test(`${what} is refused and explained`, () => visit({ server: { change } }, (page) => explains(page, reason)));

test("with reduced motion the help appears as well", async () => {
  await visit({ server: { change: without(BOOT_JS) }, tab: { media: [{ name: "prefers-reduced-motion", value: "reduce" }] } }, (page) => explains(page, ""));
});

test("a missing worker file is told to the page", async () => {
  for (const name of ["worker_boot.js", "worker.js", "worker_bg.wasm"])
    await visit({ server: { change: without(name) } }, async (page) => {
      await page.until(READY);
      const answer = await page.evaluate(START_WORKER);
      assert.ok(answer.boot_error || answer.failed, `${name}: ${JSON.stringify(answer)}`);
    });
});

test("a file that hangs is told after a while, and the page starts when it comes", async () => {
  const late = (path, bytes) => (path === APP_WASM ? new Promise((answer) => setTimeout(answer, 12_000, bytes)) : bytes);
  await visit({ server: { change: late } }, async (page) => {
    await page.until('document.querySelector("[data-reason=slow]")?.checkVisibility()', 12);
    await page.until(READY);
  });
});

test("without JavaScript the page says so", async () => {
  await visit({ tab: { script: false } }, async (page) => {
    await new Promise((next) => setTimeout(next, 500));
    const { root } = await page.call("DOM.getDocument", { depth: -1 });
    const { nodeId } = await page.call("DOM.querySelector", { nodeId: root.nodeId, selector: "noscript p[lang]" });
    const { outerHTML } = await page.call("DOM.getOuterHTML", { nodeId });
    assert.match(outerHTML, /JavaScript/);
    assert.ok((await page.call("DOM.getBoxModel", { nodeId })).model.height > 10, "the sentence is visible");
  });
});

for (const [what, flag, reason] of [
  ["WebAssembly", "--js-flags=--jitless", "wasm"],
  ["SIMD", "--js-flags=--no-enable-ssse3,--no-enable-sse4-1", "simd"],
])
  test(`a browser without ${what} gets an explanation`, async () => {
    const poor = await launch([flag]);
    try {
      await visit({ with: poor }, (page) => explains(page, reason));
    } finally {
      await poor.close();
    }
  });

test("opened as a file it explains how to serve it", async () => {
  const page = await browser.tab();
  await page.open(`file://${join(folder, "index.html")}`);
  await explains(page);
  await page.close();
});
