// Relations: a line fitted on five subjects, a relation that is less straight, an edit, a wrong file named, and the experiment in part.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";

const RELATIONS = "#/lab/relations";
let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

/** In the page: a value is there, the control of the neighbour too. */
const fitted = () => ["line-faithful", "other-faithful", "edit-success"].every((n) => document.querySelector(`[data-value="${n}"]`)?.dataset.raw);

async function relations(check) {
  const tab = await engine.tab();
  try {
    await tab.open(server.address + RELATIONS);
    await tab.until(fitted, null, 60);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

test("the line says the model's cities and its inverse moves them; random ones do not; translation is less straight", () => relations(async (tab) => {
  const [line, edit] = [await tab.number("line-faithful"), await tab.number("edit-success")];
  assert.ok(line >= 0.7 && edit >= 0.8, `${line} ${edit}`);
  assert.ok((await tab.number("random-faithful")) <= 0.1 && (await tab.number("edit-random")) <= 0.1);
  assert.equal(await tab.number("held-out"), 23);
  assert.equal(await tab.evaluate(() => document.querySelectorAll("[data-row]").length), 28);
  assert.equal(await tab.evaluate(() => document.querySelectorAll("[data-edit]").length), 23);
  await tab.choose("relation", "french-chinese");
  await tab.until(() => document.querySelectorAll("[data-row]").length === 48, null, 60);
  await tab.until(fitted, null, 60);
  assert.ok((await tab.number("line-faithful")) < line);
}));

test("with beta 0 everybody gets one answer, and at a late layer not even the whole state moves the model", () => relations(async (tab) => {
  await tab.set("beta", 0);
  await tab.until(() => Number(document.querySelector('[data-value="line-faithful"]').dataset.raw) < 0.2, null, 20);
  await tab.set("layer", 4);
  await tab.until(() => document.querySelector('[data-value="swap-success"]')?.dataset.raw === "0", null, 60);
  await tab.until(fitted, null, 60);
  assert.ok((await tab.number("edit-success")) <= 0.1);
}));

test("a file that is no model is named, and the experiment runs, pauses and goes on", () => relations(async (tab) => {
  const file = join(mkdtempSync(join(tmpdir(), "e2e-relations-")), "wrong.safetensors");
  writeFileSync(file, "nothing");
  await tab.driver.upload(tab.control("model-file"), file);
  await tab.until(() => document.body.textContent.includes("not a model that was trained on the small world"));
  await tab.click("sweep");
  await tab.until(() => Number(document.querySelector('[data-job="sweep"] [data-value="step"]')?.dataset.raw) > 20, null, 60);
  await tab.click("pause");
  await tab.untilState("paused", 20, "sweep");
  await tab.click("resume");
  await tab.untilState("running", 20, "sweep");
  await tab.until(() => document.querySelector('[data-figure="by-layer"] .plot-line') !== null || document.querySelector('[data-value="early-faithful"]')?.dataset.raw, null, 240);
  await tab.click("stop");
}));
