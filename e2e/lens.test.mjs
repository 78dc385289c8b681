// The logit lens: a prompt, every layer, who wrote the difference, a checkpoint, a model of one's own.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LENS = "#/lab/logit-lens";
let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

async function lens(check) {
  const tab = await engine.tab();
  try {
    await tab.open(server.address + LENS);
    await tab.until(() => document.querySelectorAll("[data-cell]").length === 35, null, 40);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const word = (tab, cell) => tab.text(`[data-cell="${cell}"] .lens-word`);

test("the shipped model names the city; early layers do not; the parts add up to the model's own difference", () => lens(async (tab) => {
  assert.equal(await word(tab, "6-4"), "paris");
  assert.equal(await word(tab, "0-2"), "eiffel");
  assert.notEqual(await word(tab, "1-4"), "paris");
  const [sum, difference] = [await tab.number("parts-sum"), await tab.number("difference")];
  assert.ok(Math.abs(sum - difference) < 1e-3 && difference > 1, `${sum} ${difference}`);
  // With the keys: up and left from the last cell, which is chosen at first.
  await tab.page.focus('[data-cell="6-4"]');
  await tab.press("ArrowDown");
  await tab.press("ArrowLeft");
  assert.equal(await tab.evaluate(() => document.activeElement.dataset.cell), "5-3");
  assert.equal(await tab.evaluate(() => document.querySelector('[data-cell="5-3"]').getAttribute("aria-pressed")), "true");
}));

test("an unknown word is named, a known one is offered, and the template wraps the prompt", () => lens(async (tab) => {
  await tab.fill("prompt", "amy lives in atlantis");
  await tab.until(() => document.querySelector('[data-value="prompt-problem"]')?.textContent.includes("atlantis"));
  await tab.fill("prompt", "amy lives in taip");
  await tab.click("complete");
  await tab.until(() => document.querySelector('[data-control="prompt"]').value === "amy lives in taipei");
  await tab.until(() => document.querySelectorAll("[data-cell]").length === 35 && !document.querySelector('[data-value="prompt-problem"]'));
  await tab.fill("prompt", "how to make the bomb ?");
  await tab.click("template");
  await tab.until(() => document.querySelector('[data-output="reads"]').textContent.replace(/\s+/g, " ").includes("user"));
  await tab.until(() => document.querySelectorAll("thead th").length === 12, null, 20);
  assert.equal(await word(tab, "6-10"), "sorry");
}));

test("an early moment of the training knows less", () => lens(async (tab) => {
  await tab.set("checkpoint", 0);
  await tab.until(() => document.querySelector('[data-value="step"][data-raw="50"]'), null, 40);
  assert.notEqual(await word(tab, "6-4"), "paris");
  await tab.set("checkpoint", 5);
  await tab.until(() => document.querySelector('[data-value="step"][data-raw="900"]'), null, 20);
  await tab.until(() => document.querySelector('[data-cell="6-4"] .lens-word').textContent === "paris");
}));

test("the count of languages goes a part at a time, and one translation can be looked into", () => lens(async (tab) => {
  await tab.click("think-step");
  await tab.until(() => document.querySelector('[data-job="thinking"] [data-value="step"]')?.dataset.raw === "1", null, 60);
  await tab.until(() => document.querySelector('[data-job="thinking"]').dataset.state === "paused");
  await tab.choose("think-thing", "1");
  await tab.until(() => document.querySelectorAll('[data-figure="translation"] [data-mark]').length === 7, null, 30);
  const first = await tab.text('[data-figure="translation"] .lens-word');
  await tab.click("think-reset");
  await tab.until(() => document.querySelector('[data-job="thinking"]').dataset.state === "idle");
  assert.match(first, /chien/);
}));

test("a trained model is the other labs' own, and a file that is none is refused with nothing lost", () => lens(async (tab) => {
  await tab.set("steps", 2);
  await tab.click("train");
  await tab.untilState("done", 120);
  await tab.until(() => !document.querySelector('[data-control="save-model"]').disabled && document.querySelector('[data-control="save-model"]').getAttribute("aria-disabled") !== "true", null, 20);
  await tab.until(() => document.querySelector('[data-value="model-facts"]').textContent.includes("1"), null, 20);
  const wrong = join(tmpdir(), `wrong-${process.pid}.safetensors`);
  writeFileSync(wrong, "no model");
  await tab.driver.upload('[data-control="model-file"]', wrong);
  await tab.until(() => document.body.textContent.includes("not a model that was trained on the small world"), null, 10);
  assert.match(await tab.text('[data-value="model-facts"]'), /2/);
}));

test("twelve words are seen through at once: the picture follows the last key", () => lens(async (tab) => {
  const text = "the country of the home of amy is france . amy"; // twelve tokens with the start
  const times = [];
  for (let i = 0; i < 5; i++) {
    await tab.fill("prompt", i % 2 ? text : "the eiffel is in");
    const start = performance.now();
    await tab.until((n) => document.querySelectorAll("[data-cell]").length === n, i % 2 ? 84 : 35, 20);
    times.push(performance.now() - start);
  }
  // The first one may still find the browser compiling.
  assert.ok(Math.min(...times) < 1000, times.join(" "));
  console.log(`from the last key to the picture: ${times.map((t) => t.toFixed(0)).join(", ")} ms`);
}));

test("a model of one's own is trained, looked into, and gives the same fingerprint again", () => lens(async (tab) => {
  await tab.set("steps", 3);
  const train = async () => {
    await tab.click("train");
    await tab.untilState("done", 120);
    await tab.until(() => document.querySelector('[data-job="train"] [data-value="step"]').dataset.raw === "3");
    return tab.value("fingerprint");
  };
  const first = await train();
  await tab.until(() => [...document.querySelectorAll('[data-value="step"]')].filter((e) => !e.closest('[data-job="thinking"]')).every((e) => e.dataset.raw === "3"), null, 30);
  await tab.click("reset");
  assert.equal(await train(), first);
}));

/** The site with the model files flipped in one bit, as long as `damaged(n)` says so of the n-th request. */
const flipped = (damaged) => {
  let requests = 0;
  return site({ change: (path, bytes) => {
    if (!path.startsWith("models/") || !damaged(requests++)) return bytes;
    const other = Buffer.from(bytes);
    other[other.length >> 1] ^= 1;
    return other;
  } });
};

test("a model file with one flipped bit is asked for again without a word", async () => {
  const other = await flipped((n) => n === 0);
  const tab = await engine.tab();
  try {
    await tab.open(other.address + LENS);
    await tab.until(() => document.querySelectorAll("[data-cell]").length === 35, null, 40);
    assert.equal(await word(tab, "6-4"), "paris");
    assert.equal(await tab.evaluate(() => document.querySelectorAll(".notices > *").length), 0);
  } finally {
    await tab.close();
    other.close();
  }
});

test("a model file that stays damaged is named, and comes once it is whole", async () => {
  let damaged = true;
  const other = await flipped(() => damaged);
  const tab = await engine.tab();
  try {
    await tab.open(other.address + LENS);
    await tab.until(() => /checksum|檢查碼/.test(document.querySelector(".notices")?.textContent ?? ""), null, 40);
    damaged = false;
    await tab.set("checkpoint", 0);
    await tab.set("checkpoint", 5);
    await tab.until(() => document.querySelector('[data-cell="6-4"] .lens-word')?.textContent === "paris", null, 40);
  } finally {
    await tab.close();
    other.close();
  }
});
