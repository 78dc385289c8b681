// What readers, links, files and machines can do wrong: each ends in a message in the reader's language, and nothing is lost.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, site } from "./browsers.mjs";
import { LAB, output, small, train } from "./lab.mjs";

let server, engine;
before(async () => {
  server = await site();
  engine = await browser("chromium");
});
after(async () => {
  await engine.close();
  server.close();
});

async function lab(check, options = {}, hash = LAB) {
  const tab = await engine.tab(options);
  try {
    await tab.page.addInitScript(() => { globalThis.__xss = 0; });
    await tab.open(server.address + hash);
    await check(tab);
  } finally {
    await tab.close();
  }
}

/** Some visible message (an alert, a status, a callout) matches. */
const message = (tab, pattern, seconds = 20) =>
  tab.until((source) => [...document.querySelectorAll('[role="alert"], [role="status"], .callout, .notice, .run-why, [data-value="job-notice"]')].some((e) => e.checkVisibility() && new RegExp(source, "i").test(e.textContent)), pattern, seconds);

/** Gives the lab a text of the reader's own by paste. */
async function paste(tab, text) {
  await tab.choose("corpus", "own");
  await tab.see("own-text");
  await tab.evaluate((text) => {
    const field = document.querySelector('[data-control="own-text"]');
    field.focus();
    const data = new DataTransfer();
    data.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

const MARKUP = ['<svg/onload="__xss=1">', "<img src=x onerror=__xss=1>", '"><script>__xss=1</script>', "javascript:__xss=1", "{{constructor.constructor('__xss=1')()}}", "</textarea><script>__xss=1</script>"];
const quiet = async (tab) => {
  assert.equal(await tab.evaluate(() => globalThis.__xss), 0, "no script of the text ran");
  assert.equal(await tab.evaluate(() => document.querySelectorAll("main script, main img[src=x], main svg[onload]").length), 0);
  assert.deepEqual(tab.console, []);
};

test("markup in the prompt and in an own text is shown as text and never runs", () => lab(async (tab) => {
  await paste(tab, MARKUP.join("\n").repeat(20));
  await tab.set("steps", 10);
  await train(tab);
  for (const text of MARKUP) {
    await tab.fill("prompt", text);
    await tab.press_anyway("next-token");
    await new Promise((next) => setTimeout(next, 150));
  }
  await quiet(tab);
}));

test("bidirectional marks, joined emoji and combining marks train, and no replacement mark appears", () => lab(async (tab) => {
  await paste(tab, "a🎉b👨‍👩‍👧é שלום \u202eזה 單字\n".repeat(60));
  await tab.set("steps", 20);
  await train(tab);
  await tab.click("generate");
  await tab.until(() => (document.querySelector('[data-output="text"]')?.textContent ?? "").length > 3);
  assert.ok(!(await output(tab)).includes("\ufffd"));
  assert.ok(!(await tab.text("main")).includes("\ufffd"));
  await quiet(tab);
}));

for (const [what, text] of [["empty", ""], ["only spaces", "  \n \n"], ["one character", "a"], ["one repeated character", "aaaa".repeat(500)], ["shorter than the context", "to be or not"]]) {
  test(`an own text that is ${what} gets a message before training`, () => lab(async (tab) => {
    await paste(tab, text);
    await tab.press_anyway("train"); // the button may say why it is disabled
    await new Promise((next) => setTimeout(next, 800));
    const state = await tab.state();
    assert.notEqual(state, "running");
    const words = await tab.evaluate(() => [...document.querySelectorAll('[role="alert"], [role="status"], .callout, .notice, .run-why, [data-value="job-notice"]')].filter((e) => e.checkVisibility()).map((e) => e.textContent).join(" ") + (document.querySelector('[data-control="train"]')?.title ?? ""));
    assert.ok(words.trim().length > 10, "a message says why");
    assert.deepEqual(tab.console, []);
  }));
}

test("ten megabytes pasted are cut before they reach the page, which stays quick", () => lab(async (tab) => {
  await tab.choose("corpus", "own");
  await tab.see("own-text");
  const took = await tab.evaluate(async () => {
    const field = document.querySelector('[data-control="own-text"]');
    const data = new DataTransfer();
    data.setData("text/plain", "🎉\u202e單字 word ".repeat(700_000));
    const begin = performance.now();
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    return performance.now() - begin;
  });
  assert.ok(took < 1000, `${took} ms`);
  assert.ok((await tab.evaluate(() => document.querySelector('[data-control="own-text"]').value.length)) <= 200_000);
  assert.deepEqual(tab.console, []);
}));

test("a picture dropped as a text is refused with a message, a Big5 file is read", () => lab(async (tab) => {
  const dir = mkdtempSync(join(tmpdir(), "e2e-"));
  const picture = join(dir, "picture.txt"), big5 = join(dir, "big5.txt");
  writeFileSync(picture, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, ...Array(4000).fill(0)]));
  // 床前明月光,疑是地上霜 in Big5.
  const line = Buffer.from("a7c9abe9a9faa4ebafa5a141baaca44fa661a457bbe50a", "hex");
  writeFileSync(big5, Buffer.concat(Array(200).fill(line)));
  await tab.choose("corpus", "own");
  await tab.driver.upload('input[type="file"][accept*=".txt"]', picture);
  await tab.set("steps", 5);
  await tab.press_anyway("train");
  await message(tab, "text|文字");
  await tab.driver.upload('input[type="file"][accept*=".txt"]', big5);
  await train(tab);
  assert.match(await tab.text("main"), /Big5/);
  assert.deepEqual(tab.console, []);
}));

test("saved weights come back in a fresh tab; a file that is cut, foreign or of another size is refused and nothing is lost", async () => {
  const folder = mkdtempSync(join(tmpdir(), "e2e-"));
  const saved = join(folder, "saved.safetensors");
  let parameters, loss;
  await lab(async (tab) => {
    await small(tab, { steps: 30 });
    await train(tab);
    [parameters, loss] = [await tab.number("parameters"), await tab.number("training-loss")];
    await tab.see("export");
    const [download] = await Promise.all([tab.page.waitForEvent("download"), tab.click("export")]);
    await download.saveAs(saved);
  });
  const whole = readFileSync(saved);
  assert.ok(whole.length > parameters * 4, "the file holds every parameter");
  const bad = {
    "cut.safetensors": whole.subarray(0, whole.length - 100),
    "empty.safetensors": Buffer.alloc(0),
    "picture.safetensors": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]),
    "huge_head.safetensors": Buffer.concat([Buffer.from([255, 255, 255, 255, 255, 255, 255, 127]), Buffer.from("{}")]),
  };
  for (const [name, bytes] of Object.entries(bad)) writeFileSync(join(folder, name), bytes);
  await lab(async (tab) => {
    await small(tab, { steps: 10 });
    await train(tab);
    const [step, own] = [await tab.number("step"), await tab.number("training-loss")];
    for (const name of Object.keys(bad)) {
      await tab.see("import");
      await tab.driver.upload(tab.control("import"), join(folder, name));
      await message(tab, "not a safetensors file|damaged");
      assert.deepEqual([await tab.number("step"), await tab.number("training-loss")], [step, own], name);
    }
    await tab.driver.upload(tab.control("import"), saved);
    await tab.until(() => document.querySelector('[data-value="loaded"]').textContent.includes("step=30"));
    await tab.set("width", 48);
    await tab.until(() => document.querySelector('[data-value="parameters"]'));
    // Another number of steps than before, so that the new run is told from the old one.
    await tab.set("steps", 11);
    await tab.click("start-anew");
    await tab.until(() => document.querySelector('[data-value="step"]').dataset.raw === "11");
    await tab.untilState("done");
    await tab.driver.upload(tab.control("import"), saved);
    await message(tab, "another shape|形狀");
    assert.deepEqual(tab.console, []);
  });
  assert.ok(Number.isFinite(loss));
});

