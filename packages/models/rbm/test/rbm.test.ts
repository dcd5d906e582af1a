import {
  initialize,
  ndarray,
  referenceBackend,
  trace,
  type Feeds,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { typesOf } from "@blockzoo/train";
import { expectClose, knownValues } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { Rbm, type RbmOptions } from "../src/index.js";
import { allStatesOf, rowsOf } from "./all-states.js";

const [visible, hidden] = [4, 3];

function weightsOf({ visible: v, hidden: h }: Pick<RbmOptions, "visible" | "hidden">): StateDict {
  return new Map([
    ["weight", knownValues("weight", [v, h])],
    ["visibleBias", knownValues("visibleBias", [v])],
    ["hiddenBias", knownValues("hiddenBias", [h])],
  ]);
}

/** In double precision. */
async function run(
  machine: Rbm,
  weights: StateDict,
  feeds: Feeds,
  method: (inputs: Readonly<Record<string, Tensor>>) => Tensor,
): Promise<NDArray> {
  const graph = trace((inputs) => method(inputs), typesOf(feeds), { model: machine });
  const executable = await referenceBackend({ float64: true }).compile(graph, { weights });
  return (await executable.run(feeds)).outputs["output"]!;
}

/** E(v, h) by its formula. */
function energyOf(
  weights: StateDict,
  v: readonly number[],
  h: readonly number[],
  gaussian?: "visible" | "hidden",
): number {
  const value = (name: string, index: number) => weights.get(name)!.data[index]!;
  const own = (state: readonly number[], bias: string, isGaussian: boolean) =>
    state.reduce(
      (sum, unit, index) => sum + (isGaussian ? (unit - value(bias, index)) ** 2 / 2 : -unit * value(bias, index)),
      0,
    );
  const together = v.flatMap((vi, i) => h.map((hj, j) => vi * value("weight", i * h.length + j) * hj));
  return (
    own(v, "visibleBias", gaussian === "visible") +
    own(h, "hiddenBias", gaussian === "hidden") -
    together.reduce((sum, term) => sum + term, 0)
  );
}

/** What was expected, in double precision. */
const doubles = (rows: readonly number[] | readonly (readonly number[])[]): NDArray => {
  const [first] = rows;
  const shape = Array.isArray(first) ? [rows.length, first.length] : [rows.length];
  return ndarray(Float64Array.from(rows.flat()), shape);
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** ∫ f over numbers, by the trapezium rule, which is exact to many digits for functions that fall off like these. */
function integral(f: (x: number) => number): number {
  const step = 0.05;
  return sum(Array.from({ length: 801 }, (_, index) => step * f(-20 + step * index)));
}

describe("Bernoulli units", () => {
  const machine = new Rbm({ visible, hidden });
  const weights = weightsOf({ visible, hidden });
  const [vs, hs] = [allStatesOf(visible), allStatesOf(hidden)];

  test("energy of each pair of states", async () => {
    const pairs = vs.flatMap((v) => hs.map((h) => [v, h] as const));
    const feeds = { v: rowsOf(pairs.map(([v]) => v)), h: rowsOf(pairs.map(([, h]) => h)) };
    const found = await run(machine, weights, feeds, ({ v, h }) => machine.energy(v!, h!));
    expectClose(found, doubles(pairs.map(([v, h]) => energyOf(weights, v, h))), "exact", "energy");
  });

  test("free energies are sums over the other layer's states", async () => {
    const ofVisible = await run(machine, weights, { v: rowsOf(vs) }, ({ v }) => machine.freeEnergy(v!));
    const ofHidden = await run(machine, weights, { h: rowsOf(hs) }, ({ h }) => machine.hiddenFreeEnergy(h!));
    const over = (energies: readonly number[]) => -Math.log(sum(energies.map((energy) => Math.exp(-energy))));
    expectClose(ofVisible, doubles(vs.map((v) => over(hs.map((h) => energyOf(weights, v, h))))), "exact", "F(v)");
    expectClose(ofHidden, doubles(hs.map((h) => over(vs.map((v) => energyOf(weights, v, h))))), "exact", "F(h)");
  });

  test("probabilities are those of the joint distribution", async () => {
    const ofHidden = await run(machine, weights, { v: rowsOf(vs) }, ({ v }) => machine.hiddenProbabilities(v!));
    const ofVisible = await run(machine, weights, { h: rowsOf(hs) }, ({ h }) => machine.visibleProbabilities(h!));
    const given = (states: number[][], other: number[], energy: (state: number[], other: number[]) => number) => {
      const shares = states.map((state) => Math.exp(-energy(state, other)));
      return states[0]!.map((_, unit) => sum(states.map((state, at) => state[unit]! * shares[at]!)) / sum(shares));
    };
    const expectedHidden = vs.map((v) => given(hs, v, (h) => energyOf(weights, v, h)));
    const expectedVisible = hs.map((h) => given(vs, h, (v) => energyOf(weights, v, h)));
    expectClose(ofHidden, doubles(expectedHidden), "exact", "P(h | v)");
    expectClose(ofVisible, doubles(expectedVisible), "exact", "P(v | h)");
  });

  test("samples have their probabilities", async () => {
    const draws = 20_000;
    const v = vs[5]!;
    const noise = Float32Array.from({ length: draws * hidden }, (_, index) => (index * 0.618_033_988_7) % 1);
    const feeds = { v: rowsOf(Array.from({ length: draws }, () => v)), noise: ndarray(noise, [draws, hidden]) };
    const samples = await run(machine, weights, feeds, ({ v: state, noise: u }) => machine.sampleHidden(state!, u!));
    const means = await run(machine, weights, { v: rowsOf([v]) }, ({ v: state }) =>
      machine.hiddenProbabilities(state!),
    );
    for (let unit = 0; unit < hidden; unit++) {
      const own = samples.data.filter((_, index) => index % hidden === unit);
      expect(new Set(own)).toEqual(new Set([0, 1]));
      expect(sum([...own]) / draws).toBeCloseTo(means.data[unit]!, 2);
    }
  });
});

describe("Gaussian units", () => {
  test("visible ones: free energies are integrals", async () => {
    const machine = new Rbm({ visible: 1, hidden: 2, visibleUnits: "gaussian" });
    const weights = weightsOf({ visible: 1, hidden: 2 });
    const hs = allStatesOf(2);
    const found = await run(machine, weights, { h: rowsOf(hs) }, ({ h }) => machine.hiddenFreeEnergy(h!));
    const expected = hs.map((h) => -Math.log(integral((v) => Math.exp(-energyOf(weights, [v], h, "visible")))));
    expectClose(found, doubles(expected), "exact", "F(h)");
    const means = await run(machine, weights, { h: rowsOf(hs) }, ({ h }) => machine.visibleProbabilities(h!));
    const moments = hs.map((h) => {
      const share = (v: number) => Math.exp(-energyOf(weights, [v], h, "visible"));
      return [integral((v) => v * share(v)) / integral(share)];
    });
    expectClose(means, doubles(moments), "exact", "means of v");
  });

  test("hidden ones: free energies are integrals", async () => {
    const machine = new Rbm({ visible: 2, hidden: 1, hiddenUnits: "gaussian" });
    const weights = weightsOf({ visible: 2, hidden: 1 });
    const vs = allStatesOf(2);
    const found = await run(machine, weights, { v: rowsOf(vs) }, ({ v }) => machine.freeEnergy(v!));
    const expected = vs.map((v) => -Math.log(integral((h) => Math.exp(-energyOf(weights, v, [h], "hidden")))));
    expectClose(found, doubles(expected), "exact", "F(v)");
  });
});

test("first weights are small, first biases 0", () => {
  const first = initialize(new Rbm({ visible: 50, hidden: 40 }));
  const weight = [...first.get("weight")!.data];
  expect(Math.sqrt(sum(weight.map((value) => value ** 2)) / weight.length)).toBeCloseTo(0.01, 3);
  for (const bias of ["visibleBias", "hiddenBias"]) expect(new Set(first.get(bias)!.data)).toEqual(new Set([0]));
});

describe("what does not fit", () => {
  test.each([
    [{ visible: 0, hidden: 2 }, "Rbm: visible must be a positive whole number, got 0"],
    [{ visible: 2, hidden: 1.5 }, "Rbm: hidden must be a positive whole number, got 1.5"],
    [{ visible: 2, hidden: 2, visibleUnits: "softmax" }, 'there are no units "softmax": there are bernoulli, gaussian'],
    [
      { visible: 2, hidden: 2, visibleUnits: "gaussian", hiddenUnits: "gaussian" },
      "one of the layers must be of Bernoulli",
    ],
    [{ visible: 2, hidden: 2, units: "gaussian" }, "units"],
  ])("%o", (options, message) => {
    expect(() => new Rbm(options as RbmOptions)).toThrow(message);
  });

  test("a layer of another size", () => {
    const machine = new Rbm({ visible, hidden });
    const states = rowsOf([[0, 1]]);
    expect(() => trace(({ v }) => machine.freeEnergy(v!), typesOf({ v: states }), { model: machine })).toThrow(
      "expects 4 visible units, got float32[1,2]",
    );
  });
});
