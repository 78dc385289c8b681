// Cuts the page's wasm into what the first visit needs and what a lab fetches when it is opened (src/ui/lazy.rs marks the cuts).
// A step of scripts/post_build.mjs, release builds only.
//
//   app-REV.js, app-REV_bg.wasm    the shell and the home page
//   split-REV.js                   knows the other files and fetches them
//   split_LAB-REV.wasm             one page; chunk_N-REV.wasm: what several pages share
//   chunks-REV.bin                 the small ones of these end to end: there is a chunk for every set of pages that share something
//
// All names carry one revision, a digest over all of them: files of two builds never meet in one page.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

const INPUT = join(process.env.CARGO_TARGET_DIR ?? "target", "wasm32-unknown-unknown/release/app.wasm");
// The features that rustc switches on, plus simd (as for the worker in index.html).
const FEATURES = ["bulk-memory", "bulk-memory-opt", "call-indirect-overlong", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext", "simd"];

/** Chunks below this many bytes are joined. */
const SMALL = 12_000;
/** Files below this many bytes are not optimised. */
const TINY = 2_000;

export const integrity = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;

/** Runs a command with its arguments; an object `{ input }` before it is what it reads. */
function run(...words) {
  const input = typeof words[0] === "object" ? words.shift().input : "";
  const [command, ...args] = words;
  try {
    execFileSync(command, args, { input, stdio: ["pipe", "pipe", "pipe"], maxBuffer: 1 << 26 });
  } catch (error) {
    const why = error.code === "ENOENT" ? "not installed: run `make setup`" : String(error.stderr).slice(0, 2000);
    throw new Error(`split: ${command}: ${why}`);
  }
}

/** `text` with every match replaced; at least one, or the tool's output has changed and this file has to follow. */
function replaced(text, pattern, by) {
  const result = text.replaceAll(pattern, by);
  if (result === text) throw new Error(`split: found nothing like ${pattern}`);
  return result;
}

/** What each page fetches, itself and what it shares: { next_token: [[file, integrity], ..] }. Read off the script that does it. */
function pages(link, joined) {
  const loads = [...link.matchAll(/(?:const (__chunk_\w+)|const __wasm_split_load_(\w+)) = [\s\S]*?(?:part\("([^"]+)", "([^"]+)"\)|joined\(\d+, \d+\))[\s\S]*?\n, \[([^\]]*)\]\)/g)];
  const chunks = new Map();
  const found = {};
  for (const [, chunk, page, file, integrity, needs] of loads) {
    const files = [file ? [file, integrity] : joined, ...needs.split(",").map((name) => name.trim()).filter(Boolean).flatMap((name) => chunks.get(name))];
    if (chunk) chunks.set(chunk, files);
    else found[page] = [...new Map(files)];
  }
  if (!Object.keys(found).length) throw new Error("split: no page in the script that loads the parts");
  return found;
}

/** Writes the files into the folder `stage`; gives their names. */
export function split(stage) {
  const work = mkdtempSync(join(tmpdir(), "lecture-playground-split-"));
  try {
    const at = (name) => join(work, name);
    run("wasm-split-cli", INPUT, work, "--target", "web", "--out-name", "app");
    // Without the linker's exports the parts could not share one stack.
    run("wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "app", "--out-dir", work, at("app.wasm"));
    rmSync(at("app.wasm"));
    const wasm = readdirSync(work).filter((name) => name.endsWith(".wasm")).sort();
    // Hundreds of them: as many at a time as there are processors, and the tiny ones as they are. Starting wasm-opt takes half a
    // second, and what it would take off them the compression takes off too (241 of 447 files, 4 kB of 80).
    const large = wasm.filter((name) => statSync(at(name)).size >= TINY);
    const features = FEATURES.map((feature) => `--enable-${feature}`);
    run({ input: large.map(at).join("\0") }, "xargs", "-0", "-P", String(availableParallelism()), "-I", "{}", "wasm-opt", "-Oz", ...features, "{}", "-o", "{}");

    const scripts = { app: readFileSync(at("app.js"), "utf8"), split: readFileSync(at("__wasm_split.js"), "utf8") };
    const digest = createHash("sha256").update(scripts.app).update(scripts.split);
    for (const name of wasm) digest.update(name).update(readFileSync(at(name)));
    const revision = digest.digest("hex").slice(0, 16);
    const named = (name) => name.replace(/(_bg)?(\.\w+)$/, `-${revision}$1$2`);

    const files = { js: `app-${revision}.js`, wasm: named("app_bg.wasm"), link: `split-${revision}.js`, parts: [] };
    const joined = { file: `chunks-${revision}.bin`, bytes: Buffer.alloc(0), places: new Map() };
    for (const name of wasm) {
      const bytes = readFileSync(at(name));
      if (name.startsWith("chunk_") && bytes.length < SMALL) {
        joined.places.set(name, [joined.bytes.length, bytes.length]);
        joined.bytes = Buffer.concat([joined.bytes, bytes]);
        continue;
      }
      writeFileSync(join(stage, named(name)), bytes);
      if (name !== "app_bg.wasm") files.parts.push(named(name));
    }
    if (joined.places.size) {
      writeFileSync(join(stage, joined.file), joined.bytes);
      files.parts.push(joined.file);
    }
    // The wasm keeps the old name in its import table; only the script's own import moves.
    const app = replaced(replaced(scripts.app, /from\s*["']\.\/__wasm_split\.js["']/g, `from "./${files.link}"`), "app_bg.wasm", files.wasm);
    let link = replaced(scripts.split, "./app.js", `./${files.js}`);
    // Each part is pinned, and the server's MIME type does not matter.
    link = replaced(link, /fetch\(new URL\("\.\/(\w+\.wasm)", import\.meta\.url\)\)/g, (_, name) =>
      joined.places.has(name) ? `joined(${joined.places.get(name).join(", ")})` : `part("${named(name)}", "${integrity(readFileSync(at(name)))}")`);
    link = replaced(link, "WebAssembly.instantiateStreaming(src, imports)", "instantiate(src, imports)");
    link += `
function part(file, integrity) {
    // What start.js has asked for already; once, so that a second try asks anew.
    const early = globalThis.earlyParts?.get(file);
    globalThis.earlyParts?.delete(file);
    return early ?? fetch(new URL("./" + file, import.meta.url), { integrity });
}
let all;
function joined(offset, length) {
    const own = (all ??= part("${joined.file}", "${integrity(joined.bytes)}").then((response) => {
        if (!response.ok) throw new Error(response.status + " " + response.url);
        return response.arrayBuffer();
    }));
    own.catch(() => { if (all === own) all = undefined; }); // a second try asks anew
    return own.then((bytes) => new Response(new Uint8Array(bytes, offset, length)));
}
async function instantiate(src, imports) {
    const response = await src;
    if (!response.ok) throw new Error(response.status + " " + response.url);
    return WebAssembly.instantiateStreaming(new Response(response.body, { headers: { "content-type": "application/wasm" } }), imports);
}
`;
    files.pages = pages(link, [joined.file, integrity(joined.bytes)]);
    writeFileSync(join(stage, files.js), app);
    writeFileSync(join(stage, files.link), link);
    return files;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
