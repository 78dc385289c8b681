// The lab of forgetting as a reader uses it: step, edit, take back, climb, descend, train, and by keyboard alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/retention";
let server, chromium;
before(async () => {
  server = await site();
  chromium = await browser("chromium");
});
after(async () => {
  await chromium.close();
  server.close();
});

async function lab(check, options = {}) {
  const tab = await chromium.tab(options);
  try {
    await tab.open(server.address + LAB);
    await tab.until(() => document.querySelector('[data-control="step-on"]'), null, 30);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const value = (tab, name) => tab.evaluate((name) => Number(document.querySelector(`[data-value="${name}"]`).dataset.raw), name);
const shows = (tab, name, wanted) => tab.until(([name, wanted]) => Math.abs(Number(document.querySelector(`[data-value="${name}"]`)?.dataset.raw) - wanted) < 1e-6, [name, wanted]);
const tokens = (tab) => tab.evaluate(() => document.querySelectorAll('[data-output="stream"] [data-token]').length);

test("stepping on settles two guesses, and the rungs weigh the old item as they say", () => lab(async (tab) => {
  await tab.evaluate(() => document.querySelector('[data-guess="repeat"] [data-option="both"]').click());
  for (let i = 0; i < 4; i++) await tab.click("step-on");
  await shows(tab, "token-read", 5);
  await shows(tab, "old-weight", 1);
  await shows(tab, "new-weight", 1);
  await tab.until(() => /1\.00/.test(document.querySelector('[data-guess="repeat"] strong')?.parentElement.textContent ?? ""));
  await tab.set("rung", 2);
  await shows(tab, "old-weight", 0.8 ** 4);
  await tab.set("rung", 5);
  await shows(tab, "old-weight", 0);
  await shows(tab, "read-error", 0);
  await tab.set("rung", 1);
  await tab.click("step-on");
  await shows(tab, "rung-factor", 1);
  const z = 2 * Math.E + 2;
  await shows(tab, "softmax-factor", z / (z + Math.exp(1.5)));
  for (let rung = 1; rung <= 7; rung++) {
    await tab.set("rung", rung);
    assert.ok((await value(tab, "form-difference")) < 1e-9, `rung ${rung}`);
  }
}));

test("what is written, repeated, inserted and removed can be taken back", () => lab(async (tab) => {
  const before = await tokens(tab);
  for (const press of ["write", "repeat-key", "important", "pass-time"]) await tab.click(press);
  await tab.until((n) => document.querySelectorAll('[data-output="stream"] [data-token]').length === n, before + 4);
  await tab.click("remove");
  for (let i = 0; i < 5; i++) await tab.click("undo");
  await tab.until((n) => document.querySelectorAll('[data-output="stream"] [data-token]').length === n, before);
  await shows(tab, "token-read", 1);
  assert.equal(await tab.evaluate(() => document.querySelector('[data-control="undo"]').getAttribute("aria-disabled")), "true");
  for (let i = 0; i < 12; i++) await tab.press_anyway("pass-time");
  assert.equal(await tokens(tab), 16, "a full stream takes no more");
}));

test("the measured factor of the descent is the law's for every beta", () => lab(async (tab) => {
  for (const [beta, verdict] of [[0, "stands"], [0.5, "nears"], [1, "lands"], [1.9, "swings"], [2.1, "flies"]]) {
    await tab.set("descent-beta", beta);
    await tab.click("descent-reset");
    await tab.click("descent-step");
    await tab.until((verdict) => document.querySelector('[data-value="descent-verdict"]').dataset.raw === verdict, verdict);
    await shows(tab, "law-factor", Math.abs(1 - beta));
    assert.ok(Math.abs((await value(tab, "error-factor")) - Math.abs(1 - beta)) < 1e-6, `beta ${beta}`);
  }
}));

test("the gate that is trained here closes where everything before is declared void", () => lab(async (tab) => {
  await tab.set("steps", 150);
  await tab.click("train");
  await tab.untilState("done", 300);
  await tab.until(() => Number(document.querySelector('[data-value="gate-at-clear"]')?.dataset.raw) >= 0);
  const [at, elsewhere] = [await value(tab, "gate-at-clear"), await value(tab, "gate-elsewhere")];
  assert.ok(at < 0.4 && elsewhere > 0.7, `${at} ${elsewhere}`);
  await tab.until(() => document.querySelectorAll('[data-output="runs"] tbody tr').length === 1);
  await tab.fullScreenshot("retention-trained-1280");
}));

test("the ladder is climbed and the stream walked by keyboard alone", () => lab(async (tab) => {
  await tab.evaluate(() => document.querySelector('[data-control="rung"]').focus());
  await tab.press("ArrowRight");
  await tab.until(() => document.querySelector('[data-control="rung"]').value === "2");
  await tab.evaluate(() => document.querySelector('[data-token="3"]').focus());
  await tab.press("Enter");
  await shows(tab, "token-read", 3);
}));
