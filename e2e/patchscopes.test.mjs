// Patchscopes: a state read out in another prompt, every control beside it, counts that come to an end.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/patchscopes";
let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

async function patchscopes(check) {
  const tab = await engine.tab();
  try {
    await tab.open(server.address + LAB);
    await tab.until(() => document.querySelectorAll("[data-cell]").length === 42, null, 40);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const word = (tab, cell) => tab.text(`[data-cell="${cell}"] .lens-word`);

test("a word is repeated out of an early layer, not out of a late one, and a state in its own place changes nothing", () => patchscopes(async (tab) => {
  assert.equal(await tab.number("itself"), 0);
  assert.equal(await word(tab, "1-1"), "tokyo");
  assert.notEqual(await word(tab, "5-5"), "tokyo");
  await tab.choose("pair", "landmark");
  await tab.until(() => document.querySelector('[data-cell="1-1"] .lens-word')?.textContent === "paris");
  assert.equal(await word(tab, "5-5"), "london");
  assert.equal(await tab.text('[data-output="plain"] .lens-word'), "london");
  // With the keys: from the chosen cell up and to the right.
  await tab.page.focus('[data-cell="1-1"]');
  await tab.press("ArrowUp");
  await tab.press("ArrowRight");
  assert.equal(await tab.evaluate(() => document.activeElement.dataset.cell), "2-2");
}));

test("an unknown word is named, and the place of a word follows the text", () => patchscopes(async (tab) => {
  await tab.fill("source", "the atlantis");
  await tab.until(() => document.querySelector('[data-value="prompt-problem"]')?.textContent.includes("atlantis"));
  await tab.fill("source", "rome is in");
  await tab.until(() => !document.querySelector('[data-value="prompt-problem"]') && document.querySelectorAll('[data-control="source-at"] input').length === 3);
  await tab.until(() => document.querySelector('[data-control="source-at"] input:checked')?.value === "3");
  await tab.page.click('[data-control="source-at"] [data-option="1"]');
  await tab.until(() => document.querySelector('[data-cell="1-1"] .lens-word')?.textContent === "rome");
}));

test("the count ends: back-patching is no better than its control, the chain is", () => patchscopes(async (tab) => {
  await tab.click("count");
  await tab.untilState("done", 240, "count");
  await tab.until(() => document.querySelector('[data-value="wrong"]').dataset.raw === "32");
  const number = (name) => tab.number(name);
  assert.ok((await number("words-early")) >= 0.7);
  assert.ok((await number("back-fixed")) - (await number("back-control")) < 0.15);
  assert.ok((await number("chain-fixed")) - (await number("chain-control")) >= 0.25);
  assert.ok((await number("spelled")) >= 0.95);
  assert.equal(await tab.evaluate(() => document.querySelectorAll('[data-output="questions"] tbody tr').length), 32);
}));
