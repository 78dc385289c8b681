// Trunk's post_build hook: finishes the files that trunk has put together, before they replace dist/.
//
//   always    the revision of the files with fixed names, the integrity and the size of the app's wasm
//   release   the parts of the page that are fetched later (split.mjs), the content security policy, .nojekyll, _headers, licences; then the checks: relative addresses only, first load in budget
//
// A failed check fails the build.

import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { integrity, split } from "./split.mjs";

const stage = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE === "release";
const path = (name) => join(stage, name);
const read = (name) => readFileSync(path(name), "utf8");

let page = read("index.html");
// Trunk's minifier reorders and unquotes attributes: a tag is found by its name and by what its attributes say.
const attribute = (tag, name) => (tag.match(new RegExp(`\\s${name}=(?:"([^"]*)"|([^\\s">]+))`)) ?? []).slice(1).find((value) => value !== undefined);
const tags = (name, attributes) =>
  [...page.matchAll(new RegExp(`<${name}\\b(?:"[^"]*"|[^">])*>`, "g"))]
    .map((match) => match[0])
    .filter((tag) => Object.entries(attributes).every(([key, value]) => attribute(tag, key) === value));
const replace = (name, attributes, by) => {
  const found = tags(name, attributes);
  if (found.length !== 1) throw new Error(`post_build: index.html has ${found.length} <${name}> with ${JSON.stringify(attributes)}`);
  page = page.replace(found[0], by(found[0]));
};

// ---- The page's wasm in parts: in the place of trunk's whole one. ----
let parts = [];
let pages = {};
if (release) {
  const [js, wasm] = attribute(tags("meta", { name: "app-files" })[0], "content").split(" ").map((name) => name.replace(/^\.\//, ""));
  const files = split(stage);
  for (const name of [js, wasm]) rmSync(path(name));
  const preload = (name) => `<link rel="modulepreload" href="./${name}" crossorigin="anonymous" integrity="${integrity(readFileSync(path(name)))}">`;
  const script = tags("link", { rel: "modulepreload" }).find((tag) => attribute(tag, "href").endsWith(js));
  page = page.replace(script, preload(files.js) + preload(files.link)).replaceAll(js, files.js).replaceAll(wasm, files.wasm);
  parts = files.parts;
  pages = files.pages;
}

// ---- Files with fixed names (the worker, data) share one revision: in the page, in their addresses (?v=), in the worker itself. ----
const all = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? all(join(dir, e.name)) : [join(dir, e.name)]));
const names = () => all(stage).map((file) => relative(stage, file).split(sep).join("/")).sort();
const hash = createHash("sha256");
for (const name of names()) if (name !== "index.html" && !/-[0-9a-f]{16}(_bg)?\.\w+$/.test(name)) hash.update(name).update(readFileSync(path(name)));
const revision = hash.digest("hex").slice(0, 16);
const boot = read("worker_boot.js");
if (!boot.includes('REVISION = "dev"')) throw new Error("post_build: worker_boot.js has no REVISION to replace");
writeFileSync(path("worker_boot.js"), boot.replace('REVISION = "dev"', `REVISION = "${revision}"`));
replace("meta", { name: "asset-rev" }, () => `<meta name="asset-rev" content="${revision}">`);

// ---- The wasm of the page is pinned by start.js: browsers ignore the integrity of a wasm preload and complain in the console. ----
replace("link", { rel: "preload", as: "fetch" }, () => "");
replace("meta", { name: "app-files" }, (tag) => {
  const [js, wasm] = attribute(tag, "content").split(" ");
  const bytes = readFileSync(path(wasm));
  return `<meta name="app-files" content="${js} ${wasm}" data-integrity="${integrity(bytes)}" data-bytes="${bytes.length}" data-pages='${JSON.stringify(pages)}'>`;
});

