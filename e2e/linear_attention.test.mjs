// The lab from an RNN to attention: every line keeps the same y when a number is typed over, a wrong turn does not, the cabinet
// gives back what was written, the three forms are timed to the end, and the rounds are those of the graph.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LINES = ["recurrent", "unrolled", "outer", "inside", "inner", "forward", "attention"];
let server, chromium, tab;
before(async () => {
  server = await site();
  chromium = await browser("chromium");
  tab = await chromium.tab();
  await tab.open(`${server.address}#/lab/linear-attention`);
  await tab.until(() => document.querySelector('[data-lab="linear-attention"] [data-control="next-line"]'));
});
after(async () => {
  await tab?.close();
  await chromium?.close();
  server?.close();
});

/** All numbers of y under a line. */
const output = async (line) => (await tab.text(`[data-line="${line}"] [data-output="y"]`)).match(/-?[\d.]+(e-?\d+)?/g).map(Number);
const apart = (a, b) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));

/** y of every line on the board, against a recurrence computed here from the grid. */
async function check(lines) {
  const grid = await tab.evaluate(() => Object.fromEntries([...document.querySelectorAll('.la-cell[data-control]')].map((e) => [e.dataset.control, Number(e.value)])));
  const entry = (part, t, c) => grid[`${part}-${t}-${c}`];
  const [time, size] = [Math.max(...Object.keys(grid).map((n) => Number(n.split("-")[1]))), Math.max(...Object.keys(grid).map((n) => Number(n.split("-")[2])))];
  const range = (n) => Array.from({ length: n }, (_, i) => i + 1);
  const H = range(size).map(() => range(size).map(() => 0));
  const y = range(time).flatMap((t) => range(size).map((r) => range(size).map((c) => (H[r - 1][c - 1] += entry("v", t, r) * entry("k", t, c)) * entry("q", t, c)).reduce((a, b) => a + b)));
  for (const line of lines) assert.ok(apart(await output(line), y) < 1e-9, `${line}: ${await output(line)} is not ${y}`);
  return y;
}

test("the reader goes line by line, and every line has the y of the recurrence", async () => {
  assert.equal(await tab.evaluate(() => document.querySelectorAll("[data-line]").length), 1, "only the RNN stands there");
  for (let i = 0; i < LINES.length; i++) {
    await tab.click("next-line");
    await tab.until((line) => document.querySelector(`[data-line="${line}"]`), LINES[i]);
    await check(LINES.slice(0, i + 1));
  }
  assert.ok((await tab.number("largest-difference")) < 1e-12);
  assert.deepEqual(tab.console, []);
});

test("a number typed over moves all lines together", async () => {
  const before = await check(LINES);
  await tab.set("k-1-2", -3.5);
  await tab.until(() => document.querySelector('[data-control="k-1-2"]').value === "-3.5");
  const after = await check(LINES);
  assert.ok(apart(before, after) > 0.01, "y has changed");
  await tab.set("v-2-1", 1000);
  assert.equal(await tab.evaluate(() => document.querySelector('[data-control="v-2-1"]').value), "9.99", "held inside the limits");
  await check(LINES);
  assert.ok((await tab.number("apart-rnn")) > 0.01, "dropping f_A was no rewriting");
});

test("a wrong turn is marked in words and in its number, and can be taken back", async () => {
  await tab.click("wrong-no-mask");
  await tab.until(() => document.querySelector('[data-line="wrong"].is-other'));
  assert.match(await tab.text('[data-line="wrong"] .la-verdict'), /✗/);
  assert.ok((await tab.number("wrong-difference")) > 0.01);
  const tokens = Number(await tab.evaluate(() => document.querySelector('[data-control="tokens"]').value));
  assert.equal(await tab.number("changed-tokens"), tokens - 1);
  await tab.click("undo-wrong");
  await tab.until(() => !document.querySelector('[data-line="wrong"]'));
  assert.deepEqual(tab.console, []);
});

test("four one-hot keys read back exactly, a fifth does not, and leaning keys leak by their product", async () => {
  await tab.set("items", 4);
  await tab.set("lean", 0);
  assert.equal(await tab.number("read-error"), 0);
  await tab.click("write-item");
  assert.equal(await tab.number("leak"), 1);
  assert.ok((await tab.number("read-error")) > 0.1);
  await tab.set("items", 2);
  await tab.set("lean", 45);
  assert.ok(Math.abs((await tab.number("leak")) - 0.5) < 1e-9);
});

test("the three forms are measured to the end and agree", async () => {
  await tab.choose("time", "256");
  await tab.choose("chunk", "32");
  await tab.click("measure");
  await tab.until(() => Number(document.querySelector('[data-job="measure"] [data-value="step"]')?.dataset.raw) > 0, null, 60);
  await tab.press_anyway("pause"); // a quick machine may have finished by now
  await tab.untilState("paused|done", 60, "measure");
  if ((await tab.state("measure")) === "paused") await tab.click("resume");
  await tab.untilState("done", 120, "measure");
  await tab.until(() => document.querySelector('[data-job="measure"] [data-value="step"]')?.dataset.raw === "75"); // 5 lengths, 3 forms, 5 repeats
  for (const form of ["recurrent", "parallel", "chunkwise"]) {
    const ns = await tab.number(`ns-${form}`);
    assert.ok(ns > 1 && ns < 1e6, `${form}: ${ns} ns`);
    console.log(`${form}: ${ns.toFixed(0)} ns per token at T = 256, d = 16`);
  }
  assert.ok((await tab.number("forms-apart")) < 5e-5);
  assert.deepEqual(tab.console, []);
});

test("the rounds of the graph are those of the form, and can be stepped through", async () => {
  await tab.set("nodes", 8);
  for (const [shape, rounds] of [["rnn", 8], ["recurrent", 8], ["chunkwise", 2], ["scan", 3], ["parallel", 1]]) {
    await tab.choose("shape", shape);
    await tab.until((n) => document.querySelector('[data-value="rounds"]').dataset.raw === String(n), rounds);
    for (let round = 1; round <= rounds; round++) {
      await tab.click("next-round");
      assert.equal(await tab.number("round"), round);
    }
    assert.ok(await tab.evaluate(() => [...document.querySelectorAll("[data-node]")].every((e) => e.classList.contains("is-done"))));
  }
  assert.deepEqual(tab.console, []);
});
