// The lab of trust: the weights of the reference, a check that runs to its end, and two people of one name.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/trust";
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
    await tab.until(() => document.querySelector('[data-lab="trust"] [data-control="check"]'));
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

test("trust: the weight and the answer follow the claim and come back", () => opened(async (tab) => {
  for (const [claim, weight] of [[120, 0.966], [130, 0.796], [140, 0.192], [150, 0.006]]) {
    await tab.set("claim", claim);
    assert.ok(Math.abs((await tab.number("weight")) - weight) < 0.0006, `${claim}`);
  }
  await tab.set("spread", 30);
  await tab.set("claim", 160);
  assert.ok(Math.abs((await tab.number("weight")) - 0.882) < 0.0006);
}));

test("trust: the check runs to its end and the formula errs least", () => opened(async (tab) => {
  assert.equal(await tab.value("error-tool"), null, "nothing is shown before it has been counted");
  await tab.click("check");
  await tab.until(() => document.querySelector('[data-job="check"]').dataset.state === "done", null, 120);
  const [formula, tool, own] = [await tab.number("error-formula"), await tab.number("error-tool"), await tab.number("error-own")];
  assert.ok(formula < own && own < tool, `${formula} ${own} ${tool}`);
  assert.ok((await tab.number("ratio-blind")) > 10);
}));

test("trust: two people of one name are told apart by their birth", () => opened(async (tab) => {
  assert.equal(await tab.number("people-right"), 1);
  await tab.evaluate(() => document.querySelector('[data-control="by-name"]').click());
  await tab.until(() => document.querySelector('[data-value="people-right"]').dataset.raw === "4");
  const right = await tab.evaluate(() => document.querySelectorAll('[data-output="people"] [data-right="true"]').length);
  assert.equal(right, 4);
}));
