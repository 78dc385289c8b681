// Every page in both languages and both themes, on a phone and on a laptop: nothing in the console, no request to elsewhere,
// no violation of axe, nothing sideways, and a picture of each to look at.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { browser, site } from "./browsers.mjs";
import { LAB, working } from "./lab.mjs";

const server = await site();
const chromium = await browser("chromium");
const PAGES = { home: "#/", gallery: "#/gallery", ...await working(chromium, server) };
after(async () => {
  await chromium.close();
  server.close();
});

/** How far the page can be pushed sideways, pixels. */
const sideways = () => document.scrollingElement.scrollWidth - document.documentElement.clientWidth;

async function check(tab, address) {
  const lang = await tab.evaluate(() => document.documentElement.lang);
  assert.deepEqual(tab.console, [], "the console stays empty");
  assert.deepEqual(tab.requests.filter((url) => !url.startsWith(address.split("/a/")[0]) && !/^(blob|data):/.test(url)), [], "no request to another origin");
  return lang;
}

for (const [name, hash] of Object.entries(PAGES)) {
  for (const [lang, locale] of [["en", "en-US"], ["zh-Hant", "zh-TW"]]) {
    for (const dark of [false, true]) {
      test(`${name}, ${lang}, ${dark ? "dark" : "light"}: clean on a laptop and on a phone`, async () => {
        const tab = await chromium.tab({ lang: locale, dark });
        try {
          await tab.open(server.address + hash);
          await tab.until((wanted) => document.documentElement.lang === wanted, lang);
          await tab.until(() => document.querySelector("h1")?.textContent.trim().length > 0);
          await new Promise((next) => setTimeout(next, 1500)); // figures are drawn, the lab's job is open
          assert.equal(await check(tab, server.address), lang);
          await tab.fullScreenshot(`${name}-${lang}-${dark ? "dark" : "light"}-1280`);
          assert.deepEqual(await tab.axe(), []);
          await tab.resize(390, 844);
          await new Promise((next) => setTimeout(next, 500));
          await tab.fullScreenshot(`${name}-${lang}-${dark ? "dark" : "light"}-390`);
          assert.ok((await tab.evaluate(sideways)) <= 0, "nothing sideways at 390 px");
          await tab.resize(320, 568);
          await new Promise((next) => setTimeout(next, 300));
          assert.ok((await tab.evaluate(sideways)) <= 0, "nothing sideways at 320 px");
          assert.deepEqual(await tab.axe(), []);
          await check(tab, server.address);
        } finally {
          await tab.close();
        }
      });
    }
  }
}

test("the language switch keeps what the reader has set, and the theme switch too", async () => {
  const tab = await chromium.tab();
  try {
    await tab.open(server.address + LAB);
    await tab.set("steps", 77);
    await tab.choose("language", "zh-Hant");
    await tab.until(() => document.documentElement.lang === "zh-Hant");
    await tab.choose("theme", "dark");
    await tab.until(() => document.documentElement.dataset.theme === "dark");
    assert.equal(await tab.evaluate(() => document.querySelector('[data-control="steps"]').value), "77");
    assert.match(await tab.evaluate(() => document.title), /[\u4e00-\u9fff]/);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
});

test("with reduced motion nothing moves by itself", async () => {
  const tab = await chromium.tab({ reducedMotion: true });
  try {
    for (const hash of Object.values(PAGES)) {
      await tab.open(server.address + hash);
      await new Promise((next) => setTimeout(next, 500));
      assert.equal(await tab.evaluate(() => document.getAnimations().filter((a) => a.playState === "running").length), 0, hash);
    }
  } finally {
    await tab.close();
  }
});
