import { describe } from "vitest";
import type { Provider } from "../src/index.js";

const hasGpu = process.env["VK_ICD_FILENAMES"] !== undefined;

/** What tests run on in Node. WebGPU wants Chromium's software GPU, of which vitest.config.ts tells the processes of tests. */
export function describeProviders(title: string, body: (provider: Provider) => void): void {
  const why = hasGpu ? "" : " (left out: there is no Chromium, whose software GPU this needs)";
  for (const provider of ["cpu", "wasm"] as const) describe(`${title} on ${provider}`, () => void body(provider));
  describe.skipIf(!hasGpu)(`${title} on webgpu${why}`, () => void body("webgpu"));
}
