import { check, checkOptions, ndarray } from "@blockzoo/core";
import type { Batch, Dataset } from "./dataset.js";
import { samplingFunction, type Sampling } from "./sampling/named.js";

/**
 * What training reads: epochs of batches. The same epoch from the same place gives the same batches. The batches of sequences
 * may come in a few shapes, one for each bucket of lengths; all others have one.
 */
export interface BatchSource {
  /** The samples of a batch; every batch has as many. */
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  /** The batches of epoch `index` from batch `from`, by default the first, on. */
  epoch(index: number, from?: number): AsyncIterable<Batch>;
  /** The same samples in batches of another size. Sources whose batches have the size that they have do without. */
  withBatchSize?(batchSize: number): BatchSource;
}

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
   * What happens to the samples that do not fill a batch, of each bucket where there are buckets. `drop`, the default, leaves
   * them out of the epoch. `mask` fills the batch up with repeats and gives each batch a float32[B] `mask`, 1 for a sample
   * and 0 for a repeat; the repeats come last.
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
  const plan = samplingFunction(sampling)(dataset, { batchSize, seed, remainder });
  const { batchesPerEpoch } = plan;
  check(
    batchesPerEpoch > 0,
    () =>
      `batches of ${dataset.name}: its ${dataset.size} samples do not fill a batch of ${batchSize}: ` +
      `use smaller batches${dataset.size > 0 ? ' or remainder: "mask"' : ""}`,
  );
  return {
    batchSize,
    batchesPerEpoch,
    withBatchSize: (other) => batched(dataset, { ...options, batchSize: other }),
    async *epoch(index, from = 0) {
      check(
        Number.isInteger(from) && from >= 0 && from <= batchesPerEpoch,
        () => `batches of ${dataset.name}: an epoch has ${batchesPerEpoch} batches, cannot start at ${from}`,
      );
      const batchAt = plan.epoch(index);
      for (let place = from; place < batchesPerEpoch; place++) {
        const { indices, samples, padTo } = batchAt(place);
        const gathered = dataset.gather(indices, padTo && { padTo });
        const batch = augmentation === undefined ? gathered : augmentation(gathered, { epoch: index, indices });
        yield remainder === "drop" ? batch : withMask(dataset, batch, batchSize, samples);
      }
    },
  };
}

function withMask(dataset: Dataset, batch: Batch, batchSize: number, samples: number): Batch {
  check(batch.mask === undefined, () => `batches of ${dataset.name}: it has an array "mask" of its own, rename that`);
  const mask = new Float32Array(batchSize).fill(1, 0, samples);
  return { ...batch, mask: ndarray(mask) };
}
