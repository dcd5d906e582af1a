import { defineConfig } from "vitest/config";
import { testProjects } from "./tooling/workspace/test-projects.mjs";
import { projects } from "./tooling/workspace/vitest-projects.js";

const isLeftOut = (name: string) => testProjects.find((project) => project.name === name)?.whyLeftOut() !== undefined;

export default defineConfig({ test: { projects: projects.filter(({ test }) => !isLeftOut(test.name)) } });
