// The lab of tools: every attack is tried, the two views of a run differ, and toolboxes are drawn.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const LAB = "#/lab/tools";
let server, chromium;
before(async () => {
  server = await site();
  chromium = await browser("chromium");
});
after(async () => {
  await chromium.close();
  server.close();
});

test("tools: the run tries every attack, and what the user never sees is on the developer's side", async () => {
  const tab = await chromium.tab({});
  try {
    await tab.open(server.address + LAB);
    await tab.until(() => document.querySelector('[data-lab="tools"] [data-control="try"]'));
    assert.equal(await tab.value("succeeded-none"), null, "nothing is shown before it has been counted");
    await tab.set("toolboxes", 20);
    await tab.click("try");
    await tab.until(() => document.querySelector('[data-job="try"]').dataset.state === "done", null, 120);
    const counts = [];
    for (const name of ["none", "escape", "roles", "allow", "all"]) counts.push(await tab.number(`succeeded-${name}`));
    assert.deepEqual(counts, [20, 15, 2, 6, 2]);
    assert.equal(await tab.number("irreversible-allow"), 0);
    const cells = await tab.evaluate(() => document.querySelectorAll('[data-output="attacks"] [data-succeeded="true"]').length);
    assert.equal(cells, 45);
    const views = await tab.evaluate(() => ["user-view", "developer-view"].map((name) => document.querySelector(`[data-output="${name}"]`).textContent));
    assert.ok(!views[0].includes("note_delete") && views[1].includes("note_delete"), views.join("\n"));
    const four = await tab.number("recall-4");
    const many = await tab.number("recall-256");
    assert.ok(many < four, `${many} ${four}`);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
});
