// Every lab of the home page, driven by what all labs share: the names of the contract. What a lab means is tested in its own
// file; here nothing that a reader can press may crash it, leave words in the console, or get lost in a link.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { browser, site } from "./browsers.mjs";
import { working } from "./lab.mjs";

const server = await site();
const chromium = await browser("chromium");
const LABS = await working(chromium, server);
after(async () => {
  await chromium.close();
  server.close();
});

const rest = (ms) => new Promise((next) => setTimeout(next, ms));

async function opened(id, options, check) {
  const tab = await chromium.tab(options);
  try {
    await tab.open(server.address + LABS[id]);
    await tab.until((id) => document.querySelector(`[data-lab="${id}"] [data-control]`), id, 30);
    await rest(1000);
    await check(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
}

/** Runs that go are ended, so that the next thing pressed meets a calm page. */
async function calm(tab) {
  await tab.evaluate(() => {
    for (const job of document.querySelectorAll("[data-job]")) {
      if (job.dataset.state === "running") job.querySelector('[data-control$="stop"], [data-control$="pause"]')?.click();
    }
  });
}

for (const id of Object.keys(LABS)) {
  test(`${id}: every button, choice and slider can be used, and the lab is still there`, () => opened(id, {}, async (tab) => {
    const names = await tab.evaluate((id) => [...new Set([...document.querySelectorAll(`[data-lab="${id}"] [data-control]`)].map((e) => e.dataset.control))], id);
    assert.ok(names.length > 5, `only ${names}`);
    for (const name of names.filter((name) => !["import", "copy-link"].includes(name))) {
      await tab.evaluate((name) => {
        const e = document.querySelector(`[data-lab] [data-control="${name}"]`);
        if (!e || e.disabled || e.getAttribute("aria-disabled") === "true") return;
        e.scrollIntoView({ block: "center" });
        const tell = (type) => e.dispatchEvent(new Event(type, { bubbles: true }));
        if (e.tagName === "SELECT") {
          e.selectedIndex = (e.selectedIndex + 1) % e.options.length;
          tell("change");
        } else if (e.type === "range" || e.type === "number") {
          const [low, high, now] = [Number(e.min || 0), Number(e.max || 10), Number(e.value)];
          // To the other end of the scale, as far as a run stays short.
          e.value = String(/steps/.test(name) ? Math.max(low, 3) : now < high ? Math.min(high, now + (Number(e.step) || 1)) : low);
          tell("input");
          tell("change");
        } else if (e.tagName === "TEXTAREA" || e.type === "text") {
          e.value += "a";
          tell("input");
          tell("change");
        } else {
          (e.matches("button, input, summary, [tabindex]") ? e : e.querySelector("label, button, input"))?.click();
        }
      }, name);
      await rest(120);
      assert.ok(await tab.evaluate((id) => !!document.querySelector(`[data-lab="${id}"]`), id), `${name} took the lab away`);
      assert.deepEqual(tab.console, [], `after ${name}`);
      await calm(tab);
    }
    assert.equal(await tab.evaluate(() => document.documentElement.dataset.boot), "ready");
  }));

  test(`${id}: each preset and each guess can be taken, and a language switch keeps every control`, () => opened(id, {}, async (tab) => {
    const count = await tab.evaluate(() => document.querySelectorAll("[data-preset]").length);
    for (let i = 0; i < count; i++) {
      await tab.evaluate((i) => document.querySelectorAll("[data-preset]")[i]?.click(), i);
      await rest(150);
    }
    const guesses = await tab.evaluate(() => document.querySelectorAll("[data-guess]").length);
    assert.ok(guesses > 0, "a lab begins with a guess");
    const values = () => tab.evaluate(() => Object.fromEntries([...document.querySelectorAll("[data-lab] :is(input, select, textarea)[data-control]")].map((e) => [e.dataset.control, e.type === "checkbox" ? e.checked : e.value])));
    const before = await values();
    await tab.choose("language", "zh-Hant");
    await tab.until(() => document.documentElement.lang === "zh-Hant");
    assert.deepEqual(await values(), before);
    // No sentence of the other language is left standing in a paragraph of the lesson.
    const english = await tab.evaluate(() => [...document.querySelectorAll("[data-lab] .beat-text p")].map((p) => p.textContent).filter((t) => t.length > 80 && !/[\u4e00-\u9fff]/.test(t)));
    assert.deepEqual(english, []);
  }));

  test(`${id}: a copied link opens the same state in a fresh profile`, async () => {
    let link, before;
    const values = (tab) => tab.evaluate(() => Object.fromEntries([...document.querySelectorAll("[data-lab] :is(input[type=range], input[type=number], select)[data-control]")].map((e) => [e.dataset.control, e.value])));
    await opened(id, {}, async (tab) => {
      await tab.evaluate(() => {
        for (const e of document.querySelectorAll("[data-lab] input[type=range][data-control]")) {
          if (e.disabled || Number(e.value) >= Number(e.max)) continue;
          e.value = String(Math.min(Number(e.max), Number(e.value) + (Number(e.step) || 1)));
          e.dispatchEvent(new Event("input", { bubbles: true }));
          e.dispatchEvent(new Event("change", { bubbles: true }));
        }
      });
      await rest(600);
      before = await values(tab);
      await tab.click("copy-link");
      await rest(300);
      link = await tab.evaluate(() => location.href);
    });
    const tab = await chromium.tab();
    try {
      await tab.open(link);
      await tab.until((id) => document.querySelector(`[data-lab="${id}"] [data-control]`), id, 30);
      await rest(1200);
      assert.deepEqual(await values(tab), before);
      assert.deepEqual(tab.console, []);
    } finally {
      await tab.close();
    }
  });

  test(`${id}: every control is named and large enough for a finger, and none leaves the screen`, () => opened(id, { width: 320, height: 568, touch: true }, async (tab) => {
    const faults = await tab.evaluate(() => [...document.querySelectorAll(":is(button, select, input)[data-control]")].filter((e) => e.checkVisibility()).flatMap((e) => {
      const box = (e.type === "checkbox" || e.type === "radio" ? e.closest("label") ?? e : e).getBoundingClientRect();
      const faults = [];
      if (box.width < 24 || box.height < 24) faults.push(`${e.dataset.control}: ${box.width} x ${box.height}`);
      if (box.left < -1 || box.right > innerWidth + 1) faults.push(`${e.dataset.control}: from ${box.left} to ${box.right}`);
      if (!(e.labels?.length || e.textContent.trim() || e.getAttribute("aria-label"))) faults.push(`${e.dataset.control}: no name`);
      return faults;
    }));
    assert.deepEqual(faults, []);
  }));
}
