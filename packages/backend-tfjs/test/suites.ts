import type { Backend } from "@blockzoo/core";
import {
  describeBackendBlocks,
  describeBackendOps,
  describeExecutables,
  describeGraphs,
  describeScan,
  describeTraining,
} from "@blockzoo/testkit";
import { env } from "@tensorflow/tfjs-core";
import { describe } from "vitest";
import { tfjs, type TfjsOptions } from "../src/index.js";

function isGpu(device: TfjsOptions["device"]): device is "webgl" | "webgpu" {
  return device === "webgl" || device === "webgpu";
}

/** By default tfjs computes small tensors, such as those of the cases, on the CPU, and kernels of the GPU would not be tested. */
async function openWholly(options: TfjsOptions): Promise<Backend> {
  const backend = await tfjs(options);
  if (isGpu(options.device)) {
    env().set(`${options.device.toUpperCase()}_CPU_FORWARD`, false);
  }
  return backend;
}

/** All conformance suites on one device. */
export function describeDevice(options: TfjsOptions): void {
  const open = () => openWholly(options);
  describe("ops", () => {
    describeBackendOps(open);
  });
  describe("blocks", () => {
    describeBackendBlocks(open);
  });
  describe("graphs", () => {
    describeGraphs(open);
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
