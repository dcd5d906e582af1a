import { expect, test } from "vitest";
import { onnxruntime } from "../src/index.js";
import { describeProvider } from "./suites.js";

// The first session decides on the threads of the page.
test("an isolated page has threads", async () => {
  const backend = await onnxruntime({ provider: "wasm", threads: 2 });
  expect(crossOriginIsolated).toBe(true);
  expect(backend.capabilities.threads).toBe(2);
  await backend.dispose();
});

describeProvider({ provider: "wasm" });
