// The lab on planning: each preset fails for the reason that it names, and both experiments run to their ends, one at a time.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/planning";
let server, chromium;
before(async () => {
  server = await site();
  chromium = await browser("chromium");
});
after(async () => {
  await chromium.close();
  server.close();
});

async function opened(check) {
  const tab = await chromium.tab({});
  try {
    await tab.open(server.address + LAB);
    await tab.until(() => document.querySelector('[data-lab="planning"] [data-control="act"]'));
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const preset = (tab, id) => tab.evaluate((id) => document.querySelector(`[data-preset="${id}"]`).click(), id);
const says = (tab, output, words) =>
  tab.until(([output, words]) => document.querySelector(`[data-output="${output}"]`)?.textContent.includes(words), [output, words]);
const done = (tab, job) => tab.until((job) => document.querySelector(`[data-job="${job}"]`).dataset.state === "done", job, 240);

test("planning: a search hands in a plan that passes, and a search that may not look far hands in nothing", () => opened(async (tab) => {
  await tab.choose("policy", "search-bound");
  await says(tab, "verdict", "✓ final pass");
  await tab.set("stockout", 0);
  await says(tab, "story", "the trip is complete");
  await preset(tab, "blind");
  await says(tab, "verdict", "No plan");
  await preset(tab, "pruned");
  await tab.until(() => !document.querySelector('[data-output="walk-end"]').closest("[hidden]"));
}));

test("planning: both experiments run to their ends, and what the first has measured stays", () => opened(async (tab) => {
  await tab.set("shops", 20);
  await tab.click("act");
  await done(tab, "act");
  assert.equal(await tab.number("pass-search-5"), 1);
  assert.equal(await tab.number("nodes-none-6"), 55987);
  assert.ok((await tab.number("nodes-bound-6")) < (await tab.number("nodes-checks-6")));
  await tab.evaluate(() => document.querySelector('[data-control="tab"] [data-option="think"]').click());
  await tab.set("seeds", 100);
  await tab.click("think");
  await done(tab, "think");
  assert.equal(await tab.number("win-full"), 1);
  assert.ok((await tab.number("net-64")) < (await tab.number("net-best")));
  assert.equal(await tab.number("pass-search-5"), 1, "what was measured stays");
}));
