import {
  describeBackendBlocks,
  describeBackendOps,
  describeExecutables,
  describeGraphs,
  describeScan,
  describeTraining,
  type Exclusion,
} from "@blockzoo/testkit";
import { describe } from "vitest";
import { onnxruntime, type OnnxRuntimeOptions } from "../src/index.js";

const noSwitches: Exclusion = {
  title: "pools, any size equals its definition",
  reason: "WebGPU's switches are written with the numbers of the plane; it is refused with a sentence that says so",
};

/** All conformance suites on one provider. */
export function describeProvider(options: OnnxRuntimeOptions): void {
  const open = () => onnxruntime(options);
  describe("ops", () => {
    describeBackendOps(open);
  });
  describe("blocks", () => {
    describeBackendBlocks(open);
  });
  describe("graphs", () => {
    describeGraphs(open, { exclusions: options.provider === "webgpu" ? [noSwitches] : [] });
  });
  describe("scan", () => {
    describeScan(open);
  });
  describe("executables", () => {
    describeExecutables(open);
  });
  describe("training", () => {
    describeTraining(open);
  });
}
