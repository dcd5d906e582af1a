import { check, RandomStream } from "@blockzoo/core";
import { describeLengths, lengthBuckets, type Bucket, type LengthBuckets } from "./length-buckets.js";
import { batchesOf, sliceOf, type SamplingFunction, type SamplingOptions } from "./plan.js";

/** How {@link byLength} sorts samples. */
export interface ByLengthOptions {
  /**
   * The steps that fit into each bucket, rising, for all arrays of sequences or by the name of the array: a sample belongs to
   * the first bucket into which all its sequences fit. Or the number of buckets, with as many samples in each as equal
   * lengths allow: then a bucket is as long as the longest of its samples, and there are fewer where one would not fill a batch.
   */
  readonly buckets: LengthBuckets;
}

/**
 * Batches of sequences of about the same length, so that little is padding. Every sample belongs to the bucket of its
 * length; samples are shuffled within their bucket, and the batches of all buckets among each other, anew in each epoch. All
 * batches of a bucket have one shape, its length, so a network is compiled once a bucket.
 *
 * What does not fill a batch is left out, or filled up, in each bucket for itself. A bucket that would never fill a batch
 * is an error: its samples would never be seen.
 *
 * @example
 * batched(pairs, { batchSize: 64, sampling: byLength({ buckets: 4 }) });                // as many samples in each
 * batched(pairs, { batchSize: 64, sampling: byLength({ buckets: [10, 20, 40] }) });     // at most so many steps
 * batched(pairs, { batchSize: 64, sampling: byLength({ buckets: [{ source: 10, target: 12 }, { source: 40, target: 45 }] }) });
 */
export function byLength({ buckets }: ByLengthOptions): SamplingFunction {
  return (dataset, options) => {
    const filled = lengthBuckets(dataset, buckets, options.remainder === "drop" ? options.batchSize : 1);
    checkFilled(dataset.name, filled, options);
    // Which bucket each batch is of, and which of its batches, before the batches are shuffled.
    const batches = filled.flatMap(({ members }, bucket) =>
      Array.from({ length: batchesOf(members.length, options) }, (_, batch) => ({ bucket, batch })),
    );
    return {
      batchesPerEpoch: batches.length,
      epoch(index) {
        const stream = (...path: number[]) => new RandomStream(options.seed, "byLength", index, ...path);
        const order = stream().permutation(batches.length);
        const shuffled = filled.map(({ members }, bucket) =>
          stream(bucket)
            .permutation(members.length)
            .map((member) => members[member]!),
        );
        return (place) => {
          const { bucket, batch } = batches[order[place]!]!;
          return { ...sliceOf(shuffled[bucket]!, batch, options), padTo: filled[bucket]!.padTo };
        };
      },
    };
  };
}

function checkFilled(name: string, buckets: readonly Bucket[], { batchSize, remainder }: SamplingOptions): void {
  const small = buckets.find(({ members }) => remainder === "drop" && members.length < batchSize);
  check(
    small === undefined,
    () =>
      `batches of ${name}: the bucket of ${describeLengths(small!.padTo)} has ${small!.members.length} samples, which never fill a ` +
      `batch of ${batchSize}: use fewer buckets, smaller batches or remainder: "mask"`,
  );
}
