// What the scenarios know of the sampling lab.

import assert from "node:assert/strict";

export const LAB = "#/lab/next-token";

/** A small run of the bundled text: quick, and large enough to learn from. */
export async function small(tab, { corpus = "chinese", steps = 30, width = 32, context = 16, seed = 42 } = {}) {
  await tab.choose("corpus", corpus);
  await tab.set("width", width);
  await tab.set("context", context);
  await tab.set("steps", steps);
  await tab.set("seed", seed);
}

/** Trains to the end of the budget; gives the fingerprint. */
export async function train(tab, seconds = 120) {
  await tab.click("train");
  return finished(tab, seconds);
}

/** Waits for the end of a run that goes; gives its fingerprint. */
export async function finished(tab, seconds = 120) {
  await tab.untilState("done", seconds);
  // The last report is drawn a frame after the state.
  await tab.until(() => document.querySelector('[data-value="step"]')?.dataset.raw === document.querySelector('[data-control="steps"]')?.value);
  const fingerprint = await tab.value("fingerprint");
  assert.match(fingerprint, /^[0-9a-f]{8}$/);
  return fingerprint;
}

/** Text that was generated, as the page shows it. */
export const output = (tab) => tab.text('[data-output="text"]');

/** The labs that the home page offers as working: id -> hash. */
export async function working(engine, server) {
  const tab = await engine.tab();
  try {
    await tab.open(server.address);
    const links = await tab.evaluate(() => [...document.querySelectorAll('main a[href^="#/lab/"]')].map((a) => a.getAttribute("href")));
    return Object.fromEntries(links.map((hash) => [hash.replace("#/lab/", ""), hash]));
  } finally {
    await tab.close();
  }
}
