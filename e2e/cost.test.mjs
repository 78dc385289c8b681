// The lab of costs: formulas follow their sliders, a measurement fills both figures with what was read, the stacks train, and
// the two runs of the page take turns.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/cost";
let server, chromium;
before(async () => {
  server = await site();
  chromium = await browser("chromium");
});
after(async () => {
  await chromium.close();
  server.close();
});

async function opened(check, options = {}) {
  const tab = await chromium.tab(options);
  try {
    await tab.open(server.address + LAB);
    await tab.until(() => document.querySelector('[data-lab="cost"] [data-control="measure"]'));
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const state = (tab, job, wanted, seconds) =>
  tab.until(([job, wanted]) => document.querySelector(`[data-job="${job}"]`)?.dataset.state === wanted, [job, wanted], seconds);

test("cost: the crossovers are those of the sizes that are set", () => opened(async (tab) => {
  await tab.set("head", 64);
  await tab.set("heads", 3);
  assert.equal(await tab.number("crossover-operations"), 64);
  assert.equal(await tab.number("crossover-memory"), 32);
  assert.equal(await tab.number("width"), 192);
  assert.equal(await tab.number("crossover-block"), 6 * 192);
  await tab.choose("rival", "gated-delta-net");
  assert.equal(await tab.number("crossover-operations"), 64 * 7 / 4);
  await tab.set("layers", 8);
  await tab.set("attention", 8);
  assert.equal(await tab.number("hybrid-memory"), 1);
  await tab.set("paper-context", 1); // thousand
  assert.equal(await tab.number("all-bytes"), 8 * 2 * 1000 * 192 * 2);
  // Fewer layers than attention layers: the slider follows.
  await tab.set("layers", 2);
  await tab.until(() => document.querySelector('[data-control="attention"]').value === "2");
}));

test("cost: a measurement pauses, goes on, and reads every point; then the stacks train; then it is measured again", () => opened(async (tab) => {
  assert.equal(await tab.value("softmax-prompt"), null, "nothing is shown before it has been measured");
  await tab.set("measured", 16);
  await tab.click("measure");
  await tab.until(() => Number(document.querySelector('[data-job="measure"] [data-value="step"]').dataset.raw) > 70, null, 120);
  await tab.click("measure-pause");
  await state(tab, "measure", "paused");
  await tab.click("measure-resume");
  await state(tab, "measure", "done", 240);
  assert.equal(await tab.number("cache-memory"), 8192 * 2 * 16 * 4);
  assert.equal(await tab.number("state-memory"), 16 * 16 * 4);
  for (const name of ["softmax-prompt", "recurrent-prompt", "chunkwise-prompt"]) assert.ok((await tab.number(name)) > 0, name);
  assert.match(await tab.text('[data-figure="block-time"] .figure-summary'), /D = 64/);
  assert.ok(Number.isFinite(await tab.number("softmax-slope")), "shown, not gated: times are not the same on any two machines");

  await tab.set("steps", 50);
  await tab.click("train");
  await state(tab, "train", "done", 240);
  for (const name of ["attention-attention", "attention-linear", "linear-attention", "linear-linear"]) {
    const share = await tab.number(`recall-${name}`);
    assert.ok(share >= 0 && share <= 1, name);
  }
  assert.match(await tab.evaluate(() => document.querySelector('[data-job="train"] [data-value="fingerprint"]').dataset.raw), /^[0-9a-f]{8}$/);
  assert.ok((await tab.number("softmax-prompt")) > 0, "what was measured stays");

  await tab.click("measure");
  await tab.until(() => document.querySelector('[data-job="measure"]').dataset.state === "running");
  await tab.until(() => document.querySelector('[data-job="train"] [data-control="train"]')?.getAttribute("aria-disabled") === "true");
  await tab.click("measure-stop");
  await state(tab, "measure", "idle");
}));

test("cost: the whole lab can be worked with the keyboard alone", () => opened(async (tab) => {
  await tab.evaluate(() => document.querySelector('[data-control="heads"]').focus());
  const before = await tab.number("width");
  await tab.press("ArrowLeft");
  await tab.until((before) => Number(document.querySelector('[data-value="width"]').dataset.raw) < before, before);
  await tab.evaluate(() => document.querySelector('[data-control="measure-step"]').focus());
  await tab.press("Enter");
  await tab.until(() => document.querySelector('[data-job="measure"] [data-value="step"]').dataset.raw === "1", null, 60);
}));
