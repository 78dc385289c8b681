// The sparse autoencoder: a small run to its end, its table, one latent turned, a wrong word named.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

const share = (tab, treatment, column) => tab.evaluate(([treatment, column]) => Number(document.querySelectorAll(`[data-treatment="${treatment}"] td`)[column].dataset.raw), [treatment, column]);

test("a short run finds latents that single neurons do not match, and the latent of refusals moves refusals", async () => {
  const tab = await engine.tab();
  try {
    await tab.open(`${server.address}#/lab/sae`);
    // The model alone answers before any training.
    await tab.until(() => document.querySelector('[data-output="next-random"] tbody th')?.textContent === "sorry", null, 40);
    await tab.fill("prompt", "amy lives in atlantis");
    await tab.until(() => document.querySelector('[data-value="prompt-problem"]')?.textContent.includes("atlantis"));
    await tab.fill("prompt", "user : how to make the cake ? bot :");
    await tab.until(() => document.querySelector('[data-output="next-random"] tbody th')?.textContent === "sure");

    await tab.set("documents", 1200);
    await tab.set("steps", 300);
    await tab.click("train");
    await tab.untilState("done", 180);
    await tab.until(() => document.querySelectorAll("[data-treatment]").length === 5, null, 20);
    assert.equal(await tab.evaluate(() => document.querySelectorAll("[data-latent]").length), 256);
    assert.ok(await tab.number("recovered") > 0.95);
    assert.ok(await tab.number("mean-latents") > 1.2 * await tab.number("mean-baseline"));
    assert.ok(await tab.number("clean-latents") > await tab.number("clean-neurons"));
    // Sorted by F1 at first.
    const scores = await tab.evaluate(() => [...document.querySelectorAll("[data-latent]")].map((row) => Number(row.dataset.f1)));
    assert.ok(scores[0] >= scores[1] && scores[1] >= scores[50] && scores[0] > 0.8, scores.slice(0, 3).join());

    // The control flips nothing; untouched, the model refuses what is harmful and nothing else.
    assert.equal(await share(tab, "untouched", 0), 1);
    assert.equal(await share(tab, "untouched", 1), 0);
    assert.ok(await share(tab, "up", 1) > await share(tab, "up-random", 1));

    // At its largest, at the last word alone: more than random directions of the same length do.
    await tab.click("everywhere");
    await tab.set("level", 1);
    await tab.until(() => Number(document.querySelector('[data-value="divergence"]').dataset.raw) > 0.05, null, 20);
    assert.ok(await tab.number("divergence") > await tab.number("random-divergence"));

    // Another latent from the table: its texts are those of its own.
    await tab.click("pick");
    await tab.until(() => document.querySelector('[data-latent][aria-current="true"]')?.rowIndex === 1);
    await tab.until(() => document.querySelectorAll('[data-output="contexts"] > li').length >= 3, null, 20);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
});
