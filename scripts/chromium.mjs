// Drives a headless Chromium over its debugging pipe: no package, no port. For the checks of the built site and the bench page;
// the scenarios of the labs are in e2e/.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const executable = process.env.CHROMIUM ?? process.env.PATH.split(delimiter).flatMap((dir) => names.map((name) => join(dir, name))).find(existsSync);

export async function launch(flags = []) {
  if (!executable) throw new Error("no Chromium on PATH (scripts/setup browsers)");
  const profile = mkdtempSync(join(tmpdir(), "site-test-"));
  const browser = spawn(
    executable,
    ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--remote-debugging-pipe", `--user-data-dir=${profile}`, ...flags, "about:blank"],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
  );
  const [, , , output, input] = browser.stdio;
  const waiting = new Map();
  const listeners = [];
  let number = 0, rest = "";
  input.setEncoding("utf8").on("data", (text) => {
    const parts = (rest + text).split("\0");
    rest = parts.pop();
    for (const message of parts.map((part) => JSON.parse(part))) {
      if (message.id) {
        const [resolve, reject] = waiting.get(message.id);
        waiting.delete(message.id);
        message.error ? reject(new Error(message.error.message)) : resolve(message.result);
      } else for (const listener of listeners) listener(message);
    }
  });
  const send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      waiting.set(++number, [resolve, reject]);
      output.write(JSON.stringify({ id: number, method, params, sessionId }) + "\0");
    });

  /** A tab with its own storage. `console`, `requests` and `workers` fill as things happen. */
  async function tab({ script = true, before = "", media = [] } = {}) {
    const { browserContextId } = await send("Target.createBrowserContext");
    const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
    const page = { console: [], requests: [], workers: [] };
    const call = (method, params, session = sessionId) => send(method, params, session);
    const sessions = new Set([sessionId]);
    listeners.push(({ method, params, sessionId: from }) => {
      if (!sessions.has(from)) return;
      if (method === "Runtime.consoleAPICalled") page.console.push(`${params.type}: ${params.args.map((a) => a.value ?? a.description).join(" ")}`);
      if (method === "Runtime.exceptionThrown") page.console.push(`exception: ${params.exceptionDetails.exception?.description ?? params.exceptionDetails.text}`);
      if (method === "Log.entryAdded") page.console.push(`${params.entry.level}: ${params.entry.text} ${params.entry.url ?? ""}`);
      if (method === "Network.responseReceived") page.requests.push({ url: params.response.url, status: params.response.status });
      if (method === "Target.attachedToTarget") {
        sessions.add(params.sessionId);
        for (const domain of ["Runtime", "Network"]) call(`${domain}.enable`, {}, params.sessionId).catch(() => {});
        call("Runtime.runIfWaitingForDebugger", {}, params.sessionId).catch(() => {});
        if (params.targetInfo.type === "worker") page.workers.push(params.sessionId);
      }
    });
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await call(`${domain}.enable`);
    await call("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
    if (!script) await call("Emulation.setScriptExecutionDisabled", { value: true });
    if (media.length) await call("Emulation.setEmulatedMedia", { features: media });
    if (before) await call("Page.addScriptToEvaluateOnNewDocument", { source: before });

    page.call = call;
    page.open = (url) => call("Page.navigate", { url });
    page.close = () => send("Target.closeTarget", { targetId });
    /** The value of an expression, in the page or in a worker; the page's policy applies to it. */
    page.evaluate = async (expression, session = sessionId) => {
      const answer = await call("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, allowUnsafeEvalBlockedByCSP: false }, session);
      if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
      return answer.result.value;
    };
    page.until = async (expression, seconds = 10) => {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const value = await page.evaluate(expression).catch(() => undefined); // between two documents there is nothing to ask
        if (value) return value;
        if (Date.now() > end) throw new Error(`not within ${seconds} s: ${expression}\nconsole: ${page.console.join("\n")}`);
        await new Promise((next) => setTimeout(next, 50));
      }
    };
    return page;
  }

  return {
    tab,
    close: async () => {
      const gone = new Promise((resolve) => browser.once("exit", resolve));
      await send("Browser.close").catch(() => browser.kill());
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
