import {
  BatchNorm2d,
  difference,
  freeze,
  initialize,
  ndarray,
  RandomStream,
  referenceBackend,
  relu,
  Sequential,
  tolerances,
} from "@blockzoo/core";
import { arrayDataset, batched, type BatchSource } from "@blockzoo/data";
import { recalibrateBatchNorm } from "@blockzoo/train";
import { expect, it } from "vitest";

const [size, channels, batchSize] = [12, 2, 4];
const x = ndarray(new RandomStream(0, "x").fillNormal(new Float32Array(size * channels), 1, 3), [size, channels]);
const dataset = arrayDataset({ name: "noise", arrays: { x, y: ndarray(new Int32Array(size)) } });
const data = batched(dataset, { batchSize, sampling: "sequential" });
const backend = referenceBackend({ float64: true });

const net = () => new Sequential(new BatchNorm2d(channels, { momentum: 0.3 }), relu, new BatchNorm2d(channels));

/** Weights of a net of which nothing is 0 or 1. */
function weightsOf(model: Sequential) {
  return new Map(
    [...initialize(model)].map(([name, { shape }], index) => [name, ndarray([0.5 + index, 0.7 + index], shape)]),
  );
}

/** The definition, by hand: the mean over the batches of the statistics of each, in two layers. */
function expectedStatistics(weights: ReturnType<typeof weightsOf>) {
  const found = [0, 2].map(() => ({ mean: [0, 0], variance: [0, 0] }));
  const batches = size / batchSize;
  for (let batch = 0; batch < batches; batch++) {
    for (let channel = 0; channel < channels; channel++) {
      let values = Array.from(
        { length: batchSize },
        (_, row) => x.data[(batch * batchSize + row) * channels + channel]!,
      );
      found.forEach((statistics, layer) => {
        const mean = values.reduce((sum, value) => sum + value) / batchSize;
        const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        statistics.mean[channel]! += mean / batches;
        statistics.variance[channel]! += squares / (batchSize - 1) / batches;
        const of = (name: string) => weights.get(`${2 * layer}.${name}`)!.data[channel]!;
        values = values.map((value) =>
          Math.max(0, ((value - mean) / Math.sqrt(squares / batchSize + 1e-5)) * of("weight") + of("bias")),
        );
      });
    }
  }
  return found;
}

it("gives each layer the mean of its statistics over the batches, and changes nothing else", async () => {
  const model = net();
  const weights = weightsOf(model);
  const recalibrated = await recalibrateBatchNorm(model, { weights, data, backend });
  expect([...recalibrated.keys()]).toEqual([...weights.keys()]);
  expectedStatistics(weights).forEach(({ mean, variance }, index) => {
    const layer = `${2 * index}`;
    expect(difference(recalibrated.get(`${layer}.running_mean`)!, ndarray(mean))).toBeLessThan(tolerances.op);
    expect(difference(recalibrated.get(`${layer}.running_var`)!, ndarray(variance))).toBeLessThan(tolerances.op);
    for (const name of ["weight", "bias"]) {
      expect(recalibrated.get(`${layer}.${name}`)).toBe(weights.get(`${layer}.${name}`));
    }
  });
  // What the statistics were before makes no difference.
  const again = await recalibrateBatchNorm(model, { weights: recalibrated, data, backend });
  expect(again).toEqual(recalibrated);
});

it("leaves frozen layers alone", async () => {
  const model = freeze(net(), "0");
  const weights = weightsOf(model);
  const recalibrated = await recalibrateBatchNorm(model, { weights, data, backend });
  expect(recalibrated.get("0.running_mean")).toBe(weights.get("0.running_mean"));
  expect(recalibrated.get("2.running_mean")).not.toEqual(weights.get("2.running_mean"));
});

it("refuses batches filled up with repeats, layers that record nothing, and weights of another model", async () => {
  const model = net();
  const filled = batched(dataset, { batchSize: 5, remainder: "mask" });
  await expect(recalibrateBatchNorm(model, { weights: weightsOf(model), data: filled, backend })).rejects.toThrow(
    'use batches with remainder: "drop"',
  );
  const still = new Sequential(new BatchNorm2d(channels, { momentum: 0 }));
  await expect(recalibrateBatchNorm(still, { weights: weightsOf(still), data, backend })).rejects.toThrow(
    "0.running_mean has a momentum of 0",
  );
  await expect(recalibrateBatchNorm(model, { weights: new Map(), data, backend })).rejects.toThrow("0.running_mean");
});

it("takes batches of several shapes", async () => {
  const model = new Sequential(new BatchNorm2d(1));
  const rows = [
    [1, 3],
    [2, 4, 9],
    [5, 6],
  ];
  const source: BatchSource = {
    batchSize: 2,
    batchesPerEpoch: rows.length,
    async *epoch() {
      for (const row of rows) yield { x: ndarray(row, [row.length, 1]) };
    },
  };
  const found = await recalibrateBatchNorm(model, { weights: initialize(model), data: source, backend });
  // The means are 2, 5 and 5.5, the unbiased variances 2, 13 and 0.5.
  expect(found.get("0.running_mean")!.data[0]).toBeCloseTo(12.5 / 3, 6);
  expect(found.get("0.running_var")!.data[0]).toBeCloseTo(15.5 / 3, 6);
});
