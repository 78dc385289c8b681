// Facts in the MLP: the memory opened, the causal picture, an edit beside its control, a refusal, the long experiment.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/ffn-memory";
let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

async function lab(check) {
  const tab = await engine.tab();
  try {
    await tab.open(server.address + LAB);
    await tab.until(() => document.querySelectorAll('[data-output="keys"] tbody tr').length > 0, null, 40);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const share = (tab, measure) => tab.evaluate((m) => Number(document.querySelector(`[data-output="outcome"] [data-measure="${m}"] [data-value]`)?.dataset.raw), measure);

test("a prompt is opened into keys and texts, and an unknown word is named", () => lab(async (tab) => {
  await tab.until(() => document.querySelectorAll('[data-output="texts"] li').length > 0, null, 20);
  assert.ok((await tab.number("top-probability")) > 0.8);
  await tab.fill("prompt", "amy lives in atlantis");
  await tab.until(() => document.querySelector('[data-value="prompt-problem"]')?.textContent.includes("atlantis"), null, 20);
  await tab.fill("prompt", "the eiffel is in");
  await tab.until(() => document.querySelector('[data-output="top"] .lens-word')?.textContent === "paris", null, 20);
}));

test("a rank-one edit brings the new city, its control does not, and a prompt without a person is refused", () => lab(async (tab) => {
  await tab.click("make-edit");
  await tab.until(() => document.querySelector('[data-output="outcome"]') !== null, null, 60);
  assert.equal(await share(tab, "wanted"), 1);
  assert.ok((await share(tab, "jobs")) > 0.8);
  const control = await tab.evaluate(() => document.querySelector('[data-output="outcome"] [data-measure="wanted"] td:last-child').textContent);
  assert.match(control, /^0/);
  await tab.fill("prompt", "the eiffel is in");
  await tab.click("make-edit");
  await tab.until(() => document.querySelector('[data-value="edit-problem"]') !== null, null, 20);
}));

test("the long experiment counts person by person and can be paused", () => lab(async (tab) => {
  await tab.click("count");
  await tab.until(() => Number(document.querySelector('[data-output="counts"] [data-arm="rank-one-1"] [data-measure="wanted"]')?.dataset.raw) === 1, null, 120);
  await tab.click("pause");
  await tab.untilState("paused", 20, "count");
  await tab.click("reset");
  await tab.until(() => document.querySelector('[data-output="counts"] [data-arm="rank-one-1"] [data-measure="wanted"]')?.dataset.raw === "", null, 20);
}));
