import { expect, test } from "vitest";
import { onnxruntime } from "../src/index.js";
import { describeProvider } from "./suites.js";

test("the adapter is named", async () => {
  const backend = await onnxruntime({ provider: "webgpu" });
  expect(backend.capabilities.adapter).toMatch(/swiftshader/i);
  await backend.dispose();
});

describeProvider({ provider: "webgpu" });
