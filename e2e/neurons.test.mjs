// Neurons: what one reacts to, what is lost without it beside others, how many share one job.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const NEURONS = "#/lab/neurons";
let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

async function neurons(check) {
  const tab = await engine.tab();
  try {
    await tab.open(server.address + NEURONS);
    await tab.until(() => document.querySelector('[data-value="strongest"]')?.dataset.raw > 0, null, 40);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

test("the neuron of the first picture peaks before names; knocked out, names lose a little, visibly more than by chance", () => neurons(async (tab) => {
  assert.match(await tab.text('[data-figure="contexts"]'), /people/);
  await tab.click("knock-out");
  await tab.until(() => document.querySelector('[data-value="effect"]')?.dataset.raw > 0, null, 60);
  const zero = await tab.number("effect");
  assert.ok(zero > 0.01 && zero < 0.1 && await tab.number("effect-low") > 0, `${zero}`);
  assert.match(await tab.text('[data-figure="effect"]'), /people/);
  await tab.choose("value", "mean");
  const mean = await tab.number("effect");
  assert.ok(mean > 0.01 && mean !== zero, `${mean}`);
  await tab.until(() => document.querySelector('[data-value="control-largest"]')?.dataset.raw > 0, null, 240);
}));

test("an unknown word is named, and a document can be taken as the text", () => neurons(async (tab) => {
  await tab.fill("prompt", "amy lives in atlantis");
  await tab.until(() => document.querySelector('[data-value="prompt-problem"]')?.textContent.includes("atlantis"));
  await tab.click("read");
  await tab.until(() => !document.querySelector('[data-value="prompt-problem"]'), null, 20);
  assert.ok((await tab.text('[data-figure="activation"]')).includes(String((await tab.number("strongest")).toFixed(2))));
}));

test("no single neuron carries refusal, a few hundred together do, and random ones do not", () => neurons(async (tab) => {
  await tab.click("group");
  await tab.untilState("done", 300, "group");
  assert.equal(await tab.number("alone-least"), 58);
  const [half, ranked, random] = [await tab.number("half-size"), await tab.number("refused-128"), await tab.number("random-128")];
  assert.ok(half >= 32 && half <= 256, `${half}`);
  assert.ok(ranked < 0.5 && random >= 0.9, `${ranked} ${random}`);
  assert.equal(await tab.number("helped-128"), 1);
}));
