// The lab on feedback: a repair by the log passes in a few runs, pass or fail runs out of them, and the experiment fills the figure.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/feedback";
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
    await tab.until(() => document.querySelector('[data-lab="feedback"] [data-control="repair-step"]'));
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const over = (tab, wanted) => tab.until((wanted) => document.querySelector('[data-output="repair-state"]')?.dataset.state === wanted, wanted, 60);

test("feedback: the log mends a program in at most one run a slot, pass or fail runs out", () => opened(async (tab) => {
  await tab.click("repair-step");
  assert.equal(await tab.number("runs"), 1);
  await tab.evaluate(() => document.querySelector('[data-preset="log"]').click());
  await tab.until(() => document.querySelector('[data-value="runs"]').dataset.raw === "0");
  assert.equal(await tab.number("law"), 1 + 4 * 7 / 8);
  await tab.click("repair-play");
  await over(tab, "passed");
  assert.ok((await tab.number("runs")) <= 5);
  assert.equal(await tab.evaluate(() => document.querySelectorAll('[data-output="log"] li').length), 0, "nothing is wrong any more");

  await tab.evaluate(() => document.querySelector('[data-preset="hopeless"]').click());
  await tab.click("repair-play");
  await over(tab, "out-of-runs");
  assert.equal(await tab.number("runs"), 500);
  assert.ok((await tab.evaluate(() => document.querySelectorAll('[data-output="log"] li').length)) > 0, "the compiler says more than the writer is told");
}));

test("feedback: the experiment counts, pauses, and finds the runs of the formulas", () => opened(async (tab) => {
  await tab.set("budget", 1000);
  await tab.set("repairs", 20);
  await tab.click("count");
  await tab.until(() => Number(document.querySelector('[data-job="experiment"] [data-value="step"]').dataset.raw) > 20, null, 60);
  await tab.click("pause");
  await tab.until(() => document.querySelector('[data-job="experiment"]').dataset.state === "paused");
  await tab.click("resume");
  await tab.until(() => document.querySelector('[data-job="experiment"]').dataset.state === "done", null, 240);
  assert.ok(Math.abs((await tab.number("runs-log-8")) - 8) < 1.5);
  assert.ok(Math.abs((await tab.number("runs-line-8")) - 29) < 8);
  assert.ok((await tab.number("runs-score-8")) > 2 * (await tab.number("runs-score-in-order-8")), "the control");
  assert.equal(await tab.evaluate(() => document.querySelectorAll('[data-output="points"] tbody tr').length), 29);
}));
