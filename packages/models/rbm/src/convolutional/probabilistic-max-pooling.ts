/**
 * Probabilistic max-pooling: a pooling layer of which a probability can be told.
 *
 * H. Lee, R. Grosse, R. Ranganath, A. Y. Ng, "Convolutional Deep Belief Networks for Scalable Unsupervised Learning of
 * Hierarchical Representations", ICML 2009, section 3.3.
 *
 * The detection units of a map fall into blocks B of C x C. At most one unit of a block is on, and its pooling unit is on if
 * one is: C² + 1 states, whose probabilities are a softmax over the units' inputs I and a 0 for "none":
 *
 *   P(h_k = 1) = exp I_k / (1 + Σ_B exp I)        P(pool = 0) = 1 / (1 + Σ_B exp I)
 */
import {
  add,
  check,
  concat,
  describeType,
  exp,
  expand,
  log,
  maximum,
  neg,
  numeric,
  reduceMax,
  reduceSum,
  reshape,
  slice,
  softmax,
  squeeze,
  stopGradient,
  sub,
  transpose,
  unsqueeze,
  type Tensor,
} from "@blockzoo/core";
import { sampleCategory } from "../sample-category.js";

/** Probabilities of the units of a map, and of its pooling units. */
export interface PooledProbabilities {
  /** P(h = 1) [N, K, H, W]. */
  readonly detection: Tensor;
  /** P(pool = 1) [N, K, H / C, W / C]: what the layer above sees. */
  readonly pooled: Tensor;
}

/**
 * What blocks of C x C units are likely to do; safe for inputs of any size.
 *
 * @param inputs I [N, K, H, W]: the logarithm of the odds of each unit against "none"
 * @param size C, which divides H and W
 * @throws BlockzooError where it does not
 * @example const { detection, pooled } = probabilisticMaxPooling(conv(v, weight, { bias }), 2);
 */
export function probabilisticMaxPooling(inputs: Tensor, size: number): PooledProbabilities {
  const states = statesOf(inputs, size);
  return {
    detection: fromBlocks(slice(states, { axes: [2], starts: [0], ends: [size ** 2] }), size),
    // Taken from 1, so that it is a probability to the last digit: a sum of the others may exceed 1.
    pooled: sub(1, squeeze(slice(states, { axes: [2], starts: [size ** 2] }), [2])),
  };
}

/**
 * A state of every block, drawn from its C² + 1 with one number each: 1 for the unit that is on, if any, 0 for all others.
 *
 * @param inputs as {@link probabilisticMaxPooling} takes them
 * @param noise [N, K, H / C, W / C], uniform in [0, 1)
 * @returns [N, K, H, W]
 */
export function sampleBlocks(inputs: Tensor, size: number, noise: Tensor): Tensor {
  const states = sampleCategory(statesOf(inputs, size), unsqueeze(noise, [2]), { axis: 2 });
  return fromBlocks(slice(states, { axes: [2], starts: [0], ends: [size ** 2] }), size);
}

/** `log(1 + Σ_B exp I)` of every block, [N, K, H / C, W / C]: what a block adds to the negative free energy. */
export function logPartitionOfBlocks(inputs: Tensor, size: number): Tensor {
  const blocks = toBlocks(inputs, size);
  const largest = stopGradient(maximum(reduceMax(blocks, { axes: [2], keepDimensions: true }), 0));
  const sum = add(reduceSum(exp(sub(blocks, largest)), { axes: [2], keepDimensions: true }), exp(neg(largest)));
  return squeeze(add(largest, log(sum)), [2]);
}

/** The probabilities of the C² units of each block, then of "none": [N, K, C² + 1, H / C, W / C]. */
function statesOf(inputs: Tensor, size: number): Tensor {
  const blocks = toBlocks(inputs, size);
  const [batch, maps, , height, width] = blocks.shape;
  return softmax(concat([blocks, expand(0, [batch!, maps!, 1, height!, width!])], 2), { axis: 2 });
}

/** [N, K, H, W] to [N, K, C², H / C, W / C]. */
function toBlocks(maps: Tensor, size: number): Tensor {
  check(maps.rank === 4, () => `pooling expects maps [N, K, H, W], got ${describeType(maps)}`);
  const [batch, channels] = maps.shape;
  const [height, width] = maps.shape.slice(2).map((extent) => {
    const units = numeric(extent, "probabilistic max-pooling");
    check(
      units % size === 0,
      () => `blocks of ${size}x${size} do not fit maps of ${describeType(maps)}: height and width must be multiples`,
    );
    return units / size;
  });
  const rows = reshape(maps, [batch!, channels!, height!, size, width!, size]);
  return reshape(transpose(rows, [0, 1, 3, 5, 2, 4]), [batch!, channels!, size ** 2, height!, width!]);
}

/** The inverse of {@link toBlocks}. */
function fromBlocks(blocks: Tensor, size: number): Tensor {
  const [batch, channels, , height, width] = blocks.shape as [number, number, number, number, number];
  const rows = reshape(blocks, [batch, channels, size, size, height, width]);
  return reshape(transpose(rows, [0, 1, 4, 2, 5, 3]), [batch, channels, height * size, width * size]);
}
