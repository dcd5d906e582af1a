// A machine so small that all its states can be counted out, in code that shares nothing with it.
import {
  add,
  BlockzooError,
  evaluate,
  exp,
  gradients,
  log,
  ndarray,
  neg,
  RandomStream,
  reduceMean,
  reduceSum,
  referenceBackend,
  tensor,
  trace,
  trainableParameters,
  type NDArray,
  type Structure,
  type Tensor,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { describe, expect, test } from "vitest";
import { ConvolutionalRbm } from "../../src/convolutional/convolutional-rbm.js";
import { contrastiveDivergence } from "../../src/contrastive-divergence.js";
import { sparsityPenalty } from "../../src/convolutional/sparsity-penalty.js";
import type { UnitKind } from "../../src/units.js";

/** 3x3 pixels, two filters of 2x2, so that each map is one block of 2x2 detection units. */
const [filters, kernel, side] = [2, 2, 3];
const unitsOfMap = 4;

type Weights = Readonly<Record<"weight" | "hiddenBias" | "visibleBias", Float64Array>>;

const shapes = { weight: [filters, 1, kernel, kernel], hiddenBias: [filters], visibleBias: [1] } as const;

const normals = (name: string, size: number, deviation = 0.7) =>
  new RandomStream(3, name).fillNormal(new Float64Array(size), 0, deviation);

const weights: Weights = {
  weight: normals("weight", filters * kernel ** 2),
  hiddenBias: normals("hiddenBias", filters),
  visibleBias: normals("visibleBias", 1),
};

/** What a graph over the machine gives for the weights, in doubles. */
async function computed(
  run: (machine: ConvolutionalRbm) => Structure<Tensor>,
  visibleUnits: UnitKind = "bernoulli",
): Promise<Readonly<Record<string, NDArray>>> {
  const model = new ConvolutionalRbm({ filters, kernel, pooling: 2, visibleUnits });
  const graph = trace(() => run(model), {}, { model });
  const bound = Object.entries(shapes).map(
    ([name, shape]) => [name, ndarray(weights[name as keyof Weights], [...shape])] as const,
  );
  const executable = await referenceBackend({ float64: true }).compile(graph, { weights: new Map(bound) });
  return (await executable.run({})).outputs;
}

type Values = readonly number[];

/** What drives a detection unit: the filter times the image under it, and the bias. */
function inputOf({ weight, hiddenBias }: Weights, v: Values, unit: number): number {
  const [map, place] = [Math.floor(unit / unitsOfMap), unit % unitsOfMap];
  const corner = Math.floor(place / 2) * side + (place % 2);
  const taps = [0, 1, side, side + 1].map((offset, tap) => weight[map * kernel ** 2 + tap]! * v[corner + offset]!);
  return taps.reduce((sum, each) => sum + each, hiddenBias[map]!);
}

/** E(v, h), term by term. */
function energyOf(own: Weights, v: Values, h: Values, units: UnitKind = "bernoulli"): number {
  const c = own.visibleBias[0]!;
  const visible = v.map((value) => (units === "gaussian" ? (value - c) ** 2 / 2 : -c * value));
  const hidden = h.map((on, unit) => -on * inputOf(own, v, unit));
  return [...visible, ...hidden].reduce((sum, term) => sum + term, 0);
}

/** One of the four units of a map is on, or none. */
const statesOfMap = [-1, 0, 1, 2, 3].map((on) => [0, 1, 2, 3].map((unit) => Number(unit === on)));
const hiddenStates: readonly Values[] = statesOfMap.flatMap((first) => statesOfMap.map((then) => [...first, ...then]));

const logSum = (energies: Values) => Math.log(energies.reduce((sum, energy) => sum + Math.exp(-energy), 0));

const freeEnergyOf = (own: Weights, v: Values, units?: UnitKind) =>
  -logSum(hiddenStates.map((h) => energyOf(own, v, h, units)));

const allImages: readonly Values[] = Array.from({ length: 512 }, (_, image) =>
  Array.from({ length: 9 }, (_, pixel) => (image >> pixel) & 1),
);

const asImages = (rows: readonly Values[]) =>
  tensor(ndarray(Float64Array.from(rows.flat()), [rows.length, 1, side, side]));

const vector = (values: Values) => ndarray(Float64Array.from(values));

const data = [allImages[0b000_111_000]!, allImages[0b001_001_001]!, allImages[0b101_010_101]!];

describe.each(["bernoulli", "gaussian"] as const)("%s visible units", (units) => {
  const images = data.map((image, sample) => (units === "gaussian" ? image.map((v) => v * (sample - 0.4)) : image));

  test("have the energy that its terms add up to", async () => {
    const h = [hiddenStates[7]!, hiddenStates[13]!, hiddenStates[24]!];
    const hidden = ndarray(Float64Array.from(h.flat()), [3, filters, 2, 2]);
    const { output } = await computed((machine) => machine.energy(asImages(images), tensor(hidden)), units);
    expectClose(
      output!,
      vector(images.map((v, sample) => energyOf(weights, v, h[sample]!, units))),
      "exact",
      "E(v, h)",
    );
  });

  test("have the free energy that sums over all hidden states give", async () => {
    const { output } = await computed((machine) => machine.freeEnergy(asImages(images)), units);
    expectClose(output!, vector(images.map((v) => freeEnergyOf(weights, v, units))), "exact", "F(v)");
  });
});

test("hidden and visible probabilities are those of the joint distribution", async () => {
  const [v, h] = [data[2]!, hiddenStates[8]!];
  const { hidden, pooled, visible } = await computed((machine) => ({
    hidden: machine.hiddenProbabilities(asImages([v])),
    pooled: machine.forward(asImages([v])),
    visible: machine.visibleProbabilities(tensor(ndarray(Float64Array.from(h), [1, filters, 2, 2]))),
  }));
  /** The share, among states, of those with a unit on. */
  const marginals = (states: readonly Values[], energies: Values) =>
    states[0]!.map((_, unit) => {
      const on = energies.filter((_, state) => states[state]![unit] === 1);
      return Math.exp(logSum(on) - logSum(energies));
    });
  const ofHidden = marginals(
    hiddenStates,
    hiddenStates.map((each) => energyOf(weights, v, each)),
  );
  const ofVisible = marginals(
    allImages,
    allImages.map((each) => energyOf(weights, each, h)),
  );
  expectClose(hidden!, ndarray(Float64Array.from(ofHidden), [1, filters, 2, 2]), "exact", "P(h = 1 | v)");
  expectClose(visible!, ndarray(Float64Array.from(ofVisible), [1, 1, side, side]), "exact", "P(v = 1 | h)");
  const sums = [ofHidden.slice(0, 4), ofHidden.slice(4)].map((block) => block.reduce((sum, each) => sum + each, 0));
  expectClose(pooled!, ndarray(Float64Array.from(sums), [1, filters, 1, 1]), "exact", "P(p = 1 | v)");
});

test("the gradient equals finite differences of the exact likelihood", async () => {
  const likelihood = (own: Weights) => {
    const logPartition = logSum(allImages.map((v) => freeEnergyOf(own, v)));
    return data.reduce((sum, v) => sum - (freeEnergyOf(own, v) + logPartition) / data.length, 0);
  };
  const found = await computed((machine) => {
    const logPartition = log(reduceSum(exp(neg(machine.freeEnergy(asImages(allImages))))));
    const mean = neg(add(reduceMean(machine.freeEnergy(asImages(data))), logPartition));
    const parameters = trainableParameters(machine);
    const all = gradients(mean, [...parameters.values()]);
    return Object.fromEntries([...parameters.keys()].map((name, index) => [name, all[index]!]));
  });
  const step = 1e-5;
  for (const [name, values] of Object.entries(weights)) {
    const differences = values.map((_, at) => {
      const moved = (by: number) => likelihood({ ...weights, [name]: values.with(at, values[at]! + by) });
      return (moved(step) - moved(-step)) / (2 * step);
    });
    expectClose(found[name]!, ndarray(differences, [...found[name]!.shape]), "differences", name);
  }
});

test("contrastive divergence has the gradient of its statistics: the data's less the chain's, with probabilities", async () => {
  const [start, end] = [data[0]!, data[2]!];
  const found = await computed((machine) => {
    const chain = {
      freeEnergy: (visible: Tensor) => machine.freeEnergy(visible),
      nextVisible: () => asImages([end]),
    };
    const parameters = trainableParameters(machine);
    const all = gradients(contrastiveDivergence(chain, asImages([start])), [...parameters.values()]);
    return Object.fromEntries([...parameters.keys()].map((name, index) => [name, all[index]!]));
  });
  /** What each parameter sees: an image under a filter, times how likely the unit there is on; units; pixels. */
  const statistics = (v: Values): Weights => {
    const likely = hiddenStates[0]!.map((_, unit) => {
      const energies = hiddenStates.map((h) => energyOf(weights, v, h));
      return Math.exp(logSum(energies.filter((_energy, state) => hiddenStates[state]![unit] === 1)) - logSum(energies));
    });
    const weight = weights.weight.map((_, at) => {
      const [map, tap] = [Math.floor(at / kernel ** 2), at % kernel ** 2];
      const under = (place: number) =>
        v[(Math.floor(place / 2) + Math.floor(tap / 2)) * side + (place % 2) + (tap % 2)]!;
      return [0, 1, 2, 3].reduce((sum, place) => sum + likely[unitsOfMap * map + place]! * under(place), 0);
    });
    const ofMap = (map: number) => likely.slice(unitsOfMap * map, unitsOfMap * (map + 1));
    const sumOf = (values: Values) => values.reduce((sum, value) => sum + value, 0);
    return {
      weight,
      hiddenBias: weights.hiddenBias.map((_, map) => sumOf(ofMap(map))),
      visibleBias: Float64Array.of(sumOf(v)),
    };
  };
  const [before, after] = [statistics(start), statistics(end)];
  for (const name of ["weight", "hiddenBias", "visibleBias"] as const) {
    const expected = before[name].map((value, at) => after[name][at]! - value);
    expectClose(found[name]!, ndarray(expected, [...found[name]!.shape]), "exact", name);
  }
});

test("the sparsity penalty moves the hidden biases, and nothing else, to where units are on as often as they shall be", async () => {
  const found = await computed((machine) => {
    const parameters = trainableParameters(machine);
    const penalty = sparsityPenalty(machine, asImages(data), { target: 0.1, strength: 3 });
    const all = gradients(penalty, [...parameters.values()]);
    const activity = reduceMean(machine.hiddenProbabilities(asImages(data)), { axes: [0, 2, 3] });
    return { ...Object.fromEntries([...parameters.keys()].map((name, index) => [name, all[index]!])), activity };
  });
  const expected = found["activity"]!.data.map((mean) => 3 * (mean - 0.1));
  expectClose(found["hiddenBias"]!, ndarray(expected), "exact", "hiddenBias");
  for (const name of ["weight", "visibleBias"]) expect(found[name]!.data.every((value) => value === 0)).toBe(true);
});

test("a Gibbs step draws hidden units by one number a block, and visible ones from these", async () => {
  const v = data[0]!;
  const noise = { hidden: [0.35, 0.8], visible: [0.1, 0.9, 0.3, 0.5, 0.7, 0.2, 0.6, 0.4, 0.05] };
  const { visible, means } = await computed((machine) => ({
    ...machine.gibbs(
      asImages([v]),
      tensor(ndarray(Float64Array.from(noise.hidden), [1, filters, 1, 1])),
      asImages([noise.visible]),
    ),
  }));
  // Where the number falls among the shares of the units of a map, the last of which is "none".
  const h = noise.hidden.flatMap((number, map) => {
    const odds = [0, 1, 2, 3].map((unit) => Math.exp(inputOf(weights, v, unitsOfMap * map + unit)));
    const sum = odds.reduce((total, each) => total + each, 1);
    let end = 0;
    const on = odds.findIndex((each) => number < (end += each / sum));
    return [0, 1, 2, 3].map((unit) => Number(unit === on));
  });
  const expected = v.map((_, pixel) => {
    const [off, on] = [0, 1].map((value) => energyOf(weights, v.with(pixel, value), h));
    return 1 / (1 + Math.exp(on! - off!));
  });
  expectClose(means!, ndarray(Float64Array.from(expected), [1, 1, side, side]), "exact", "means");
  expect([...visible!.data]).toEqual(expected.map((mean, pixel) => Number(noise.visible[pixel]! < mean)));
});

test("what does not fit is refused", async () => {
  const machine = new ConvolutionalRbm({ channels: 3, filters: 4, kernel: 3, pooling: 2 });
  const on = (...shape: number[]) =>
    evaluate(() => machine.freeEnergy(tensor(ndarray(new Float32Array(300), shape))), { model: machine });
  await expect(on(3, 1, 10, 10)).rejects.toThrow("expects images [N, 3, H, W], got float32[3,1,10,10]");
  await expect(on(4, 3, 5, 5)).rejects.toThrow("blocks of 2x2 do not fit maps of float32[4,4,3,3]");
  expect(() => new ConvolutionalRbm({ filters: 0, kernel: 3, pooling: 2 })).toThrow(BlockzooError);
});
