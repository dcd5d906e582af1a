import { ndarray } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import {
  arrayDataset,
  batched,
  everything,
  splitDataset,
  subset,
  type Batch,
  type BatchSource,
  type Dataset,
  type SamplingFunction,
} from "../src/index.js";

/** Samples that carry their index: x float32[n,2] = [i, -i], y int32[n] = i % classes. */
function numbered(size: number, classes = 2): Dataset {
  const indices = Array.from({ length: size }, (_, index) => index);
  return arrayDataset({
    name: "numbered",
    arrays: {
      x: ndarray(Float32Array.from(indices.flatMap((index) => [index, -index])), [size, 2]),
      y: ndarray(Int32Array.from(indices, (index) => index % classes)),
    },
    labels: ["even", "odd"],
  });
}

const ids = (batch: Batch) => Array.from(batch.x!.data).filter((_, position) => position % 2 === 0);

async function epoch(source: BatchSource, index: number, from?: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of source.epoch(index, from)) batches.push(batch);
  return batches;
}

describe("arrayDataset", () => {
  it("gathers rows in the order asked for, repeats included", () => {
    const { x, y } = numbered(5).gather([3, 0, 3]);
    expect(x).toEqual(
      ndarray([
        [3, -3],
        [0, -0],
        [3, -3],
      ]),
    );
    expect(y).toEqual(ndarray([1, 0, 1], [3], "int32"));
  });

  it("says which index there is not", () => {
    for (const index of [5, -1, 0.5]) {
      expect(() => numbered(5).gather([index])).toThrow(
        `numbered: there is no sample ${index}, expected an index from 0 to 4`,
      );
    }
  });

  it("refuses arrays of different sizes", () => {
    const arrays = { x: ndarray([[1], [2]]), y: ndarray([1]) };
    expect(() => arrayDataset({ name: "odd", arrays })).toThrow("found x[2,1], y[1]");
    expect(() => arrayDataset({ name: "none", arrays: {} })).toThrow("found no array");
  });
});

