// The main job in two browsers: pick a text, train, sample, fork, share; the same seed gives the same run everywhere.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browser, site } from "./browsers.mjs";
import { LAB, finished, output, small, train } from "./lab.mjs";

/** Validation loss of the bundled Chinese text that the default model must pass: uniform guessing is about 6.4 nats. */
const CHINESE_LOSS = 4.7;

let server;
before(async () => (server = await site()));
after(() => server.close());

const fingerprints = {};
for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    let engine, tab;
    before(async () => {
      engine = await browser(name);
      tab = await engine.tab();
      await tab.open(server.address + LAB);
    });
    after(async () => {
      await tab?.close();
      await engine?.close();
    });

    test(`${name}: the bundled Chinese text trains until the validation loss is below ${CHINESE_LOSS} nats`, async () => {
      await tab.choose("corpus", "chinese");
      await tab.until(() => Number(document.querySelector('[data-value="estimated-seconds"]')?.dataset.raw) > 0);
      const promised = await tab.number("estimated-seconds");
      await tab.click("train");
      await tab.until((limit) => { const raw = document.querySelector('[data-value="validation-loss"]')?.dataset.raw; return raw && Number(raw) < limit; }, CHINESE_LOSS, 300);
      assert.ok((await tab.number("tokens-per-second")) > 0);
      await tab.click("pause");
      await tab.untilState("paused");
      await new Promise((next) => setTimeout(next, 500)); // the last report is drawn after the state
      const step = await tab.number("step");
      await new Promise((next) => setTimeout(next, 700));
      assert.equal(await tab.number("step"), step, "a paused run stands still");
      const ratio = promised / (await tab.number("estimated-seconds")); // by now from the run's own pace
      assert.ok(ratio > 1 / 3 && ratio < 3, `the time promised before the run was ${ratio.toFixed(2)} of the run's own pace`);
      console.log(`${name}: the time promised before the run was ${ratio.toFixed(2)} of the run's own pace`);
      await tab.click("train-step");
      await tab.until((s) => Number(document.querySelector('[data-value="step"]').dataset.raw) === s, step + 1);
      assert.deepEqual(tab.console, []);
    });

    test(`${name}: one token at a time, then many, and a fork`, async () => {
      await tab.click("next-token");
      await tab.until(() => (document.querySelector('[data-output="text"]')?.textContent ?? "").trim().length > 0);
      const one = await output(tab);
      await tab.click("generate");
      await tab.until((length) => document.querySelector('[data-output="text"]').textContent.length > length + 8, one.length, 60);
      assert.ok(await tab.evaluate(() => document.querySelector('[data-figure="distribution"]') !== null));
      assert.deepEqual(tab.console, []);
    });

    test(`${name}: a shared link opens the same set-up in a fresh profile, and the run has the same fingerprint`, async () => {
      await tab.click("stop").catch(() => {});
      await small(tab);
      const first = await train(tab);
      fingerprints[name] = first;
      await tab.click("copy-link");
      const link = await tab.evaluate(() => location.href);
      const other = await engine.tab();
      try {
        await other.open(link);
        assert.equal(await train(other), first);
        assert.equal(await other.evaluate(() => document.querySelector('[data-control="steps"]').value), "30");
        assert.deepEqual(other.console, []);
      } finally {
        await other.close();
      }
    });
  });
}

test("two browsers agree bit for bit", () => {
  assert.match(fingerprints.chromium, /^[0-9a-f]{8}$/);
  assert.equal(fingerprints.firefox, fingerprints.chromium);
});

describe("in Chromium", () => {
  let engine;
  before(async () => (engine = await browser("chromium")));
  after(() => engine.close());
  const lab = async (options) => {
    const tab = await engine.tab(options);
    await tab.open(server.address + LAB);
    return tab;
  };

  test("pause and resume give the run that was never paused", async () => {
    const tab = await lab();
    try {
      await small(tab, { steps: 120 });
      const whole = await train(tab);
      await tab.click("reset");
      await tab.click("train");
      await tab.until(() => Number(document.querySelector('[data-value="step"]')?.dataset.raw) > 10);
      await tab.click("pause");
      await tab.untilState("paused|done");
      if ((await tab.state()) === "paused") await tab.click("resume");
      assert.equal(await finished(tab), whole);
    } finally {
      await tab.close();
    }
  });

  test("no task of the page is longer than 50 ms while it trains", async () => {
    const tab = await lab();
    try {
      await tab.evaluate(() => {
        globalThis.long = [];
        new PerformanceObserver((list) => globalThis.long.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask" });
      });
      await tab.choose("corpus", "english");
      await tab.click("train");
      await tab.until(() => Number(document.querySelector('[data-value="step"]')?.dataset.raw) > 5, null, 60);
      await tab.evaluate(() => { globalThis.long.length = 0; });
      await new Promise((next) => setTimeout(next, 6000));
      const long = await tab.evaluate(() => globalThis.long);
      assert.deepEqual(long, []);
      assert.equal(await tab.state(), "running");
    } finally {
      await tab.close();
    }
  });

  test("with the keyboard alone: train, roll the dice", async () => {
    const tab = await lab();
    try {
      await small(tab, { steps: 20 });
      const focus = async (name) => {
        await tab.evaluate(() => document.body.focus());
        for (let i = 0; i < 200; i++) {
          await tab.press("Tab");
          if (await tab.evaluate((n) => document.activeElement?.dataset.control === n, name)) return;
        }
        assert.fail(`${name} was not reached by Tab`);
      };
      await focus("train");
      await tab.press("Enter");
      await tab.untilState("done", 120);
      await focus("next-token");
      await tab.press(" ");
      await tab.until(() => (document.querySelector('[data-output="text"]')?.textContent ?? "").trim().length > 0);
      await focus("temperature");
      const before = await tab.evaluate(() => document.activeElement.value);
      await tab.press("ArrowRight");
      assert.notEqual(await tab.evaluate(() => document.activeElement.value), before);
      assert.deepEqual(tab.console, []);
    } finally {
      await tab.close();
    }
  });
});
