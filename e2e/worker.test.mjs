// The worker under bad luck: killed, hung up on, starved of policy; and nothing is left behind.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";
import { LAB, finished, small, train } from "./lab.mjs";

let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

/** A tab that keeps its workers at hand, so that a test can kill them. */
async function lab() {
  const tab = await engine.tab();
  await tab.page.addInitScript(() => {
    const Original = globalThis.Worker;
    globalThis.workers = [];
    globalThis.Worker = class extends Original {
      constructor(...args) {
        super(...args);
        globalThis.workers.push(this);
      }
    };
  });
  await tab.open(server.address + LAB);
  return tab;
}

test("a worker killed in mid-run comes back from its checkpoint, and the run ends with the same fingerprint", async () => {
  const tab = await lab();
  try {
    await small(tab, { steps: 60 });
    const whole = await train(tab);
    await tab.click("reset");
    await tab.set("steps", 4000);
    await tab.click("train");
    await tab.until(() => Number(document.querySelector('[data-value="step"]')?.dataset.raw) > 20, null, 60);
    await new Promise((next) => setTimeout(next, 2500));
    const step = await tab.number("step");
    await tab.evaluate(() => globalThis.workers.at(-1).dispatchEvent(new ErrorEvent("error", { message: "killed by a test" })));
    await tab.until((s) => Number(document.querySelector('[data-value="step"]')?.dataset.raw) > s + 20, step, 60);
    assert.ok((await tab.evaluate(() => globalThis.workers.length)) >= 2, "a new worker was started");
    assert.ok(whole);
    assert.deepEqual(tab.console.filter((line) => !line.includes("killed by a test")), []);
  } finally {
    await tab.close();
  }
});

test("a worker that vanishes without a word is noticed and replaced", async () => {
  const tab = await lab();
  try {
    await small(tab, { steps: 4000 });
    await tab.click("train");
    await tab.until(() => Number(document.querySelector('[data-value="step"]')?.dataset.raw) > 20, null, 60);
    await tab.evaluate(() => globalThis.workers.at(-1).terminate());
    // Up to 20 s where a question of the page is open: some take seconds to answer.
    await tab.until(() => globalThis.workers.length >= 2, null, 45);
    await tab.until((s) => Number(document.querySelector('[data-value="step"]')?.dataset.raw) > s, await tab.number("step"), 30);
  } finally {
    await tab.close();
  }
});

test("killed twenty times in a row, the run still ends with the fingerprint of a run that never was", async () => {
  const tab = await lab();
  try {
    await small(tab, { steps: 1500 });
    const whole = await train(tab);
    await tab.click("reset");
    await tab.click("train");
    for (let kills = 0; kills < 20; kills++) {
      const before = await tab.evaluate(() => {
        const before = globalThis.workers.length;
        globalThis.workers.at(-1).dispatchEvent(new ErrorEvent("error", { message: "killed by a test" }));
        return before;
      });
      // A new worker by itself, or after too many losses in a minute when the reader asks for one.
      const offered = '[data-control="start-again"]';
      await tab.until(([n, offered]) => globalThis.workers.length > n || document.querySelector(offered), [before, offered], 30);
      if (await tab.evaluate((offered) => !!document.querySelector(offered), offered)) await tab.click("start-again");
      await tab.until((n) => globalThis.workers.length > n, before, 30);
      await tab.untilState("running|done", 30);
    }
    assert.equal(await finished(tab), whole);
    assert.deepEqual(tab.console.filter((line) => !line.includes("killed by a test")), []);
  } finally {
    await tab.close();
  }
});

test("reset and trained again twenty times, a run holds no more memory than the first time", async () => {
  const tab = await lab();
  try {
    await small(tab, { steps: 40 });
    const held = async () => {
      const fingerprint = await train(tab);
      return { fingerprint, memory: await tab.number("memory") };
    };
    const first = await held();
    for (let i = 0; i < 20; i++) {
      await tab.click("reset");
      const again = await held();
      assert.equal(again.fingerprint, first.fingerprint);
      // Points that wait to be reported are counted, a few hundred bytes.
      assert.ok(Math.abs(again.memory - first.memory) < 10_000, `${first.memory} bytes, then ${again.memory}`);
    }
  } finally {
    await tab.close();
  }
});

test("leaving the lab stops its job, and fifty visits leave nothing behind", async () => {
  const tab = await lab();
  try {
    const cdp = await tab.driver.cdp();
    const heap = async () => {
      await cdp.send("HeapProfiler.collectGarbage");
      return (await cdp.send("Runtime.getHeapUsage")).usedSize;
    };
    const visit = async () => {
      await tab.evaluate(() => { location.hash = "#/lab/next-token"; });
      await tab.until(() => document.querySelector('[data-job="train"]'));
      await tab.evaluate(() => { location.hash = "#/"; });
      await tab.until(() => !document.querySelector('[data-job="train"]'));
    };
    for (let i = 0; i < 10; i++) await visit();
    const begin = await heap();
    for (let i = 0; i < 50; i++) await visit();
    const grown = (await heap()) - begin;
    assert.ok(grown < 1_500_000, `grew by ${grown} bytes`);
    assert.ok((await tab.evaluate(() => globalThis.workers.length)) <= 2, "one worker serves all visits");
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
});

test("the page and its worker reach no other origin", async () => {
  let reached = 0;
  const other = createServer((_request, answer) => {
    reached++;
    answer.writeHead(200, { "access-control-allow-origin": "*" }).end("reached");
  }).listen(0, "127.0.0.1");
  await new Promise((next) => other.once("listening", next));
  const address = `http://127.0.0.1:${other.address().port}/`;
  const tab = await lab();
  try {
    await tab.until(() => globalThis.workers.length > 0, null, 30);
    // Whether eval is refused is checked in scripts/site_test.mjs: this driver's own evaluation is exempt from the policy.
    const refused = async (address) => {
      try {
        await fetch(address);
        return false;
      } catch {
        return true;
      }
    };
    assert.equal(await tab.evaluate(refused, address), true);
    const [worker] = tab.page.workers();
    assert.ok(worker, "the driver sees the worker");
    assert.equal(await worker.evaluate(refused, address), true);
    assert.equal(reached, 0);
  } finally {
    await tab.close();
    other.close();
  }
});
