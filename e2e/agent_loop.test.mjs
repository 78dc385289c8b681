// The lab of an agent's loop: run, break, edit a result, fork, compare, and a link that rebuilds the run.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/agent-loop";
let server, chromium;
before(async () => {
  server = await site();
  chromium = await browser("chromium");
});
after(async () => {
  await chromium.close();
  server.close();
});

async function opened(address, check) {
  const tab = await chromium.tab({});
  try {
    await tab.open(server.address + address);
    await tab.until(() => document.querySelector('[data-output="prompt"] [data-author="user"]'), null, 60);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

const hash = (tab) => tab.evaluate(() => document.querySelector('[data-value="log-hash"]').textContent);
const ended = () => document.querySelector('[data-job="agent"]').dataset.state === "done";

async function ran(tab) {
  await tab.evaluate(() => document.querySelector('[data-control="agent-speed"] [data-option="full"]').click());
  await tab.click("agent-run");
  await tab.until(ended, null, 60);
}

test("agent loop: a run ends at the flag, and its link rebuilds it", () => opened(LAB, async (tab) => {
  await ran(tab);
  const found = await hash(tab);
  assert.match(found, /^[0-9a-f]{16}$/);
  assert.ok((await tab.number("inserted")) > 0 && (await tab.number("written")) > 0);
  await tab.until(() => location.hash.includes("s="), null, 10);
  await new Promise((done) => setTimeout(done, 1500));
  const link = await tab.evaluate(() => location.hash);
  await opened(link, async (other) => {
    await other.until(ended, null, 60);
    assert.equal(await hash(other), found);
  });
}));

test("agent loop: an edited result makes a branch, and the branches are compared", () => opened(LAB, async (tab) => {
  await ran(tab);
  await tab.evaluate(() => {
    const select = document.querySelector('[data-control="edit-message"]');
    select.value = [...select.options].find((o) => /result/.test(o.textContent)).value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await tab.evaluate(() => {
    const area = document.querySelector('[data-control="edit-text"]');
    area.value = '{"error":{"code":"tool_failed","message":"fog"}}';
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await tab.click("fork");
  await tab.until(() => document.querySelectorAll('[data-output="branches"] li').length === 2, null, 20);
  await tab.click("compare");
  await tab.until(() => document.querySelector('[data-value="same-world"]'), null, 20);
}));

test("agent loop: fifty maps, each twice", () => opened(LAB, async (tab) => {
  await tab.click("walks");
  await tab.until(() => document.querySelector('[data-job="walks"]').dataset.state === "done", null, 180);
  assert.equal(await tab.number("ratio-full"), 1);
  assert.ok((await tab.number("ratio-fog")) > 1);
  assert.equal(await tab.number("arrived-fog"), 50);
}));
