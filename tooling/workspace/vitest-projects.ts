import { playwright } from "@vitest/browser-playwright";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { chromiumArguments, findChromium, softwareGpu } from "./chromium.mjs";
import { specialSuffixes } from "./test-projects.mjs";

// Tests run from the sources, without a build: packages name them under this condition.
const source = "@blockzoo/source";
const resolve = { conditions: [source, ...defaultClientConditions] };
const ssr = { resolve: { conditions: [source, ...defaultServerConditions] } };

// Real data, for the tests that need them: BLOCKZOO_DATA, or shared/data beside the checkout where that exists.
const beside = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const data = process.env.BLOCKZOO_DATA ?? (existsSync(beside) ? beside : undefined);
const env = { ...(data !== undefined && { BLOCKZOO_DATA: data }) };

const roots = "{packages/*,packages/models/*,apps/*}/test/**/*";

export const unit = {
  resolve,
  ssr,
  test: {
    name: "unit",
    environment: "node" as const,
    env,
    // Files share one module graph: three times faster, and nothing here keeps global state.
    isolate: false,
    include: [`${roots}.test.ts`, "{tooling,recipes}/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...specialSuffixes.map((suffix) => `**/*${suffix}`)],
  },
};

export const backends = {
  resolve,
  ssr,
  test: {
    name: "backends",
    environment: "node" as const,
    env: { ...env, ...softwareGpu },
    // A runtime has global settings (threads), and two at once would fight for the cores.
    isolate: true,
    fileParallelism: false,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    include: [`${roots}.backend.test.ts`, "tooling/**/*.backend.test.ts"],
  },
};

const executablePath = findChromium();

export const browser = {
  // A bundled onnxruntime-web starts its threads from the page's own code and hangs; this entry loads them from files.
  resolve: { conditions: [source, "onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
  // Served as it is, onnxruntime-web finds its WebAssembly beside itself.
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  server: {
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
  test: {
    name: "browser",
    fileParallelism: false,
    sequence: { groupOrder: 2 },
    testTimeout: 120_000,
    include: [`${roots}.browser.test.ts`, "tooling/**/*.browser.test.ts"],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: "chromium" as const }],
      provider: playwright({ launchOptions: { ...(executablePath && { executablePath }), args: chromiumArguments } }),
    },
  },
};
