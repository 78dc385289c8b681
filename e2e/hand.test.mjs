// What hands do that scripts seldom try: scroll over a slider with a thumb, compose with an input method, print, press keys in
// a frame of someone else's slides.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";
import { LAB, output, small, train } from "./lab.mjs";

let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

async function lab(check, options = {}, address = server.address + LAB) {
  const tab = await engine.tab(options);
  try {
    await tab.open(address);
    await check(tab, await tab.driver.cdp());
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

/** One finger from (x, y) by (dx, dy), as fast as a thumb. */
async function swipe(cdp, x, y, dx, dy) {
  const at = (part) => [{ x: x + dx * part, y: y + dy * part }];
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (let i = 1; i <= 10; i++) {
    await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(i / 10) });
    await new Promise((next) => setTimeout(next, 16));
  }
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await new Promise((next) => setTimeout(next, 500));
}

test("a thumb that scrolls across a slider scrolls the page, one that moves along it moves the slider", () => lab(async (tab, cdp) => {
  await tab.see("width");
  const values = () => tab.evaluate(() => [...document.querySelectorAll("input[type=range]")].map((e) => e.value));
  const place = async (name) => {
    await tab.see(name);
    return tab.evaluate((n) => {
      const box = document.querySelector(`[data-control="${n}"]`).getBoundingClientRect();
      return { x: box.x + box.width / 3, y: box.y + box.height / 2, top: scrollY };
    }, name);
  };
  const before = await values();
  for (const name of ["width", "layers", "context"]) {
    const { x, y, top } = await place(name);
    await swipe(cdp, x, y, 0, -200);
    assert.ok((await tab.evaluate(() => scrollY)) > top + 100, `${name}: the page scrolled`);
  }
  assert.deepEqual(await values(), before);
  const { x, y } = await place("width");
  await swipe(cdp, x, y, 100, 0);
  assert.notDeepEqual(await values(), before);
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing to scroll sideways");
}, { width: 360, height: 740, touch: true }));

test("text composed with an input method arrives, and its Enter starts nothing", () => lab(async (tab, cdp) => {
  await tab.choose("corpus", "chinese");
  await tab.see("prompt");
  await tab.page.focus(tab.control("prompt"));
  const before = await output(tab);
  const enter = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 };
  await cdp.send("Input.imeSetComposition", { text: "ㄕ", selectionStart: 1, selectionEnd: 1 });
  await cdp.send("Input.imeSetComposition", { text: "詩", selectionStart: 1, selectionEnd: 1 });
  await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...enter });
  await cdp.send("Input.insertText", { text: "詩" });
  await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter });
  await new Promise((next) => setTimeout(next, 500));
  assert.equal(await tab.evaluate(() => document.querySelector('[data-control="prompt"]').value), "詩");
  assert.equal((await output(tab)).replace("詩", ""), before.replace("詩", ""), "nothing was written on");
}));

test("printed from the dark, a trained lab is black on white, keeps its figures and leaves the buttons out", () => lab(async (tab) => {
  await small(tab, { steps: 20 });
  await train(tab);
  await tab.page.emulateMedia({ media: "print" });
  const seen = await tab.evaluate(() => {
    const style = (selector) => getComputedStyle(document.querySelector(selector));
    return {
      ink: style("body").color, paper: style("body").backgroundColor, head: style(".site-head").display, buttons: style(".run-buttons").display,
      loss: document.querySelector('[data-figure="loss"]').getBoundingClientRect().height, wide: document.documentElement.scrollWidth <= innerWidth,
      text: getComputedStyle(document.querySelector(".beat-text p")).color,
    };
  });
  assert.deepEqual({ ...seen, loss: seen.loss > 100 }, { ink: "rgb(0, 0, 0)", paper: "rgb(255, 255, 255)", head: "none", buttons: "none", loss: true, wide: true, text: "rgb(0, 0, 0)" });
  const pdf = await tab.page.pdf({ path: new URL("./results/print.pdf", import.meta.url).pathname });
  assert.ok(pdf.length > 20_000);
}, { dark: true }));

test("in a frame of slides, keys that the lab does not use reach the slides, and its own do not", async () => {
  const slides = createServer((_request, answer) => {
    answer.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>slides</title><iframe src="${server.address}?x${LAB}?embed=1" width="900" height="600"></iframe>
      <script>globalThis.heard = []; addEventListener("message", (e) => e.data?.type === "lecture-playground:key" && heard.push(e.data.key));</script>`);
  }).listen(0, "127.0.0.1");
  await new Promise((next) => slides.once("listening", next));
  const tab = await engine.tab();
  try {
    await tab.page.goto(`http://127.0.0.1:${slides.address().port}/`);
    const frame = tab.page.frameLocator("iframe");
    await frame.locator("h1").click({ timeout: 30_000 });
    assert.equal(await frame.locator(".site-head").isVisible(), false);
    await tab.press("ArrowRight");
    await tab.press("PageDown");
    await tab.press("x");
    await frame.locator('[data-control="layers"]').focus();
    await tab.press("ArrowRight");
    await tab.until(() => globalThis.heard.length >= 2);
    assert.deepEqual(await tab.evaluate(() => globalThis.heard), ["ArrowRight", "PageDown"]);
    assert.equal(await frame.locator('[data-control="layers"]').inputValue(), "3");
  } finally {
    await tab.close();
    slides.close();
  }
});
