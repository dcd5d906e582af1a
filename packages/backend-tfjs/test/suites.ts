import {
  describeBackendBlocks,
  describeBackendOps,
  describeExecutables,
  describeGraphs,
  describeScan,
  describeTraining,
} from "@blockzoo/testkit";
import { describe } from "vitest";
import { tfjs, type TfjsOptions } from "../src/index.js";

/** All conformance suites on one device. */
export function describeDevice(options: TfjsOptions): void {
  const open = () => tfjs(options);
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
