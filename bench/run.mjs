// Runs the wasm build of src/bin/bench.rs in headless Chromium, and in Node beside it. `node bench/run.mjs bench.wasm [steps] [--node]`
import { readFileSync } from "node:fs";
import { launch } from "../scripts/chromium.mjs";

const [file, ...options] = process.argv.slice(2);
const bytes = readFileSync(file);

/** Runs the module's `main`; in the page this very text is evaluated, so it uses nothing from outside. */
async function run(bytes, line, now, argument) {
  let memory;
  const text = (at, length) => new TextDecoder().decode(new Uint8Array(memory.buffer, at, length));
  const module = await WebAssembly.compile(bytes);
  // The parts of the crate that talk to a page are linked too and never called here.
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => { throw new Error(`${name} was called`); };
  imports.bench = { now, print: (at, length) => line(text(at, length)) };
  const instance = await WebAssembly.instantiate(module, imports);
  memory = instance.exports.memory;
  instance.exports.bench(argument);
}

const steps = Number(options.includes("steps"));
// In Node the clock is the CPU time of the process, so that neighbours on the machine disturb less; a page has only the wall's.
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e3; };
console.log(`Node ${process.version}, CPU time`);
await run(bytes, (text) => console.log(text), cpu, steps);
if (!options.includes("--node")) {
  const browser = await launch();
  try {
    const page = await browser.tab();
    console.log(await page.evaluate("navigator.userAgent.match(/Chrome[^ ]*/)[0] + ', wall time'"));
    console.log(await page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob("${bytes.toString("base64")}"), (c) => c.charCodeAt(0)), lines = [];
      await (${run})(bytes, (text) => lines.push(text), () => performance.now(), ${steps});
      return lines.join("\\n");
    })()`));
  } finally {
    await browser.close();
  }
}
