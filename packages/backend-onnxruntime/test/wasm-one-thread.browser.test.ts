import { expect, test } from "vitest";
import { onnxruntime } from "../src/index.js";
import { describeProvider } from "./suites.js";

test("one thread is enough", async () => {
  const backend = await onnxruntime({ provider: "wasm", threads: 1 });
  expect(backend.capabilities.threads).toBe(1);
  await backend.dispose();
});

describeProvider({ provider: "wasm" });
