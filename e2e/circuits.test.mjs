// Circuits: components off by hand, the search, a found circuit against a random one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const CIRCUITS = "#/lab/circuits";
let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

async function circuits(check) {
  const tab = await engine.tab();
  try {
    await tab.open(server.address + CIRCUITS);
    await tab.until(() => document.querySelector('[data-figure="map"] [data-part]') && document.querySelector('dl [data-value="accuracy"]')?.dataset.raw === "1", null, 60);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const tried = (tab, behaviour) => tab.evaluate((b) => Number(document.querySelector(`[data-behaviour="${b}"] [data-value="tried"]`).dataset.raw), behaviour);

test("without its first MLP the model answers nothing; the switch brings it back", () => circuits(async (tab) => {
  assert.equal(await tab.evaluate(() => document.querySelectorAll("[data-part]").length), 30);
  await tab.evaluate(() => document.querySelector('[data-part="4"]').click());
  await tab.until(() => Number(document.querySelector('[data-behaviour="city"] [data-value="tried"]').dataset.raw) < 0.2, null, 20);
  await tab.until(() => Number(document.querySelector('[data-behaviour="copy"] [data-value="tried"]').dataset.raw) < 0.2, null, 20);
  assert.equal(await tab.evaluate(() => document.querySelector('[data-part="4"]').getAttribute("aria-pressed")), "false");
  assert.ok(await tab.evaluate(() => document.querySelectorAll('[data-output="answers"] tr[data-right="false"]').length) >= 4);
  await tab.evaluate(() => document.querySelector('[data-part="4"]').click());
  await tab.until(() => document.querySelector('dl [data-value="accuracy"]').dataset.raw === "1", null, 20);
  assert.equal(await tried(tab, "refusal"), 1);
}));

test("the keys move over the map and a preset leaves only the MLPs", () => circuits(async (tab) => {
  await tab.page.focus('[data-part="0"]');
  await tab.press("ArrowUp");
  await tab.press("ArrowRight");
  assert.equal(await tab.evaluate(() => document.activeElement.dataset.part), "6");
  await tab.evaluate(() => document.querySelector('[data-preset="mlps-only"]').click());
  await tab.until(() => document.querySelector('dl [data-value="circuit-size"]').dataset.raw === "6");
  await tab.until(() => Number(document.querySelector('[data-behaviour="copy"] [data-value="tried"]').dataset.raw) < 0.3, null, 20);
}));

test("the search finds a small circuit, and a random one of its size is no match", { timeout: 600_000 }, () => circuits(async (tab) => {
  await tab.click("search");
  await tab.untilState("done", 500, "search");
  const needed = await tab.evaluate(() => Number(document.querySelector('[data-output="needed"] [data-value="needed-city"]').dataset.raw));
  assert.ok(needed >= 4 && needed <= 15, `${needed}`);
  const random = await tab.evaluate(() => Number(document.querySelector('[data-output="needed"] [data-behaviour="city"] [data-value="random-share"]').dataset.raw));
  assert.ok(random < 0.5, `${random}`);
  await tab.set("size", needed);
  await tab.click("use-found");
  await tab.until((n) => document.querySelector('dl [data-value="circuit-size"]').dataset.raw === String(n), needed);
  await tab.until(() => Number(document.querySelector('[data-behaviour="city"] [data-value="tried"]').dataset.raw) >= 0.8, null, 20);
}));
