import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { ndarray, trace, type Backend, type NDArray, type StateDict } from "@blockzoo/core";
import { knownValues } from "@blockzoo/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { annealedImportanceSampling, logPartition, Rbm } from "../src/index.js";

const [visible, hidden] = [24, 16];
let backend: Backend;

beforeAll(async () => {
  backend = await onnxruntime();
});
afterAll(() => backend.dispose());

/** What is counted, 65,536 states of the hidden units in 64 rounds of a loop. */
async function counted(machine: Rbm, weights: StateDict): Promise<number> {
  const graph = trace(() => logPartition(machine), {}, { model: machine });
  const executable = await backend.compile(graph, { weights });
  const { outputs } = await executable.run({});
  executable.dispose();
  return outputs["output"]!.data[0]!;
}

describe("annealed importance sampling of 16 hidden units", () => {
  test.each([
    ["bernoulli", 0.6],
    ["gaussian", 0.3],
  ] as const)("and %s visible ones is within .1 nat of what is counted", { timeout: 30_000 }, async (units, scale) => {
    const machine = new Rbm({ visible, hidden, visibleUnits: units });
    const scaled = ({ data, shape }: NDArray) =>
      ndarray(
        Float32Array.from(data, (value) => scale * value),
        shape,
      );
    const weights: StateDict = new Map([
      ["weight", scaled(knownValues("weight", [visible, hidden]))],
      ["visibleBias", scaled(knownValues("visibleBias", [visible]))],
      ["hiddenBias", scaled(knownValues("hiddenBias", [hidden]))],
    ]);
    const exact = await counted(machine, weights);
    const found = await annealedImportanceSampling(machine, { weights, backend, steps: 1000, seed: 1 });
    expect(Math.abs(found.logPartition - exact)).toBeLessThan(0.1);
    expect(Math.abs(found.logPartition - exact)).toBeLessThan(3.5 * found.standardError);
    expect(found.standardError).toBeLessThan(0.1);
  });
});
