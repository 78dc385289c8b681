// Downloads the app with a progress bar, checks its bytes and starts it. Whatever goes wrong ends in a readable page (index.html).
//
// The build leaves <meta name="app-files" content="JS WASM" data-integrity="sha384-..." data-bytes="..." data-pages="{..}">: integrity
// and size of the wasm file, and which further files each lab needs (scripts/post_build.mjs). The JS file is pinned by the integrity of its modulepreload link.

const root = document.documentElement;
const boot = document.getElementById("boot");
const bar = document.getElementById("boot-progress");
const QUIET_SECONDS = 10; // without a byte for this long the reader is told that something hangs

const report = (reason, error) =>
  document.dispatchEvent(new CustomEvent("boot-failed", { detail: { reason, detail: error && (error.message || error) } }));

/** The wasm module, compiled while it arrives. The MIME type of the server does not matter. */
async function download(url, bytes, integrity) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  let arrived = 0;
  const counted = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        arrived += chunk.byteLength;
        if (bytes) bar.value = Math.min(1, arrived / bytes);
        alive();
        controller.enqueue(chunk);
      },
    }),
  );
  const [compiled, kept] = counted.tee();
  const module = WebAssembly.compileStreaming(new Response(compiled, { headers: { "content-type": "application/wasm" } }));
  const sum = crypto.subtle && integrity ? new Response(kept).arrayBuffer().then((all) => crypto.subtle.digest("SHA-384", all)) : kept.cancel();
  const [ready, digest] = await Promise.all([module, sum]);
  if (digest && `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}` !== integrity) throw new Error(`not the published file: ${url}`);
  return ready;
}

/** A link to a lab: its code is asked for beside the app's, not after it. A failure is met, and told, where the lab opens. */
function askEarly(pages) {
  const lab = location.hash.match(/^#\/lab\/([a-z0-9-]+)/)?.[1] ?? "";
  globalThis.earlyParts = new Map();
  for (const [file, integrity] of pages[lab.replaceAll("-", "_")] ?? []) {
    const part = fetch(new URL(file, document.baseURI), { integrity });
    part.catch(() => {});
    globalThis.earlyParts.set(file, part);
  }
}

let timer;
function alive() {
  clearTimeout(timer);
  if (root.dataset.bootReason === "slow") {
    root.dataset.boot = "loading";
    delete root.dataset.bootReason;
  }
  timer = setTimeout(() => {
    root.dataset.bootReason = "slow"; // a notice beside the bar, not yet a failure
  }, QUIET_SECONDS * 1000);
}

async function start() {
  const files = document.querySelector('meta[name="app-files"]');
  const [script, wasm] = files.content.split(" ").map((name) => new URL(name, document.baseURI).href);
  let init, module;
  try {
    alive();
    askEarly(JSON.parse(files.dataset.pages || "{}"));
    [{ default: init }, module] = await Promise.all([import(script), download(wasm, Number(files.dataset.bytes), files.dataset.integrity)]);
  } catch (error) {
    return report("load", error);
  } finally {
    clearTimeout(timer);
  }
  try {
    await init({ module_or_path: module });
  } catch (error) {
    return report("crash", error);
  }
  root.dataset.boot = "ready";
  boot.remove();
}

if (root.dataset.boot === "loading") start();
