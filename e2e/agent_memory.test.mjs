// The lab of an agent's memory: both experiments run to their ends and land where the reference does; the diary answers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/memory";
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
    await tab.until(() => document.querySelector('[data-lab="memory"] [data-control="read"]'));
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const part = (tab, name) => tab.evaluate((name) => document.querySelector(`[data-control="part"] [data-option="${name}"]`).click(), name);
const preset = (tab, name) => tab.evaluate((name) => document.querySelector(`[data-preset="${name}"]`).click(), name);
const done = (tab, job) => tab.until((job) => document.querySelector(`[data-job="${job}"]`).dataset.state === "done", job, 240);

test("memory: reading everything loses to length, and looking up with the same key is no better", () => opened(async (tab) => {
  assert.equal(await tab.value("read-all"), null, "nothing is shown before it has been counted");
  await tab.click("read");
  await done(tab, "read");
  const [all, last, top] = [await tab.number("read-all"), await tab.number("read-last"), await tab.number("read-top")];
  assert.ok(all > 0.38 && all < 0.58, `${all}`);
  assert.ok(last < 0.2, `${last}`);
  assert.ok(Math.abs(all - top) < 0.07, `${all} ${top}`);
}));

test("memory: the tiny brain is fetched and loses to length, its control beside it", () => opened(async (tab) => {
  await tab.set("prompts", 32);
  await tab.click("brain");
  await done(tab, "brain");
  const [short, distinct, same] = [await tab.number("brain-short"), await tab.number("brain-distinct"), await tab.number("brain-duplicated")];
  assert.ok(short > 0.9 && distinct < 0.6 && same > distinct && same < 0.95, `${short} ${distinct} ${same}`);
}));

test("memory: obeyed marks help and imitated ones destroy", () => opened(async (tab) => {
  await part(tab, "learn");
  await tab.click("learn");
  await done(tab, "learn");
  const [correct, all, imitated] = [await tab.number("learn-correct"), await tab.number("learn-all"), await tab.number("learn-imitated")];
  assert.ok(correct > 0.57 && correct < 0.73, `${correct}`);
  assert.ok(all > correct && imitated < correct - 0.2, `${all} ${imitated}`);
}));

test("memory: the diary answers from the graph, gives old answers untidied, and confuses the two Lees when they are merged", () => opened(async (tab) => {
  await part(tab, "write");
  assert.equal(await tab.value("right"), null, "nothing is shown before it has been asked");
  await tab.click("ask");
  for (const [name, right, stale] of [["tidy", "20", "0"], ["untidy", "12", "8"], ["merged", "18", "0"]]) {
    await preset(tab, name);
    await tab.until(([right, stale]) => document.querySelector('[data-value="right"]').dataset.raw === right && document.querySelector('[data-value="stale"]').dataset.raw === stale, [right, stale]);
  }
  const wrong = await tab.evaluate(() => [...document.querySelectorAll('[data-output="answers"] [data-verdict="wrong"]')].map((row) => row.dataset.question));
  assert.deepEqual(wrong, ["lee-home", "lee-phone"]);
}));
