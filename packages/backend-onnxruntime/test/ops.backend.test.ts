import { describeBackendOps } from "@blockzoo/testkit";
import { describe } from "vitest";
import { onnxruntime } from "../src/index.js";

describe.each(["cpu", "wasm"] as const)("ops on %s", (provider) => {
  describeBackendOps(() => onnxruntime({ provider }));
});
