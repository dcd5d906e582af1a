// Writes tooling/golden/training.json, PyTorch's losses and recurrent layers: pnpm golden:training
import { writeFileSync } from "node:fs";
import type { NDArray, StateDict } from "@blockzoo/core";
import { runPython } from "./python.js";
import { recurrentScenarios, trainingScenarios } from "./scenarios.js";

const plain = ({ dtype, shape, data }: NDArray) => ({ dtype, shape, data: [...data] });
const plainState = (state: StateDict) => Object.fromEntries([...state].map(([name, value]) => [name, plain(value)]));

const scenarios = {
  ...Object.fromEntries(
    Object.entries(trainingScenarios).map(([name, { twin, weights, batches, optimizers }]) => [
      name,
      {
        twin,
        optimizers,
        weights: plainState(weights),
        batches: batches.map(({ x, y }) => ({ x: plain(x), y: plain(y) })),
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(recurrentScenarios).map(([name, { twin, hidden, weights, x, weighting }]) => [
      name,
      { twin, hidden, weights: plainState(weights), x: plain(x), weighting: plain(weighting) },
    ]),
  ),
};
writeFileSync(new URL("training.json", import.meta.url), runPython("training.py", scenarios));
console.log(`wrote ${Object.keys(scenarios).length} scenarios`);
