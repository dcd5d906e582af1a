import { describeBackendOps } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { onnxruntime } from "../src/index.js";

describe("ops on wasm in a page", () => {
  test("the page has threads", async () => {
    const backend = await onnxruntime({ provider: "wasm", threads: 2 });
    expect(crossOriginIsolated).toBe(true);
    expect(backend.capabilities.threads).toBe(2);
    await backend.dispose();
  });

  describeBackendOps(() => onnxruntime({ provider: "wasm" }));
});
