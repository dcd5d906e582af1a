import { check, RandomStream } from "@blockzoo/core";
import { batchesOf, sliceOf, type BatchPlan, type SamplingFunction, type SamplingOptions } from "./plan.js";

/**
 * The order of the samples: `shuffle` has every one once in a new order each epoch, `sequential` always as in the data set,
 * `withReplacement` as many draws as there are samples.
 *
 * `contiguous` cuts the data set into as many streams as a batch has rows: each row goes on with the sample after the one
 * that it had in the batch before, for networks that keep their state from batch to batch.
 */
export type SamplingName = "shuffle" | "sequential" | "withReplacement" | "contiguous";

/** The order of the samples by name, or a function such as {@link byLength} that plans the batches. */
export type Sampling = SamplingName | SamplingFunction;

const named = {
  shuffle: inOrder("shuffle", (size, stream) => stream.permutation(size)),
  sequential: inOrder("sequential", (size) => Uint32Array.from({ length: size }, (_, index) => index)),
  withReplacement: inOrder("withReplacement", (size, stream) =>
    Uint32Array.from({ length: size }, () => stream.integer(size)),
  ),
  contiguous,
} as const satisfies Readonly<Record<SamplingName, SamplingFunction>>;

/** What a sampling is short for. */
export function samplingFunction(sampling: Sampling): SamplingFunction {
  if (typeof sampling === "function") return sampling;
  check(
    Object.hasOwn(named, sampling),
    () => `sampling: there is no ${JSON.stringify(sampling)}, expected ${Object.keys(named).join(", ")} or a function`,
  );
  return named[sampling];
}

/** Batches that are cut one after the other from an order of the samples. */
function inOrder(name: SamplingName, order: (size: number, stream: RandomStream) => Uint32Array): SamplingFunction {
  return ({ size }, options) => ({
    batchesPerEpoch: batchesOf(size, options),
    epoch(index) {
      const own = order(size, new RandomStream(options.seed, name, index));
      return (batch) => sliceOf(own, batch, options);
    },
  });
}

function contiguous({ size }: { readonly size: number }, options: SamplingOptions): BatchPlan {
  const { batchSize } = options;
  const batchesPerEpoch = batchesOf(size, options);
  return {
    batchesPerEpoch,
    epoch: () => (batch) => {
      const places = Array.from({ length: batchSize }, (_, row) => row * batchesPerEpoch + batch);
      return {
        indices: Uint32Array.from(places, (place) => place % size),
        // The last streams are the short ones.
        samples: places.filter((place) => place < size).length,
      };
    },
  };
}