test("the highest learning rate diverges; the message offers a lower one, and going on works", () => lab(async (tab) => {
  await small(tab, { corpus: "english", steps: 600 });
  await tab.set("learning-rate", 1);
  await tab.click("train");
  await tab.untilState("diverged", 120);
  await message(tab, "learning rate|學習率");
  assert.ok(Number.isFinite(await tab.number("validation-loss")));
  await tab.click("resume");
  await tab.untilState("running|done", 30);
  assert.deepEqual(tab.console, []);
}));

test("a prompt of unknown characters names them and changes nothing", () => lab(async (tab) => {
  await small(tab, { corpus: "english", steps: 5 });
  await train(tab);
  const before = await output(tab);
  await tab.fill("prompt", "漢🎉");
  await message(tab, "漢");
  await tab.press_anyway("next-token");
  await new Promise((next) => setTimeout(next, 300));
  assert.equal(await output(tab), before);
  assert.deepEqual(tab.console, []);
}));

for (const hash of ["#/lab/next-token?v=1&s=AAAA", "#/lab/next-token?v=1&s=%E0%A4%A", "#/lab/next-token?v=99&s=abc", "#/lab/next-token?v=1&s=" + "A".repeat(100_000), "#/lab/nothing-here", "#/%00%ff", "#javascript:alert(1)"]) {
  test(`a damaged or foreign link (${hash.slice(0, 40)}) gets a page and a message`, () => lab(async (tab) => {
    await tab.until(() => document.querySelector("h1")?.textContent.trim().length > 0);
    await new Promise((next) => setTimeout(next, 300));
    assert.ok((await tab.text("main")).trim().length > 20);
    assert.deepEqual(tab.console, []);
  }, {}, hash));
}

