// Embeddings: the map, neighbours of a word, pairs beside their control, six checkpoints.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const EMBEDDINGS = "#/lab/embeddings";
let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

async function embeddings(check) {
  const tab = await engine.tab();
  try {
    await tab.open(server.address + EMBEDDINGS);
    await tab.until(() => document.querySelectorAll('[data-output="near"] li').length === 12 && document.querySelector('[data-output="purity"] [data-value="purity"]')?.dataset.raw, null, 60);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const value = (tab, name) => tab.evaluate((name) => Number(document.querySelector(`[data-value="${name}"]`).dataset.raw), name);

test("neighbours are of one kind, shuffled classes and random planes are the controls", () => embeddings(async (tab) => {
  assert.ok((await value(tab, "purity")) > 0.85);
  await tab.click("draw");
  await tab.untilState("done", 120, "draws");
  await tab.until(() => document.querySelector('[data-output="purity"] [data-value="shuffled"]')?.dataset.raw);
  const drawn = (name) => tab.evaluate((name) => Number(document.querySelector(`[data-output="purity"] [data-value="${name}"]`).dataset.raw), name);
  assert.ok((await drawn("shuffled")) < 0.2 && (await drawn("purity-random")) < 0.5);
  const best = await value(tab, "variance-plane");
  assert.ok(best > 0.1 && best < 0.3, `${best}`);
  assert.ok((await value(tab, "capital")) > (await value(tab, "landmark")));
  await tab.evaluate(() => document.querySelector('[data-preset="random"]').click());
  await tab.until((best) => Number(document.querySelector('[data-value="variance-plane"]').dataset.raw) < best, best, 20);
}));

test("an unknown word is named, a known one is offered, a Chinese one has neighbours", () => embeddings(async (tab) => {
  await tab.fill("word", "atlantis");
  await tab.until(() => document.querySelector('[data-value="word-problem"]')?.textContent.includes("atlantis"));
  await tab.fill("word", "taip");
  await tab.click("complete");
  await tab.until(() => document.querySelector('[data-control="word"]').value === "taipei");
  await tab.fill("word", "貓");
  await tab.until(() => document.querySelectorAll('[data-output="near"] li').length === 12 && !document.querySelector('[data-value="word-problem"]'), null, 20);
}));

test("the tour visits all six checkpoints and ends at the last", { timeout: 180_000 }, () => embeddings(async (tab) => {
  await tab.click("tour");
  await tab.until(() => document.querySelector('[data-value="capitals-step"]')?.dataset.raw, null, 120);
  assert.ok((await value(tab, "kinds-step")) < (await value(tab, "capitals-step")));
  await tab.until(() => [...document.querySelectorAll('[data-value="step"]')].some((e) => e.dataset.raw === "900"), null, 30);
}));
