import {
  difference,
  float32,
  neg,
  reduceMean,
  referenceBackend,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { valueAndGradient } from "@blockzoo/train";
import { centralDifferences, expectClose, knownValues } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import {
  annealedImportanceSampling,
  contrastiveDivergence,
  exactLogLikelihoods,
  exactLogPartition,
  logLikelihood,
  Rbm,
  type RbmOptions,
} from "../src/index.js";
import { allStatesOf, rowsOf } from "./all-states.js";

const backend = referenceBackend({ float64: true });

/** Known weights, up to `scale` large. */
function weightsOf({ visible, hidden }: Pick<RbmOptions, "visible" | "hidden">, scale = 1): StateDict {
  const scaled = ({ data, shape }: NDArray): NDArray => ({
    dtype: "float32",
    shape,
    data: Float64Array.from(data, (value) => scale * value),
  });
  return new Map([
    ["weight", scaled(knownValues("weight", [visible, hidden]))],
    ["visibleBias", scaled(knownValues("visibleBias", [visible]))],
    ["hiddenBias", scaled(knownValues("hiddenBias", [hidden]))],
  ]);
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** log Z by summing exp(-E) of all pairs of states, from the formula of the energy. */
function countedLogPartition(weights: StateDict, visible: number, hidden: number): number {
  const [w, a, b] = ["weight", "visibleBias", "hiddenBias"].map((name) => weights.get(name)!.data);
  const hs = allStatesOf(hidden);
  const shares = allStatesOf(visible).flatMap((v) =>
    hs.map((h) => {
      const together = v.flatMap((vi, i) => h.map((hj, j) => vi * w![i * hidden + j]! * hj));
      return Math.exp(sum(v.map((vi, i) => vi * a![i]!)) + sum(h.map((hj, j) => hj * b![j]!)) + sum(together));
    }),
  );
  return Math.log(sum(shares));
}

describe("log Z", () => {
  test.each([
    [3, 5],
    [6, 4],
    [4, 4],
  ])("of %i visible and %i hidden units is what is counted", async (visible, hidden) => {
    const weights = weightsOf({ visible, hidden });
    const found = await exactLogPartition(new Rbm({ visible, hidden }), { weights });
    expect(found).toBeCloseTo(countedLogPartition(weights, visible, hidden), 12);
  });

  test("is the same whichever layer is counted, in one batch or in several", async () => {
    // Turned round, the other layer is the smaller: 2^9 states at once, or 2^12 in four batches.
    const [visible, hidden] = [12, 12];
    const weights = weightsOf({ visible, hidden }, 0.5);
    const [w, a, b] = ["weight", "visibleBias", "hiddenBias"].map((name) => weights.get(name)!);
    const turned = Float64Array.from(w!.data, (_, at) => w!.data[(at % visible) * hidden + Math.floor(at / visible)]!);
    const found = await exactLogPartition(new Rbm({ visible, hidden }), { weights });
    const other = await exactLogPartition(new Rbm({ visible, hidden }), {
      weights: new Map([
        ["weight", { dtype: "float32", shape: [hidden, visible], data: turned }],
        ["visibleBias", b!],
        ["hiddenBias", a!],
      ]),
    });
    expect(found).toBeCloseTo(other, 10);
  });

  test("of Gaussian units is what an integral gives", async () => {
    const weights = weightsOf({ visible: 1, hidden: 2 });
    const machine = new Rbm({ visible: 1, hidden: 2, visibleUnits: "gaussian" });
    const [w, a, b] = ["weight", "visibleBias", "hiddenBias"].map((name) => weights.get(name)!.data);
    const step = 0.05;
    const density = (v: number) =>
      Math.exp(-((v - a![0]!) ** 2) / 2) * [0, 1].reduce((all, j) => all * (1 + Math.exp(b![j]! + v * w![j]!)), 1);
    const expected = Math.log(sum(Array.from({ length: 801 }, (_, at) => step * density(-20 + step * at))));
    expect(await exactLogPartition(machine, { weights })).toBeCloseTo(expected, 12);
  });

  test("is refused where there are too many states", async () => {
    const machine = new Rbm({ visible: 30, hidden: 26 });
    await expect(exactLogPartition(machine, { weights: new Map() })).rejects.toThrow(
      "the smaller layer has 26 units, and 2^26 states are too many to count",
    );
  });
});

test("probabilities of all visible states sum to 1", async () => {
  const machine = new Rbm({ visible: 6, hidden: 4 });
  const visible = rowsOf(allStatesOf(6));
  const all = await exactLogLikelihoods(machine, { weights: weightsOf({ visible: 6, hidden: 4 }), visible });
  expect(sum(all.map(Math.exp))).toBeCloseTo(1, 12);
});

describe("the gradient of the likelihood", () => {
  const [visible, hidden] = [5, 4];
  const machine = new Rbm({ visible, hidden });
  const weights = weightsOf({ visible, hidden });
  const pairs = allStatesOf(visible).filter((state) => sum(state) === 2);
  const data = rowsOf(pairs);

  async function gradientsOf(x: NDArray, f: (x: Tensor) => Tensor): Promise<StateDict> {
    const types = { x: float32(...x.shape) };
    const objective = await valueAndGradient({ model: machine, f: (_, inputs) => f(inputs.x), types, backend });
    await objective.state.write(weights);
    return (await objective.evaluate({ x })).gradients;
  }

  const exact = () => gradientsOf(data, (x) => neg(reduceMean(logLikelihood(machine, x))));

  test("equals differences of what is counted", async () => {
    for (const [name, gradient] of await exact()) {
      const meanOf = async (moved: NDArray) => {
        const changed = new Map(weights).set(name, moved);
        const each = await exactLogLikelihoods(machine, { weights: changed, visible: data });
        return -sum(each) / each.length;
      };
      expectClose(gradient, await centralDifferences(meanOf, weights.get(name)!), "differences", name);
    }
  });

  test("is what contrastive divergence comes to, on average and with many steps of the chain", async () => {
    const expected = await exact();
    const many = rowsOf(Array.from({ length: 400 }, () => pairs).flat());
    const distance = async (steps: number) => {
      const found = await gradientsOf(many, (x) => contrastiveDivergence(machine, x, { steps }));
      return Math.max(...[...expected].map(([name, gradient]) => difference(found.get(name)!, gradient)));
    };
    const [one, twenty] = [await distance(1), await distance(20)];
    // Means of 4,000 chains: each element is off by at most .5 / √4000 = .008 in a standard deviation.
    expect(twenty).toBeLessThan(0.03);
    expect(one).toBeGreaterThan(2 * twenty);
  });
});

describe("annealed importance sampling", () => {
  test("is exact where nothing is to be estimated, and does not depend on the base-rate model", async () => {
    const machine = new Rbm({ visible: 5, hidden: 3 });
    const weights = new Map(weightsOf({ visible: 5, hidden: 3 })).set("weight", knownValues("none", [5, 3]));
    weights.set("weight", { ...weights.get("weight")!, data: new Float64Array(15) });
    const counted = countedLogPartition(weights, 5, 3);
    const own = await annealedImportanceSampling(machine, { weights, backend, steps: 10 });
    expect(own.logPartition).toBeCloseTo(counted, 12);
    const baseBias = knownValues("base", [5]);
    const other = await annealedImportanceSampling(machine, { weights, backend, steps: 500, chains: 200, baseBias });
    expect(Math.abs(other.logPartition - counted)).toBeLessThan(3.5 * other.standardError);
  });

  test("is repeated by its seed", async () => {
    const machine = new Rbm({ visible: 6, hidden: 4 });
    const weights = weightsOf({ visible: 6, hidden: 4 });
    const estimate = (seed: number) => annealedImportanceSampling(machine, { weights, backend, steps: 20, seed });
    expect(await estimate(3)).toEqual(await estimate(3));
    expect(await estimate(4)).not.toEqual(await estimate(3));
  });

  test("refuses what it cannot estimate", async () => {
    const weights = weightsOf({ visible: 4, hidden: 2 });
    const linear = new Rbm({ visible: 4, hidden: 2, hiddenUnits: "gaussian" });
    await expect(annealedImportanceSampling(linear, { weights, backend })).rejects.toThrow(
      "the hidden units must be Bernoulli units",
    );
    const machine = new Rbm({ visible: 4, hidden: 2 });
    await expect(annealedImportanceSampling(machine, { weights, backend, steps: 0 })).rejects.toThrow(
      "steps must be a whole number above 1, got 0",
    );
    const baseBias = knownValues("base", [3]);
    await expect(annealedImportanceSampling(machine, { weights, backend, baseBias })).rejects.toThrow(
      "the base-rate model needs 4 biases, got 3",
    );
  });
});
