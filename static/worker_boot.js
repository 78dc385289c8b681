// Starts the worker's wasm and says when it can be talked to. Imported by a one-line blob module, so that the worker inherits the
// page's content security policy (a worker fetched by its own address would escape a policy that stands in a meta element).
//
// The page's end (src/ui/worker.rs):
//   const revision = document.querySelector('meta[name="asset-rev"]').content;
//   const address = new URL(`worker_boot.js?v=${encodeURIComponent(revision)}&w=worker_4`, document.baseURI).href;
//   const blob = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" }));
//   const worker = new Worker(blob, { type: "module" });             // revoke the blob's URL after the first message
// What comes back, beside the frames of src/wire:
//   { boot_ready: true, revision }   the wasm listens; `revision` is the worker files' own: if it differs from the page's, reload
//   { boot_error: "..." }            it will never listen
//   an "error" event on the Worker   this very file was missing or blocked
// Messages that were sent before boot_ready are kept and delivered. The wasm reads the revision as `self.ASSET_REVISION`.

const REVISION = "dev"; // scripts/post_build.mjs replaces it
self.ASSET_REVISION = REVISION;

const early = [];
const keep = (event) => early.push(event.data);
self.addEventListener("message", keep);

const query = new URL(import.meta.url).search;
// Which worker: `worker` or, for another lecture than the first, `worker_N`.
const name = new URLSearchParams(query).get("w")?.match(/^worker_\d$/)?.[0] ?? "worker";
const beside = (file) => new URL(`./${file}${query}`, import.meta.url).href;
try {
  const [{ default: init }, wasm] = await Promise.all([import(beside(`${name}.js`)), fetch(beside(`${name}_bg.wasm`))]);
  if (!wasm.ok) throw new Error(`${wasm.status} ${wasm.url}`);
  // Under its right type whatever the server calls it, so that it compiles while it arrives.
  await init({ module_or_path: new Response(wasm.body, { headers: { "content-type": "application/wasm" } }) });
  self.removeEventListener("message", keep);
  self.postMessage({ boot_ready: true, revision: REVISION });
  for (const data of early) self.dispatchEvent(new MessageEvent("message", { data }));
} catch (error) {
  self.postMessage({ boot_error: String((error && error.message) || error) });
}
