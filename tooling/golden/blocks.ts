// Writes packages/testkit/golden/blocks.json, PyTorch's values for every case of a block: pnpm golden:blocks
import { writeFileSync } from "node:fs";
import type { NDArray } from "@blockzoo/core";
import {
  blockCases,
  blockGradientGraph,
  blockGraph,
  drawBlockInputs,
  drawBlockState,
  drawLike,
} from "@blockzoo/testkit";
import { runPython } from "./python.js";

const plain = ({ dtype, shape, data }: NDArray) => ({ dtype, shape, data: [...data] });

const cases = blockCases.map((each) => ({
  title: each.title,
  mode: each.mode ?? "eval",
  inputs: Object.entries(drawBlockInputs(each)).map(([name, value]) => ({ name, ...plain(value) })),
  state: [...drawBlockState(each)].map(([name, value]) => ({ name, ...plain(value) })),
  gradients: each.gradient === false ? [] : blockGradientGraph(each).outputs.map(({ name }) => name),
  outputs: blockGraph(each).outputs.map(({ name, tensor: { dtype, shape } }, _, { length }) => ({
    name,
    // A case with one output is known to the weights by no path; among several, one may well be called "output".
    weights:
      dtype === "float32"
        ? [...drawLike(shape as number[], each.title, length === 1 && name === "output" ? "" : name).data]
        : null,
  })),
}));
writeFileSync(new URL("../../packages/testkit/golden/blocks.json", import.meta.url), runPython("blocks.py", cases));
console.log(`wrote ${cases.length} cases`);
