import { ndarray, sizeOf } from "@blockzoo/core";
import {
  batched,
  byLength,
  packSequences,
  sequenceDataset,
  xor,
  type Batch,
  type BatchingOptions,
  type ByLengthOptions,
} from "@blockzoo/data";
import { describe, expect, it } from "vitest";
import { batchesOfEpoch, randomLengths, repeated } from "./made-sequences.js";

/** Random data sets, batch sizes and buckets of both kinds. */
const cases = Array.from({ length: 12 }, (_, seed) => {
  const lengths = randomLengths(100 + 17 * seed, 5 + 3 * seed, seed);
  const longest = Math.max(...lengths);
  const given: ByLengthOptions["buckets"] = [...new Set([Math.ceil(longest / 3), Math.ceil(longest / 2), longest])];
  return { seed, lengths, batchSize: 2 + seed, buckets: seed % 2 === 0 ? 1 + (seed % 5) : given };
});

const ids = ({ y, mask }: Batch) => Array.from(y!.data).filter((_, row) => mask === undefined || mask.data[row] === 1);
const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);

describe("byLength", () => {
  it.each(cases)("gives every sample once an epoch (seed $seed)", async ({ seed, lengths, batchSize, buckets }) => {
    const options = { batchSize, seed, sampling: byLength({ buckets }), remainder: "mask" } as const;
    const source = batched(repeated(lengths), options);
    for (const epoch of [0, 3]) {
      const batches = await batchesOfEpoch(source, epoch);
      expect(batches).toHaveLength(source.batchesPerEpoch);
      expect(sorted(batches.flatMap(ids))).toEqual(lengths.map((_, sample) => sample));
    }
  });

  it.each(cases)("pads to the bucket and no further (seed $seed)", async ({ seed, lengths, batchSize, buckets }) => {
    const options = { batchSize, seed, sampling: byLength({ buckets }), remainder: "mask" } as const;
    const batches = await batchesOfEpoch(batched(repeated(lengths), options), 1);
    const seen = new Map<number, number[]>();
    for (const { x, xLengths, y } of batches) {
      const [rows, steps] = x!.shape as [number, number];
      expect(rows).toBe(batchSize);
      for (const [row, sample] of y!.data.entries()) {
        expect(xLengths!.data[row]).toBe(lengths[sample]);
        const expected = Array.from({ length: steps }, (_, step) => (step < lengths[sample]! ? sample + 1 : 0));
        expect(Array.from(x!.data.subarray(row * steps, (row + 1) * steps))).toEqual(expected);
        seen.set(steps, [...(seen.get(steps) ?? []), lengths[sample]!]);
      }
    }
    expect(seen.size).toBeLessThanOrEqual(typeof buckets === "number" ? buckets : buckets.length);
    // Buckets do not overlap, and those made from the data are as long as their longest sample.
    const shapes = sorted([...seen.keys()]);
    for (const [index, steps] of shapes.entries()) {
      expect(Math.min(...seen.get(steps)!)).toBeGreaterThan(shapes[index - 1] ?? 0);
      const longest = Math.max(...seen.get(steps)!);
      expect(typeof buckets === "number" ? longest : steps).toBe(steps);
    }
  });

  it.each(cases)(
    "resumes anywhere, and one seed is one order (seed $seed)",
    async ({ lengths, batchSize, buckets }) => {
      const make = (seed: number) =>
        batched(repeated(lengths), { batchSize, seed, sampling: byLength({ buckets }), remainder: "mask" });
      const whole = await batchesOfEpoch(make(5), 2);
      for (const from of [0, 1, Math.floor(whole.length / 2), whole.length]) {
        expect(await batchesOfEpoch(make(5), 2, from)).toEqual(whole.slice(from));
      }
      expect(await batchesOfEpoch(make(5), 3)).not.toEqual(whole);
      expect(await batchesOfEpoch(make(6), 2)).not.toEqual(whole);
    },
  );

  it("drops the rest of each bucket, others in each epoch", async () => {
    const lengths = [1, 1, 1, 2, 2, 2, 2, 2];
    const source = batched(repeated(lengths), { batchSize: 2, sampling: byLength({ buckets: [1, 2] }) });
    expect(source.batchesPerEpoch).toBe(3);
    const left = new Set<number>();
    for (let epoch = 0; epoch < 20; epoch++) {
      const batches = await batchesOfEpoch(source, epoch);
      const given = batches.flatMap(ids);
      expect(new Set(given).size).toBe(6);
      expect(batches.every(({ mask }) => mask === undefined)).toBe(true);
      for (const sample of lengths.keys()) if (!given.includes(sample)) left.add(sample);
    }
    expect(left.size).toBe(8);
  });

  it("fills the last batch of each bucket with repeats of that bucket, which come last", async () => {
    const options = { batchSize: 4, sampling: byLength({ buckets: [1, 2] }), remainder: "mask" } as const;
    const batches = await batchesOfEpoch(batched(repeated([1, 1, 1, 2, 2, 2, 2, 2]), options), 0);
    const masks = batches.map(({ x, mask }) => [x!.shape[1], ...mask!.data].join(" "));
    expect(masks.toSorted()).toEqual(["1 1 1 1 0", "2 1 0 0 0", "2 1 1 1 1"]);
  });

  it("mixes the batches of the buckets", async () => {
    const source = batched(repeated(randomLengths(400, 40, 1)), { batchSize: 8, sampling: byLength({ buckets: 4 }) });
    const steps = (await batchesOfEpoch(source, 0)).map(({ x }) => x!.shape[1]!);
    const changes = steps.filter((own, index) => index > 0 && own !== steps[index - 1]).length;
    expect(changes).toBeGreaterThan(steps.length / 2);
  });

  it("pads less than one bucket does", async () => {
    const dataset = repeated(randomLengths(400, 40, 1));
    const padded = async (sampling: BatchingOptions["sampling"]) =>
      (await batchesOfEpoch(batched(dataset, { batchSize: 8, ...(sampling && { sampling }) }), 0)).reduce(
        (total, { x }) => total + sizeOf(x!.shape),
        0,
      );
    expect(await padded(byLength({ buckets: 1 }))).toBe(await padded("shuffle"));
    expect(await padded(byLength({ buckets: 5 }))).toBeLessThan(0.6 * (await padded("shuffle")));
  });

  it("looks at all sequences of a sample", async () => {
    const rows = (lengths: number[]) => packSequences(lengths.map((steps) => ndarray(new Int32Array(steps).fill(1))));
    const sequences = { source: rows([1, 1, 3, 2]), target: rows([2, 5, 1, 6]) };
    const dataset = sequenceDataset({ name: "pairs", sequences });
    const shapes = async (buckets: ByLengthOptions["buckets"]) => {
      const batches = await batchesOfEpoch(batched(dataset, { batchSize: 1, sampling: byLength({ buckets }) }), 0);
      const listed = batches.map(({ source, target, sourceLengths, targetLengths }) =>
        [sourceLengths!.data[0], targetLengths!.data[0], source!.shape[1], target!.shape[1]].join(" "),
      );
      return listed.toSorted();
    };
    expect(await shapes([3, 6])).toEqual(["1 2 3 3", "1 5 6 6", "2 6 6 6", "3 1 3 3"]);
    expect(
      await shapes([
        { source: 1, target: 5 },
        { source: 3, target: 6 },
      ]),
    ).toEqual(["1 2 1 5", "1 5 1 5", "2 6 3 6", "3 1 3 6"]);
    expect(await shapes(2)).toEqual(["1 2 3 2", "1 5 2 6", "2 6 2 6", "3 1 3 2"]);
  });

  it("says what cannot be", () => {
    const make = (buckets: ByLengthOptions["buckets"], batchSize = 1, lengths = [2, 7, 3]) =>
      batched(repeated(lengths), { batchSize, sampling: byLength({ buckets }) });
    expect(() => make([3, 5])).toThrow(
      "batches of repeated: sample 1 has x 7 steps, the last bucket holds x 5 steps: add a longer bucket, or leave such " +
        "samples out (withinLengths)",
    );
    expect(() => make([2, 7], 2)).toThrow(
      'the bucket of x 2 steps has 1 samples, which never fill a batch of 2: use fewer buckets, smaller batches or remainder: "mask"',
    );
    expect(() => make([])).toThrow("needs at least one bucket");
    expect(() => make([7, 3])).toThrow("found x 3 steps at 1");
    expect(() => make([0, 7])).toThrow("found x 0 steps at 0");
    expect(() => make([6.5])).toThrow("found x 6.5 steps at 0");
    expect(() => make([{ z: 7 }])).toThrow("bucket 0 is for [z], the sequences are [x]");
    expect(() => make(0)).toThrow("needs a positive number of buckets, found 0");
    expect(() => batched(xor(), { batchSize: 1, sampling: byLength({ buckets: 2 }) })).toThrow("has none");
  });
});

describe("sequences in other samplings", () => {
  it("are one bucket, as long as the longest of the data set", async () => {
    const batches = await batchesOfEpoch(batched(repeated([1, 4, 2, 3]), { batchSize: 2 }), 0);
    expect(batches.map(({ x }) => x!.shape)).toEqual([
      [2, 4],
      [2, 4],
    ]);
  });
});
