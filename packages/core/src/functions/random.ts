import { currentBuilder } from "../graph/builder.js";
import { add, cast, less, mul } from "../ops/elementwise.js";
import type { Tensor } from "../tensor.js";

/**
 * Random tensors. Each is an input that the executor fills from a generator keyed by (seed, block path, step): a run is
 * reproduced by its seed, and a new random op moves no number of another block's.
 */
export const random = {
  /** Uniform in [low, high), by default [0, 1). */
  uniform(shape: readonly number[], low = 0, high = 1): Tensor {
    const builder = currentBuilder("random.uniform(...)");
    const x = builder.random("uniform", builder.path, shape);
    return add(mul(x, high - low), low);
  },
  /** Normal with the given mean and deviation, by default 0 and 1. */
  normal(shape: readonly number[], mean = 0, deviation = 1): Tensor {
    const builder = currentBuilder("random.normal(...)");
    return add(mul(builder.random("normal", builder.path, shape), deviation), mean);
  },
  /** 1 with the given probability, else 0, as float32. */
  bernoulli(shape: readonly number[], probability: number): Tensor {
    return cast(less(random.uniform(shape), probability), "float32");
  },
};
