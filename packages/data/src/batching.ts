import { check, checkOptions, ndarray, RandomStream } from "@blockzoo/core";
import type { Batch, Dataset } from "./dataset.js";

/** What training reads: epochs of batches. The same epoch from the same place gives the same batches. */
export interface BatchSource {
  /** The samples of a batch; every batch has as many. */
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  /** The batches of epoch `index` from batch `from`, by default the first, on. */
  epoch(index: number, from?: number): AsyncIterable<Batch>;
}

/**
 * The order of the samples: every one once in a new order each epoch, always as in the data set, or as many draws as
 * there are samples.
 */
export type Sampling = "shuffle" | "sequential" | "withReplacement";

/** Which samples a batch has, in which epoch. */
export interface BatchPlace {
  readonly epoch: number;
  /** The samples of the rows, by their indices in the data set. */
  readonly indices: ArrayLike<number>;
}

/** Changes a batch in a way that depends on its place and nothing else: see {@link augment}. */
export type BatchAugmentation = (batch: Batch, place: BatchPlace) => Batch;

/** How {@link batched} makes batches. */
export interface BatchingOptions {
  readonly batchSize: number;
  /** `shuffle` by default. */
  readonly sampling?: Sampling;
  /** Keys the order, 0 by default. */
  readonly seed?: number;
  /**
   * What happens to the samples that do not fill a batch. `drop`, the default, leaves them out of the epoch. `mask` fills
   * the batch up with repeats and gives each batch a float32[B] `mask`, 1 for a sample and 0 for a repeat.
   */
  readonly remainder?: "drop" | "mask";
  /** Changes each batch after it was gathered, with all that {@link mapDataset} does to it; none by default. */
  readonly augmentation?: BatchAugmentation;
}

/**
 * Cuts a data set into batches of equal size. It is an error when no batch could be filled.
 *
 * @example
 * for await (const { x, y } of batched(train, { batchSize: 64, seed: 1 }).epoch(0)) { ... }
 */
export function batched(dataset: Dataset, options: BatchingOptions): BatchSource {
  checkOptions("batched", options, {
    batchSize: true,
    sampling: true,
    seed: true,
    remainder: true,
    augmentation: true,
  });
  const { batchSize, sampling = "shuffle", seed = 0, remainder = "drop", augmentation } = options;
  check(
    Number.isInteger(batchSize) && batchSize > 0,
    () => `batches of ${dataset.name}: the batch size must be a positive integer, found ${batchSize}`,
  );
  const batches = dataset.size / batchSize;
  const batchesPerEpoch = remainder === "drop" ? Math.floor(batches) : Math.ceil(batches);
  check(
    batchesPerEpoch > 0,
    () =>
      `batches of ${dataset.name}: its ${dataset.size} samples do not fill a batch of ${batchSize}: ` +
      `use smaller batches${dataset.size > 0 ? ' or remainder: "mask"' : ""}`,
  );
  return {
    batchSize,
    batchesPerEpoch,
    async *epoch(index, from = 0) {
      check(
        Number.isInteger(from) && from >= 0 && from <= batchesPerEpoch,
        () => `batches of ${dataset.name}: an epoch has ${batchesPerEpoch} batches, cannot start at ${from}`,
      );
      const order = epochOrder(dataset.size, sampling, new RandomStream(seed, sampling, index));
      for (let start = from * batchSize; start < batchesPerEpoch * batchSize; start += batchSize) {
        const indices = Uint32Array.from({ length: batchSize }, (_, row) => order[(start + row) % order.length]!);
        const gathered = dataset.gather(indices);
        const batch = augmentation === undefined ? gathered : augmentation(gathered, { epoch: index, indices });
        yield remainder === "drop" ? batch : withMask(dataset, batch, batchSize, dataset.size - start);
      }
    },
  };
}

function epochOrder(size: number, sampling: Sampling, stream: RandomStream): Uint32Array {
  switch (sampling) {
    case "shuffle":
      return stream.permutation(size);
    case "sequential":
      return Uint32Array.from({ length: size }, (_, index) => index);
    case "withReplacement":
      return Uint32Array.from({ length: size }, () => stream.integer(size));
  }
}

function withMask(dataset: Dataset, batch: Batch, batchSize: number, samples: number): Batch {
  check(batch.mask === undefined, () => `batches of ${dataset.name}: it has an array "mask" of its own, rename that`);
  const mask = new Float32Array(batchSize).fill(1, 0, Math.min(samples, batchSize));
  return { ...batch, mask: ndarray(mask) };
}