test("a link that lost its end says so and keeps the defaults", async () => {
  let link;
  await lab(async (tab) => {
    await tab.set("steps", 123);
    await tab.click("copy-link");
    link = await tab.evaluate(() => location.hash);
  });
  await lab(async (tab) => {
    await message(tab, "damaged|損");
    assert.notEqual(await tab.evaluate(() => document.querySelector('[data-control="steps"]').value), "123");
  }, {}, link.replace(/(s=[^&]*?).{3}(&|$)/, "$1$2"));
});

test("Enter that picks a candidate of an input method does not roll the dice", () => lab(async (tab) => {
  await tab.see("prompt");
  const before = await output(tab);
  await tab.evaluate(() => {
    const field = document.querySelector('[data-control="prompt"]');
    field.focus();
    field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true, data: "ㄕ" }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, keyCode: 229, bubbles: true, cancelable: true }));
    field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "詩" }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }));
  });
  await new Promise((next) => setTimeout(next, 500));
  assert.equal(await output(tab), before);
}));

test("with storage that throws, the site works and says so at most once", async () => {
  const tab = await engine.tab();
  try {
    await tab.page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } });
    });
    await tab.open(server.address + LAB);
    await tab.choose("theme", "dark");
    await small(tab, { steps: 5 });
    await train(tab);
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
});

test("garbage in storage does not keep the site from starting", async () => {
  const tab = await engine.tab();
  try {
    await tab.open(server.address + "#/");
    await tab.evaluate(() => {
      for (const key of Object.keys(localStorage)) localStorage.setItem(key, "\u0000{not json");
      localStorage.setItem("lecture-playground:theme", "purple");
      localStorage.setItem("lecture-playground:language", "\ud800");
    });
    await tab.open(server.address + LAB);
    await tab.until(() => document.querySelector("h1"));
    assert.deepEqual(tab.console, []);
  } finally {
    await tab.close();
  }
});

test("six times slower, the page still answers", () => lab(async (tab) => {
  const cdp = await tab.driver.cdp();
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await small(tab, { steps: 10 });
  await train(tab, 180);
  await tab.click("next-token");
  await tab.until(() => (document.querySelector('[data-output="text"]')?.textContent ?? "").trim().length > 0, null, 30);
}));
