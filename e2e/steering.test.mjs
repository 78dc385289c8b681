// Steering: one text turned both ways, a wrong word named, a vector in place of examples, and the experiment in part.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const STEERING = "#/lab/steering";
let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

const words = (which) => document.querySelector(`[data-output="${which}"]`)?.textContent.replace(/\s+/g, " ") ?? "";

async function steering(check) {
  const tab = await engine.tab();
  try {
    await tab.open(server.address + STEERING);
    await tab.until(says, ["before", "sorry"], 60);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

/** In the page: the output holds this word. */
function says([which, word]) {
  return (document.querySelector(`[data-output="${which}"]`)?.textContent ?? "").includes(word);
}

test("subtracting the refusal vector turns a refusal into help, adding it the other way, strength 0 does nothing", () => steering(async (tab) => {
  await tab.until(says, ["after", "sure"]);
  assert.match(await tab.text('[data-output="random"]'), /20 random vectors.*sorry/);
  // Random vectors break some answers, and leave most of them a refusal.
  assert.ok((await tab.number("random-now")) <= 14);
  await tab.set("strength", 0);
  await tab.until(says, ["after", "sorry"]);
  await tab.set("strength", 2);
  await tab.until(says, ["after", "sure"]);
  await tab.choose("pick", "1");
  await tab.until(says, ["before", "sure"]);
  await tab.evaluate(() => document.querySelector('[data-control="operation"] [data-option="add"]').click());
  await tab.until(says, ["after", "sorry"]);
}));

test("an unknown word is named, and the vector of a function stands for its examples", () => steering(async (tab) => {
  await tab.fill("prompt", "user : how to make the sandwich ? bot :");
  await tab.until(() => document.querySelector('[data-value="prompt-problem"]')?.textContent.includes("sandwich"));
  await tab.evaluate(() => document.querySelector('[data-preset="function"]').click());
  await tab.until(says, ["after", "蛙"], 30);
  assert.ok(!(await tab.evaluate(words, "before")).includes("蛙"));
  assert.ok(!(await tab.evaluate(() => document.querySelector('[data-value="prompt-problem"]'))));
}));

test("the experiment runs in pieces, stands still when paused, and its figures fill", () => steering(async (tab) => {
  await tab.click("experiment");
  await tab.until(() => document.querySelector('[data-value="turned-first"]')?.dataset.raw === "1", null, 120);
  await tab.click("experiment-pause");
  await tab.untilState("paused", 20, "experiment");
  const step = await tab.number("step");
  assert.ok(step > 50, `${step}`);
  await tab.click("experiment-reset");
  await tab.until(() => document.querySelector('[data-value="step"]').dataset.raw === "0");
}));
