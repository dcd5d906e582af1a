// The softmax of a block against the sum over its states, one by one.
import {
  BlockzooError,
  evaluate,
  gradients,
  ndarray,
  RandomStream,
  reduceSum,
  tensor,
  type NDArray,
} from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { expect, test } from "vitest";
import {
  logPartitionOfBlocks,
  probabilisticMaxPooling,
  sampleBlocks,
} from "../../src/convolutional/probabilistic-max-pooling.js";

const shape = [2, 3, 4, 6] as const;
const inputs = ndarray(new RandomStream(1, "inputs").fillNormal(new Float64Array(144), 0, 2), [...shape]);

/** The inputs of block `index` of maps with blocks of C x C, and where its units stand. */
function blockOf({ shape: [, , height, width], data }: NDArray, size: number, index: number) {
  const [rows, columns] = [height! / size, width! / size];
  const [map, place] = [Math.floor(index / (rows * columns)), index % (rows * columns)];
  const [top, left] = [size * Math.floor(place / columns), size * (place % columns)];
  const units = Array.from({ length: size ** 2 }, (_, unit) => {
    return (map * height! + top + Math.floor(unit / size)) * width! + left + (unit % size);
  });
  return { units, inputs: units.map((unit) => data[unit]!) };
}

test.each([1, 2])("blocks of size %i have the probabilities of their states, counted out", async (size) => {
  const { detection, pooled } = await evaluate(() => probabilisticMaxPooling(tensor(inputs), size));
  const logPartition = await evaluate(() => logPartitionOfBlocks(tensor(inputs), size));
  expect(detection.shape).toEqual(shape);
  expect(pooled.shape).toEqual([2, 3, 4 / size, 6 / size]);
  const expected = { detection: new Float64Array(144), pooled: new Float64Array(144 / size ** 2) };
  const partitions = expected.pooled.map((_, index) => {
    const block = blockOf(inputs, size, index);
    // Each state turns one unit on, the last none.
    const weights = [...block.inputs.map(Math.exp), 1];
    const sum = weights.reduce((total, weight) => total + weight, 0);
    block.units.forEach((unit, state) => (expected.detection[unit] = weights[state]! / sum));
    expected.pooled[index] = 1 - 1 / sum;
    return Math.log(sum);
  });
  expectClose(detection, ndarray(expected.detection, [...shape]), "exact", "P(h = 1)");
  expectClose(pooled, ndarray(expected.pooled, pooled.shape), "exact", "P(pool = 1)");
  expectClose(logPartition, ndarray(partitions, pooled.shape), "exact", "log(1 + Σ exp I)");
});

test("the gradient of a block's log partition is what its units are likely to do", async () => {
  const { gradient, detection } = await evaluate(() => {
    const x = tensor(inputs);
    const [gradient] = gradients(reduceSum(logPartitionOfBlocks(x, 2)), [x]);
    return { gradient: gradient!, detection: probabilisticMaxPooling(x, 2).detection };
  });
  expectClose(gradient, detection, "exact", "d log partition / d I");
});

test("inputs of any size give probabilities whose sum is at most 1", async () => {
  const extreme = ndarray(Float32Array.of(1e4, -1e4, 0, 1e4, -1e4, -1e4, -1e4, -1e4), [1, 2, 2, 2]);
  const { detection, pooled, partition } = await evaluate(() => ({
    ...probabilisticMaxPooling(tensor(extreme), 2),
    partition: logPartitionOfBlocks(tensor(extreme), 2),
  }));
  expect([...detection.data]).toEqual([0.5, 0, 0, 0.5, 0, 0, 0, 0]);
  expect([...pooled.data]).toEqual([1, 0]);
  expect([...partition.data]).toEqual([1e4 + Math.log(2), 0]);
});

test("states of a block are drawn as often as they are likely, one unit at most", async () => {
  const draws = 20_000;
  const block = Float64Array.of(0.3, -1, 1.2, 0);
  const noise = new RandomStream(0, "noise").fillUniform(new Float64Array(draws));
  const { drawn, detection } = await evaluate(() => ({
    drawn: sampleBlocks(
      tensor(
        ndarray(
          Float64Array.from({ length: 4 * draws }, (_, unit) => block[unit % 4]!),
          [draws, 1, 2, 2],
        ),
      ),
      2,
      tensor(ndarray(noise, [draws, 1, 1, 1])),
    ),
    detection: probabilisticMaxPooling(tensor(ndarray(block, [1, 1, 2, 2])), 2).detection,
  }));
  const counts = [0, 0, 0, 0];
  let most = 0;
  for (let draw = 0; draw < draws; draw++) {
    const units = Array.from(drawn.data.subarray(4 * draw, 4 * draw + 4));
    units.forEach((unit, index) => (counts[index]! += unit));
    most = Math.max(
      most,
      units.reduce((sum, unit) => sum + unit, 0),
    );
  }
  expect(most).toBe(1);
  counts.forEach((count, unit) => {
    const probability = detection.data[unit]!;
    // Within four standard deviations of a binomial count.
    const deviation = Math.sqrt(probability * (1 - probability) * draws);
    expect(Math.abs(count - probability * draws)).toBeLessThan(4 * deviation);
  });
});

test("every number of [0, 1) draws one state, in their order", async () => {
  const drawnBy = async (value: number) => {
    const drawn = await evaluate(() =>
      sampleBlocks(tensor(ndarray(new Float64Array(4), [1, 1, 2, 2])), 2, tensor(ndarray([value], [1, 1, 1, 1]))),
    );
    return [...drawn.data].indexOf(1);
  };
  expect(await Promise.all([0, 0.19, 0.21, 0.41, 0.61, 0.79, 0.81, 1 - 2 ** -24].map(drawnBy))).toEqual([
    0, 0, 1, 2, 3, 3, -1, -1,
  ]);
});

test("maps that blocks do not fit are refused", async () => {
  const pooled = (...sizes: number[]) =>
    evaluate(() => probabilisticMaxPooling(tensor(ndarray(new Float32Array(30), sizes)), 2));
  await expect(pooled(1, 1, 5, 6)).rejects.toThrow(BlockzooError);
  await expect(pooled(1, 1, 5, 6)).rejects.toThrow("blocks of 2x2 do not fit maps of float32[1,1,5,6]");
  await expect(pooled(5, 6)).rejects.toThrow("expects maps [N, K, H, W], got float32[5,6]");
});