describe("subset and splitDataset", () => {
  it("takes samples, and samples of samples", () => {
    const some = subset(subset(numbered(10), [9, 7, 5]), [2, 0]);
    expect(some).toMatchObject({ name: "numbered", size: 2, labels: ["even", "odd"] });
    expect(ids(everything(some))).toEqual([5, 9]);
    expect(() => some.gather([2])).toThrow("from 0 to 1");
    expect(() => subset(numbered(2), [2])).toThrow("no sample 2");
  });

  it("deals every sample to one part, the same by seed", () => {
    const parts = splitDataset(numbered(10), { fractions: [0.7, 0.2, 0.1], seed: 3 });
    expect(parts.map(({ size }) => size)).toEqual([7, 2, 1]);
    const dealt = parts.flatMap((part) => ids(everything(part)));
    expect(dealt.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(dealt).toEqual(
      splitDataset(numbered(10), { counts: [7, 2, 1], seed: 3 }).flatMap((part) => ids(everything(part))),
    );
    expect(dealt).not.toEqual(
      splitDataset(numbered(10), { counts: [10], seed: 4 }).flatMap((part) => ids(everything(part))),
    );
  });

  it("keeps the proportions of classes", () => {
    const [train, test] = splitDataset(numbered(99, 3), { fractions: [2 / 3, 1 / 3], stratifyBy: "y" });
    const count = (dataset: Dataset, kind: number) => everything(dataset).y!.data.filter((y) => y === kind).length;
    expect([0, 1, 2].map((kind) => count(train!, kind))).toEqual([22, 22, 22]);
    expect([0, 1, 2].map((kind) => count(test!, kind))).toEqual([11, 11, 11]);
  });

  it("refuses sizes and classes that make no sense", () => {
    expect(() => splitDataset(numbered(4), { counts: [3, 2] })).toThrow("the parts [3,2] exceed the whole, which is 4");
    expect(() => splitDataset(numbered(4), { fractions: [0.8, 0.3] })).toThrow("exceed the whole, which is 1");
    expect(() => splitDataset(numbered(4), { counts: [1.5] })).toThrow("found [1.5]");
    const misspelt = { counts: [1], stratify: "y" };
    expect(() => splitDataset(numbered(4), misspelt)).toThrow('did you mean "stratifyBy"?');
    expect(() => splitDataset(numbered(4), { counts: [1], stratifyBy: "x" })).toThrow('"x" is float32[4,2]');
    expect(() => splitDataset(numbered(4), { counts: [1], stratifyBy: "z" })).toThrow('"z" is missing');
  });
});

describe("batched", () => {
  it("gives every sample once an epoch, in another order each epoch", async () => {
    const source = batched(numbered(12), { batchSize: 4, seed: 1 });
    expect(source).toMatchObject({ batchSize: 4, batchesPerEpoch: 3 });
    const first = (await epoch(source, 0)).flatMap(ids);
    const second = (await epoch(source, 1)).flatMap(ids);
    expect(first.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index));
    expect(second).not.toEqual(first);
    expect((await epoch(batched(numbered(12), { batchSize: 4, seed: 2 }), 0)).flatMap(ids)).not.toEqual(first);
  });

  it("resumes an epoch where it was left", async () => {
    const source = batched(numbered(12), { batchSize: 4, seed: 1 });
    expect(await epoch(source, 5, 1)).toEqual((await epoch(source, 5)).slice(1));
    expect(await epoch(source, 5, 3)).toEqual([]);
    await expect(epoch(source, 0, 4)).rejects.toThrow("an epoch has 3 batches, cannot start at 4");
  });

  it("drops or masks the samples that fill no batch", async () => {
    const options = { batchSize: 4, sampling: "sequential" } as const;
    const dropped = await epoch(batched(numbered(6), options), 0);
    expect(dropped.map(ids)).toEqual([[0, 1, 2, 3]]);
    expect(dropped[0]!.mask).toBeUndefined();
    const masked = await epoch(batched(numbered(6), { ...options, remainder: "mask" }), 0);
    expect(masked.map(ids)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 0, 1],
    ]);
    expect(masked.map(({ mask }) => mask)).toEqual([ndarray([1, 1, 1, 1]), ndarray([1, 1, 0, 0])]);
    const tiny = await epoch(batched(numbered(2), { batchSize: 5, sampling: "sequential", remainder: "mask" }), 0);
    expect(tiny.map(ids)).toEqual([[0, 1, 0, 1, 0]]);
  });

  it("draws with replacement", async () => {
    const drawn = (await epoch(batched(numbered(100), { batchSize: 50, sampling: "withReplacement" }), 0)).flatMap(ids);
    expect(drawn).toHaveLength(100);
    expect(new Set(drawn).size).toBeGreaterThan(50);
    expect(new Set(drawn).size).toBeLessThan(80);
  });

  it("refuses options that it does not have", () => {
    const options = { batchSize: 4, shuffle: false };
    expect(() => batched(numbered(12), options)).toThrow('batched: there is no option "shuffle"');
  });

  it("lets each row of a batch go on where it was in the batch before", async () => {
    const rows = async (size: number, remainder: "drop" | "mask") => {
      const source = batched(numbered(size), { batchSize: 3, sampling: "contiguous", remainder });
      return (await epoch(source, 4)).map((batch) =>
        ids(batch).map((id, row) => (batch.mask?.data[row] === 0 ? -1 : id)),
      );
    };
    expect(await rows(14, "drop")).toEqual([
      [0, 4, 8],
      [1, 5, 9],
      [2, 6, 10],
      [3, 7, 11],
    ]);
    expect(await rows(10, "mask")).toEqual([
      [0, 4, 8],
      [1, 5, 9],
      [2, 6, -1],
      [3, 7, -1],
    ]);
    const source = batched(numbered(14), { batchSize: 3, sampling: "contiguous" });
    expect(await epoch(source, 0, 2)).toEqual((await epoch(source, 0)).slice(2));
  });

  it("plans batches by a function", async () => {
    const pairs: SamplingFunction = ({ size }, { batchSize }) => ({
      batchesPerEpoch: size,
      epoch: (index) => (batch) => ({ indices: new Uint32Array(batchSize).fill((batch + index) % size), samples: 1 }),
    });
    const source = batched(numbered(3), { batchSize: 2, sampling: pairs, remainder: "mask" });
    const batches = await epoch(source, 1);
    expect(batches.map(ids)).toEqual([
      [1, 1],
      [2, 2],
      [0, 0],
    ]);
    expect(batches[0]!.mask).toEqual(ndarray([1, 0]));
  });

  it("says which samplings there are", () => {
    const sampling = "random" as "shuffle";
    expect(() => batched(numbered(3), { batchSize: 1, sampling })).toThrow(
      'there is no "random", expected shuffle, sequential, withReplacement, contiguous or a function',
    );
  });

  it("refuses sizes that give no batch", () => {
    expect(() => batched(numbered(3), { batchSize: 4 })).toThrow(/3 samples do not fill a batch of 4: .*"mask"/);
    expect(() => batched(numbered(3), { batchSize: 0 })).toThrow("must be a positive integer, found 0");
  });
});
