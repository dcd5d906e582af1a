import type { Dataset, SequenceLengths } from "../dataset.js";

/** Which samples a batch has. */
export interface PlannedBatch {
  /** As many as the batch size. */
  readonly indices: Uint32Array;
  /** The first so many are samples of the epoch; those behind them fill the batch up and are repeats. */
  readonly samples: number;
  /** The steps to which sequences are padded; by default those of the data set's longest. */
  readonly padTo?: SequenceLengths;
}

/** The batches of all epochs. The same epoch always has the same batches. */
export interface BatchPlan {
  readonly batchesPerEpoch: number;
  /** The batches of an epoch by their index, in any order, so that a resumed run begins where it was left. */
  epoch(index: number): (batch: number) => PlannedBatch;
}

/** What a batch plan depends on besides the data set. */
export interface SamplingOptions {
  readonly batchSize: number;
  readonly seed: number;
  /** Whether samples that do not fill a batch are left out, or fill one up with repeats. */
  readonly remainder: "drop" | "mask";
}

/** Decides which samples come together in a batch, and when. It looks at the size and the lengths, and reads no sample. */
export type SamplingFunction = (
  dataset: Pick<Dataset, "name" | "size" | "lengths">,
  options: SamplingOptions,
) => BatchPlan;

/** The number of batches that so many samples make. */
export function batchesOf(samples: number, { batchSize, remainder }: SamplingOptions): number {
  return remainder === "drop" ? Math.floor(samples / batchSize) : Math.ceil(samples / batchSize);
}

/** Batch `batch` of samples in an order. Past the end of the order it begins anew: those are the repeats. */
export function sliceOf(order: Uint32Array, batch: number, { batchSize }: SamplingOptions): PlannedBatch {
  const start = batch * batchSize;
  return {
    indices: Uint32Array.from({ length: batchSize }, (_, row) => order[(start + row) % order.length]!),
    samples: Math.min(batchSize, order.length - start),
  };
}
