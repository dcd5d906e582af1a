// One process of our own training step in a page of Chromium, on the runtime that RUNTIME names:
// tsx chromium.ts PROBLEM THREADS WARM_UP STEPS
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { createServer, defaultClientConditions, type Plugin } from "vite";
import { chromiumArguments, findChromium, howToGet } from "@blockzoo-tooling/workspace/chromium";
import { numbersBeside } from "../problem-files.js";
import type { ProcessReport } from "../process-report.js";
import type { PageOutcome } from "./page/main.js";

const [problem, threads, warmUp, timed] = process.argv.slice(2) as [string, string, string, string];
const executablePath = findChromium();
if (executablePath === undefined) throw new Error(`there is no Chromium: ${howToGet}`);

const here = fileURLToPath(new URL("../../..", import.meta.url));
const checkout = process.env["CHECKOUT"];

/** As checkout-hook.mjs does for Node: packages of another checkout, under files of this one. */
function packagesOf(other: string): Plugin {
  return {
    name: "packages-of-another-checkout",
    enforce: "pre",
    resolveId(specifier, importer) {
      if (!specifier.startsWith("@blockzoo/") || importer?.startsWith(path.join(here, "tooling")) !== true) return;
      // The importer itself may not be there yet.
      return this.resolve(specifier, path.join(other, "tooling/bench/package.json"), { skipSelf: true });
    },
  };
}

const server = await createServer({
  root: fileURLToPath(new URL("page", import.meta.url)),
  logLevel: "error",
  // As in the browser tests (tooling/workspace/vitest-projects.ts), where the reasons stand.
  resolve: { conditions: ["@blockzoo/source", "onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  cacheDir: path.join(checkout ?? here, "tooling/bench/node_modules/.vite"),
  plugins: checkout === undefined ? [] : [packagesOf(checkout)],
  server: {
    port: 0,
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
    fs: { allow: [here, ...(checkout === undefined ? [] : [checkout])] },
  },
});
await server.listen();
const browser = await chromium.launch({ executablePath, args: chromiumArguments });
try {
  const page = await browser.newPage();
  await page.route("**/problem", async (route) => route.fulfill({ path: problem }));
  await page.route("**/numbers", async (route) => route.fulfill({ path: numbersBeside(problem) }));
  const asked = new URLSearchParams({ runtime: process.env["RUNTIME"] ?? "", threads, warmUp, timed });
  await page.goto(`${server.resolvedUrls!.local[0]!}?${asked.toString()}`);
  // As long as it takes: who waits may end this process.
  await page.waitForFunction(() => (globalThis as PageOutcome).outcome !== undefined, undefined, { timeout: 0 });
  const outcome = (await page.evaluate(() => (globalThis as PageOutcome).outcome))!;
  if ("failure" in outcome) throw new Error(outcome.failure);
  const report: ProcessReport = outcome.times;
  console.log(JSON.stringify(report));
} finally {
  await browser.close();
  await server.close();
}
