// The browser tests of WebAssembly and WebGL, in Firefox; on a machine without a screen in a virtual one:
//
//   xvfb-run pnpm test:firefox
//
// FIREFOX_PATH names another Firefox than Debian's.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { inBrowser } from "../vitest-projects.js";
import { firefox, hasScreen } from "./provider.js";

/** They take WebGPU for granted, which Firefox on Linux does not have. */
const ofWebGpu = ["**/webgpu.gpu.browser.test.ts", "**/failures.browser.test.ts"];
const ofWebGl = "**/*.gpu.browser.test.ts";
if (!hasScreen) console.warn("there is no screen, and so no WebGL: its tests are left out. xvfb-run runs them");

const common = inBrowser();

export default defineConfig({
  ...common,
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  test: {
    ...common.test,
    name: "firefox",
    include: ["{packages/*,packages/models/*}/test/**/*.browser.test.ts"],
    exclude: ["**/node_modules/**", ...ofWebGpu, ...(hasScreen ? [] : [ofWebGl])],
    browser: {
      ...common.test.browser,
      headless: !hasScreen,
      instances: [{ browser: "firefox" }],
      provider: firefox(process.env["FIREFOX_PATH"] ?? "/usr/bin/firefox-esr"),
    },
  },
});
