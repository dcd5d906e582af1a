import { describeBackendOps } from "@blockzoo/testkit";
import { describe } from "vitest";
import { onnxruntime } from "../src/index.js";

describe("ops on webgpu in a page", () => {
  describeBackendOps(() => onnxruntime({ provider: "webgpu" }));
});
