import { playwright } from "@vitest/browser-playwright";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { chromiumArguments, findChromium, findSoftwareGpu } from "./chromium.mjs";
import { endingsOf } from "./test-projects.mjs";

// Tests run from the sources, without a build: packages name them under this condition.
const source = "@blockzoo/source";
const resolve = { conditions: [source, ...defaultClientConditions] };
const ssr = { resolve: { conditions: [source, ...defaultServerConditions] } };

// Real data, for the tests that need them: BLOCKZOO_DATA, or shared/data beside the checkout where that exists.
const beside = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const data = process.env.BLOCKZOO_DATA ?? (existsSync(beside) ? beside : undefined);
const env = { ...(data !== undefined && { BLOCKZOO_DATA: data }) };

/** The name of a project, and the files that it takes by their ending. */
function filesOf(name: string) {
  const { suffix, except } = endingsOf(name);
  const folders = "{{packages/*,packages/models/*,apps/*}/test,tooling,recipes}";
  return {
    name,
    include: [`${folders}/**/*${suffix}`],
    exclude: ["**/node_modules/**", ...except.map((other) => `**/*${other}`)],
  };
}

const unit = {
  resolve,
  ssr,
  test: {
    ...filesOf("unit"),
    environment: "node" as const,
    env,
    // Files share one module graph: three times faster, and nothing here keeps global state.
    isolate: false,
    maxWorkers: "100%",
  },
};

/** Runtimes have global settings (threads), so that each file has a process of its own. */
const onRuntimes = {
  resolve,
  ssr,
  test: {
    environment: "node" as const,
    // The environment of the workers from their start. With one arena of glibc's allocator what a process holds does not
    // depend on which thread freed it, so that tests can watch it.
    env: { ...env, ...findSoftwareGpu().environment, MALLOC_ARENA_MAX: "1" },
    isolate: true,
    testTimeout: 60_000,
  },
};

const backends = {
  ...onRuntimes,
  test: { ...onRuntimes.test, ...filesOf("backends"), maxWorkers: "100%" },
};

/** A software GPU takes all cores for itself. */
const gpu = {
  ...onRuntimes,
  test: { ...onRuntimes.test, ...filesOf("gpu"), fileParallelism: false, sequence: { groupOrder: 1 } },
};

const executablePath = findChromium();

/** What all projects in a browser have in common; made anew for each, since vitest writes names into it. */
export const inBrowser = () => ({
  // A bundled onnxruntime-web starts its threads from the page's own code and hangs; this entry loads them from files.
  resolve: { conditions: [source, "onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
  // Served as it is, onnxruntime-web finds its WebAssembly beside itself.
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  server: {
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
  test: {
    fileParallelism: false,
    sequence: { groupOrder: 2 },
    testTimeout: 120_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: "chromium" as const }],
      provider: playwright({ launchOptions: { ...(executablePath && { executablePath }), args: chromiumArguments } }),
    },
  },
});

function browserProject(name: "browser" | "gpu-browser") {
  const common = inBrowser();
  return { ...common, test: { ...common.test, ...filesOf(name) } };
}

export const projects = [unit, backends, gpu, browserProject("browser"), browserProject("gpu-browser")];
