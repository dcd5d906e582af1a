import { describeBackendBlocks } from "@blockzoo/testkit";
import { describe } from "vitest";
import { onnxruntime } from "../src/index.js";

describe.each(["cpu", "wasm"] as const)("blocks on %s", (provider) => {
  describeBackendBlocks(() => onnxruntime({ provider }));
});
