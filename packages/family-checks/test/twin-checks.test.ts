// The kit notices where a network differs from its twin. The twin here is two lines of arithmetic instead of PyTorch.
import { Linear, ndarray, relu, Sequential } from "@blockzoo/core";
import { twinChecks, type TwinGolden } from "@blockzoo/family-checks";
import { knownState, knownValues, projection } from "@blockzoo/testkit";
import { expect, test } from "vitest";

const create = () => new Linear(3, 2);
const state = knownState(create());
const [weight, bias] = [state.get("weight")!.data, state.get("bias")!.data];
const x = knownValues("input.0", [2, 3]).data;
const g = knownValues("weighting", [2, 2]).data;

/** y = x W' + b, dW = g' x, db = Σ g. */
const outputs = [0, 1].flatMap((n) =>
  [0, 1].map((o) => [0, 1, 2].reduce((y, i) => y + x[3 * n + i]! * weight[3 * o + i]!, bias[o]!)),
);
const dWeight = [0, 1].flatMap((o) => [0, 1, 2].map((i) => g[o]! * x[i]! + g[2 + o]! * x[3 + i]!));
const dBias = [0, 1].map((o) => g[o]! + g[2 + o]!);
const golden: TwinGolden = {
  outputs: { "2x3": outputs },
  training: "2x3",
  gradients: {
    weight: projection(ndarray(Float64Array.from(dWeight), [2, 3])),
    bias: projection(ndarray(Float64Array.from(dBias))),
  },
  buffers: {},
};

async function failing(model: () => Linear | Sequential, twin: TwinGolden): Promise<string[]> {
  const failed: string[] = [];
  for (const { title, run } of twinChecks("linear", model, twin)) {
    try {
      await run({});
    } catch {
      failed.push(title);
    }
  }
  return failed;
}

const [names, values, training] = twinChecks("linear", create, golden).map(({ title }) => title);

test("a network is its twin's equal", async () => {
  expect(await failing(create, golden)).toEqual([]);
});

test("each difference fails the check that is about it", async () => {
  expect(await failing(create, { ...golden, outputs: { "2x3": outputs.with(3, 0) } })).toEqual([values]);
  expect(await failing(create, { ...golden, gradients: { ...golden.gradients, bias: 0 } })).toEqual([training]);
  expect(await failing(create, { ...golden, buffers: { running_mean: 0 } })).toEqual([names, training]);
  expect(await failing(() => new Sequential(new Linear(3, 2), relu), golden)).toEqual([names, values, training]);
});

test("known values are spread between -1 and 1, others for each name", () => {
  const data = Array.from(knownValues("a", [10_000]).data);
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const square = data.reduce((sum, value) => sum + value * value, 0) / data.length;
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(square - 1 / 3)).toBeLessThan(0.01);
  expect(data).not.toEqual(Array.from(knownValues("b", [10_000]).data));
});