// ---- Release ----
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:", // the worker starts from a one-line blob module (static/worker_boot.js)
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const problems = [];
if (release) {
  const inline = tags("script", {}).filter((tag) => !attribute(tag, "src"));
  if (inline.length) problems.push(`index.html has ${inline.length} inline script(s), which the policy blocks`);
  if (/\sstyle=|<style/.test(page)) problems.push("index.html has inline styles, which the policy blocks");
  replace("meta", { charset: "utf-8" }, (tag) => `${tag}<meta http-equiv="Content-Security-Policy" content="${policy}">`);
  writeFileSync(path(".nojekyll"), "");
  writeFileSync(
    path("_headers"), // read by some static hosts; README has the same for nginx
    `/*\n  Content-Security-Policy: ${policy}; frame-ancestors *\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n` +
      "/index.html\n  Cache-Control: no-cache\n/worker_boot.js\n  Cache-Control: no-cache\n/*.wasm\n  Content-Type: application/wasm\n",
  );
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE", "NOTICE.md"]) if (existsSync(name)) cpSync(name, path(name));
}
writeFileSync(path("index.html"), page);

if (release) {
  // Relative addresses only: the site runs under any path and asks no other host.
  for (const [, address] of page.matchAll(/\b(?:href|src)="?([^"\s>]+)/g))
    if (/^(\/|[a-z]+:)/i.test(address)) problems.push(`index.html: address is not relative: ${address}`);
  for (const name of names().filter((n) => n.endsWith(".css")))
    for (const [, address] of read(name).matchAll(/(?:url\(|@import\s+)["']?([^"')\s]+)/g))
      if (/^(\/|https?:)/i.test(address)) problems.push(`${name}: address is not relative: ${address}`);

  // What the first visit downloads. Not counted: what a lab fetches when it is opened (its code, texts, checkpoints, the font of its
  // formulas; scripts/site_test.mjs holds the home page to that), the workers of the other lectures (a visitor has one at a time,
  // and the first page the one of lecture 1), and what no browser asks for.
  const BUDGET_KB = 350;
  const later = [...parts.map((name) => new RegExp(`^${name}$`)), /^models\//, /^worker_\d/, /^data\//, /^fonts\//, /^_headers$/, /^\.nojekyll$/, /^LICENSE/, /^NOTICE/, /^bench/];
  const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
  const sizes = (bytes) => [
    bytes.length,
    gzipSync(bytes, { level: 9 }).length,
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
  ];
  let [raw, gzip, brotli] = [0, 0, 0];
  console.log("\nfirst load                                     raw kB  gzip kB brotli kB");
  for (const name of names()) {
    if (later.some((rule) => rule.test(name))) continue;
    const [r, g, b] = sizes(readFileSync(path(name)));
    [raw, gzip, brotli] = [raw + r, gzip + g, brotli + b];
    console.log(name.padEnd(44), ...[r, g, b].map(kb));
  }
  console.log("sum".padEnd(44), kb(raw), kb(gzip), kb(brotli), `of ${BUDGET_KB} kB allowed`);
  for (const name of parts) console.log(`on demand: ${name.padEnd(33)}`, ...sizes(readFileSync(path(name))).map(kb));
  const workers = names().filter((name) => /^worker_\d/.test(name));
  for (const name of workers) console.log(`on demand: ${name.padEnd(33)}`, ...sizes(readFileSync(path(name))).map(kb));
  const rest = names().filter((name) => later.some((rule) => rule.test(name)) && !parts.includes(name) && !workers.includes(name));
  console.log(`on demand: ${kb(rest.reduce((sum, name) => sum + statSync(path(name)).size, 0)).trim()} kB raw in ${rest.length} other files\n`);
  if (brotli > BUDGET_KB * 1000 && process.env.OVER_BUDGET !== "warn") problems.push(`the first load is ${kb(brotli).trim()} kB (brotli), over the budget of ${BUDGET_KB} kB`);
}

for (const problem of problems) console.error(`post_build: ${problem}`);
if (problems.length) process.exit(1);
