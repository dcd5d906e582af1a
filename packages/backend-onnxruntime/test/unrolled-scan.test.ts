import { add, float32, int32, scan, tanh, trace, type Graph } from "@blockzoo/core";
import { countOperators } from "@blockzoo/onnx";
import { expect, test } from "vitest";
import { providerModel } from "../src/providers.js";

function sums(dtype: "float32" | "int32", steps: number | "T"): Graph {
  const typed = dtype === "float32" ? float32 : int32;
  return trace(
    ({ h, x }) => {
      const { carry, outputs } = scan(
        (before, slice) => {
          const sum = add(before, slice);
          const next = dtype === "float32" ? tanh(sum) : sum;
          return { carry: next, output: next };
        },
        { initial: h, sequences: x },
      );
      return { carry, outputs };
    },
    { h: typed("N", 2), x: typed(steps, "N", 2) },
  );
}

const written = (graph: Graph) => {
  const { proto, hostNodes } = providerModel(graph, "webgpu");
  const operators = countOperators(proto);
  return { loops: operators["Scan"] ?? 0, activations: operators["Tanh"] ?? 0, hostNodes };
};

test("a loop is written step by step for WebGPU", () => {
  expect(written(sums("float32", 60))).toEqual({ loops: 0, activations: 60, hostNodes: [] });
});

test("loops that are long, of unknown length, or over whole numbers are left to the host", () => {
  expect(written(sums("float32", 20_000))).toEqual({ loops: 1, activations: 1, hostNodes: ["scan"] });
  expect(written(sums("float32", "T"))).toEqual({ loops: 1, activations: 1, hostNodes: ["scan"] });
  expect(written(sums("int32", 60))).toEqual({ loops: 1, activations: 0, hostNodes: ["scan"] });
});
