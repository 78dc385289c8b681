// A plain static server for the checks: serves a folder below any path, knows no fallback and no header but the MIME type.
//
//   node scripts/serve_static.mjs [folder=dist] [path=/] [port=8081] [--no-wasm-type]
//
// --no-wasm-type answers wasm as application/octet-stream, as a server that does not know it would.

import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const types = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".woff2": "font/woff2", ".wasm": "application/wasm",
};

/** `change(path, bytes)` may answer other bytes, later bytes (a promise), or null for "not found". Port 0 takes a free one. */
export function serve({ folder = "dist", under = "/", port = 0, wasmType = true, change = (_path, bytes) => bytes } = {}) {
  const base = decodeURI(under);
  const server = createServer(async (request, answer) => {
    try {
      const path = decodeURI(request.url.split("?")[0]);
      if (!path.startsWith(base)) throw new Error("outside");
      let file = join(folder, normalize("/" + path.slice(base.length)));
      if (statSync(file).isDirectory()) file = join(file, "index.html");
      const bytes = await change(file.slice(folder.length + 1), readFileSync(file));
      if (bytes === null) throw new Error("taken away");
      const type = extname(file) === ".wasm" && !wasmType ? "application/octet-stream" : (types[extname(file)] ?? "application/octet-stream");
      answer.writeHead(200, { "content-type": type, "content-length": bytes.length, "cache-control": "no-cache" }).end(bytes);
    } catch {
      answer.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = `http://127.0.0.1:${server.address().port}${under}`;
      resolve({ address, close: () => (server.closeAllConnections(), server.close()) });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = "dist", under = "/", port = "8081"] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
  console.log((await serve({ folder, under, port: Number(port), wasmType: !process.argv.includes("--no-wasm-type") })).address);
}
