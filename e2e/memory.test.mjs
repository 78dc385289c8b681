// The lab `memory-limits`: a memory written by hand, measured laws, layers trained side by side, the plane, the cell.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { browser, site } from "./browsers.mjs";
import { finished } from "./lab.mjs";

const LAB = "#/lab/memory-limits";
const server = await site();
const chromium = await browser("chromium");
after(async () => {
  await chromium.close();
  server.close();
});

async function opened(check, options = {}) {
  const tab = await chromium.tab(options);
  try {
    await tab.open(server.address + LAB);
    await tab.until(() => document.querySelector('[data-lab="memory-limits"] [data-control="train"]'), null, 30);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const settled = (tab, guess) => tab.evaluate((g) => document.querySelector(`[data-guess="${g}"] .guess-after strong`) !== null, guess);
const guess = (tab, name, option) => tab.evaluate(([g, o]) => document.querySelector(`[data-guess="${g}"] [data-option="${o}"]`).click(), [name, option]);
const point = (i) => `[data-figure="hull"] [data-point="${i}"]`;

test("a memory written by hand reads exactly at right angles and not at random ones", () => opened(async (tab) => {
  for (let i = 0; i < 4; i++) await tab.click("write");
  assert.equal(await tab.number("pairs-written"), 4);
  assert.ok((await tab.number("read-error")) < 1e-9);
  await tab.click("write");
  await tab.choose("asked", "0");
  assert.ok((await tab.number("read-error")) > 0.1, "the fifth pair shares a key with the first");
  await tab.click("undo");
  assert.equal(await tab.number("pairs-written"), 4);
  await tab.choose("keys", "random");
  assert.ok((await tab.number("read-error")) > 1e-6 && (await tab.number("cross-talk")) > 0);
  await tab.choose("keys", "own");
  const before = await tab.number("read-error");
  await tab.evaluate(() => document.querySelector('[data-figure="own-keys"] [data-point="1"]').focus());
  for (let i = 0; i < 4; i++) await tab.press("ArrowRight");
  assert.notEqual(await tab.number("read-error"), before);
  await tab.click("empty");
  assert.equal(await tab.number("pairs-written"), 0);
}));

test("the measured error follows its law, and settles the bet", () => opened(async (tab) => {
  await guess(tab, "cliff", "cliff");
  assert.equal(await settled(tab, "cliff"), false);
  await tab.click("measure-laws");
  await tab.until(() => document.querySelector('[data-value="error-half"][data-raw]:not([data-raw=""])'));
  // 20 draws with a standard deviation of about 0.1.
  assert.ok(Math.abs((await tab.number("error-half")) - (await tab.number("law-half"))) < 0.1);
  assert.equal(await tab.number("law-half"), 7 / 16);
  await tab.until(() => document.querySelector('[data-guess="cliff"] .guess-after strong'));
  await tab.choose("law-keys", "orthonormal");
  await tab.until(() => Number(document.querySelector('[data-value="error-half"]').dataset.raw) < 1e-9);
}));

test("layers train side by side, the same seed gives the same run, and another setting says so", () => opened(async (tab) => {
  for (const layer of ["lstm", "gated-delta-net"]) await tab.click(`layer-${layer}`);
  await tab.set("steps", 20);
  await tab.click("train");
  const first = await finished(tab);
  for (const layer of ["softmax", "linear", "retnet", "delta-net"]) assert.equal(await tab.state(`train-${layer}`), "done");
  assert.equal(await tab.state("train-lstm"), undefined);
  assert.ok((await tab.number("softmax-accuracy")) > 0);
  assert.equal(await tab.evaluate(() => document.querySelectorAll('[data-output="layers"] tr[data-layer]').length), 4);
  await tab.click("train");
  await tab.until(() => document.querySelector('[data-job="train"]').dataset.state !== "done");
  assert.equal(await finished(tab), first);
  await tab.set("seed", 2);
  await tab.until(() => document.querySelector('[data-value="starts-anew"]'));
  await tab.click("start-anew");
  assert.notEqual(await finished(tab), first);
}));

test("without a layer nothing is trained, and the page says why", () => opened(async (tab) => {
  for (const layer of ["lstm", "softmax", "linear", "retnet", "delta-net", "gated-delta-net"]) await tab.click(`layer-${layer}`);
  await tab.until(() => document.querySelector('[data-job="train"] [data-control="train"]').getAttribute("aria-disabled") === "true");
  await tab.press_anyway("train");
  assert.notEqual(await tab.state(), "running");
}));

test("keys in the plane move by arrow keys and by pointer, and one drawn inside cannot win", () => opened(async (tab) => {
  await tab.set("points", 5);
  const winners = await tab.number("winners");
  assert.ok(winners >= 2 && winners <= 5);
  // A corner is moved to the middle by keys.
  await tab.evaluate((s) => document.querySelector(s).focus(), point(0));
  const label = (place) => tab.evaluate((s) => document.querySelector(s).getAttribute("aria-label"), point(place));
  const moved = (place, from) => tab.until(([s, from]) => document.querySelector(s).getAttribute("aria-label") !== from, [point(place), from]);
  const before = await label(0);
  await tab.press("Shift+ArrowLeft");
  await moved(0, before);
  // The query follows the pointer.
  const query = point(5);
  await tab.evaluate((s) => document.querySelector(s).scrollIntoView({ block: "center" }), query);
  const box = await tab.evaluate((s) => { const b = document.querySelector(s).querySelector(".plane-reach").getBoundingClientRect(); return { x: b.left + b.width / 2, y: b.top + b.height / 2 }; }, query);
  const at = await label(5);
  await tab.page.mouse.move(box.x, box.y);
  await tab.page.mouse.down();
  await tab.page.mouse.move(box.x - 80, box.y + 30, { steps: 4 });
  await tab.page.mouse.up();
  await moved(5, at);
  await tab.click("on-circle");
  assert.equal(await tab.number("winners"), 5);
  assert.ok((await tab.number("scale-to-win")) > 1);
}));

test("the parts of the bridge light up together", () => opened(async (tab) => {
  const lit = () => tab.evaluate(() => [...document.querySelectorAll('[data-act][data-acts="true"]')].map((e) => e.dataset.act));
  const seen = [];
  for (let i = 0; i < 5; i++) {
    await tab.click("cell-next");
    seen.push(await lit());
  }
  assert.deepEqual(seen, [["input-gate"], [], [], ["output-gate"], ["forget-gate"]]);
  await tab.click("cell-back");
  assert.ok(Math.abs((await tab.number("cell-answer")) - 0.7) < 0.05, "the note is still known before the wipe");
}));

test("all eleven layers train at the default size, softmax recalls all and linear attention does not", () => opened(async (tab) => {
  await tab.evaluate(() => document.querySelector('[data-preset="all-layers"]').click());
  await tab.until(() => document.querySelectorAll('[data-job^="train-"]').length === 11, null, 60);
  const start = Date.now();
  await tab.click("train");
  await finished(tab, 300);
  const wall = (Date.now() - start) / 1000;
  const each = await tab.evaluate(() => Object.fromEntries([...document.querySelectorAll("tr[data-layer]")].map((r) => [r.dataset.layer, [Number(r.querySelector('[data-value="layer-seconds"]').dataset.raw), Number(r.querySelector('[data-value$="-accuracy"]').dataset.raw)]])));
  const spent = Object.values(each).reduce((sum, [seconds]) => sum + seconds, 0);
  console.log(`all layers: ${wall.toFixed(1)} s of wall time, ${spent.toFixed(1)} s in steps;`, JSON.stringify(each));
  assert.ok(each.softmax[1] > 0.97 && each.linear[1] < 0.6 && each.linear[1] > 0.3, JSON.stringify(each));
}));
