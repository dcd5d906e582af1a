import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { specialSuffixes, testProjects } from "./tooling/test-projects.mjs";

// Tests run from the sources, without a build: packages name them under this condition.
const source = "@blockzoo/source";
const resolve = { conditions: [source, ...defaultClientConditions] };
const ssr = { resolve: { conditions: [source, ...defaultServerConditions] } };

// Real data, for the tests that need them: BLOCKZOO_DATA, or shared/data beside the checkout where that exists.
const beside = fileURLToPath(new URL("../shared/data", import.meta.url));
const data = process.env.BLOCKZOO_DATA ?? (existsSync(beside) ? beside : undefined);
const env = data === undefined ? {} : { BLOCKZOO_DATA: data };

const roots = "{packages/*,packages/models/*,apps/*}/test/**/*";

const unit = {
  resolve,
  ssr,
  test: {
    name: "unit",
    environment: "node" as const,
    env,
    // Files share one module graph: three times faster, and nothing here keeps global state.
    isolate: false,
    include: [`${roots}.test.ts`, "tooling/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...specialSuffixes.map((suffix) => `**/*${suffix}`)],
  },
};

const backends = {
  resolve,
  ssr,
  test: {
    name: "backends",
    environment: "node" as const,
    env,
    // A runtime has global settings (threads), and two at once would fight for the cores.
    isolate: true,
    fileParallelism: false,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    include: [`${roots}.backend.test.ts`, "tooling/**/*.backend.test.ts"],
  },
};

const isLeftOut = (name: string) => testProjects.find((project) => project.name === name)?.whyLeftOut() !== undefined;

export default defineConfig({
  test: { projects: [unit, backends].filter((project) => !isLeftOut(project.test.name)) },
});
