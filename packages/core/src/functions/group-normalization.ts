import { product, type Dimension } from "../dimensions.js";
import { check } from "../errors.js";
import type { TensorLike } from "../graph/builder.js";
import { composite } from "../graph/composite.js";
import { add, div, mul, pow, sqrt, square, sub } from "../ops/elementwise.js";
import { averagePool } from "../ops/pooling.js";
import { reduceMean } from "../ops/reduce.js";
import { reshape } from "../ops/shape.js";
import { describeType, type Tensor } from "../tensor.js";

type GroupNormAttributes = { readonly groups: number; readonly epsilon: number };

const groupNormComposite = composite<GroupNormAttributes>("groupNorm", ([x, weight, bias], { groups, epsilon }) => {
  const [batch, channels, ...sizes] = x!.shape as [number, number, ...number[]];
  const perGroup = channels / groups;
  const grouped = reshape(x!, [batch, groups, -1]);
  const mean = reduceMean(grouped, { axes: [2], keepDimensions: true });
  const variance = reduceMean(square(sub(grouped, mean)), { axes: [2], keepDimensions: true });
  // One multiply-add over the maps, with two numbers for each of a sample's channels.
  const scale = div(reshape(weight!, [1, groups, perGroup]), sqrt(add(variance, epsilon)));
  const shift = sub(reshape(bias!, [1, groups, perGroup]), mul(mean, scale));
  const perMap = [batch, channels, ...sizes.map(() => 1)];
  return add(mul(x!, reshape(scale, perMap)), reshape(shift, perMap));
});

/**
 * Normalises each group of channels of each sample over space, then scales and shifts each channel. One group is layer
 * normalisation over all of a sample's maps, as many groups as channels is instance normalisation. Composite "groupNorm".
 *
 * Formula: `y = weight (x - mean_g) / √(variance_g + ε) + bias`, statistics over a sample's group g
 *
 * Shapes: `[N, C, ...] -> [N, C, ...]`; `weight` and `bias` [C]
 *
 * Reference: Wu & He 2018, "Group normalization", arXiv 1803.08494.
 *
 * Useful for: small batches, where the statistics of a batch are noise.
 *
 * @example groupNorm(x, { weight, bias }, { groups: 32 })
 */
export function groupNorm(
  x: Tensor,
  parts: { weight: TensorLike; bias: TensorLike },
  options: { readonly groups: number; readonly epsilon?: number },
): Tensor {
  const { groups, epsilon = 1e-5 } = options;
  const channels = x.shape[1];
  check(
    x.rank >= 3 && typeof channels === "number" && channels % groups === 0,
    () => `groupNorm expects [N,C,...] with a multiple of ${groups} channels, got ${describeType(x)}`,
  );
  return groupNormComposite([x, parts.weight, parts.bias], { groups, epsilon });
}

type LrnAttributes = { readonly size: number; readonly alpha: number; readonly beta: number; readonly k: number };

const lrnComposite = composite<LrnAttributes>("lrn", ([x], { size, alpha, beta, k }) => {
  // Channels as the first axis of space: the mean over neighbouring channels is a pool, which has three such axes at most.
  const [batch, channels, ...sizes] = x!.shape as [Dimension, Dimension, Dimension, ...Dimension[]];
  const others = sizes.length < 3 ? sizes : [sizes[0], product(sizes.slice(1))];
  const none = others.map(() => [0, 0] as const);
  const mean = averagePool(reshape(square(x!), [batch, 1, channels, ...others]), {
    kernel: [size, ...others.map(() => 1)],
    strides: 1,
    padding: [[Math.floor(size / 2), Math.floor((size - 1) / 2)], ...none],
  });
  const base = add(mul(reshape(mean, x!.shape), alpha), k);
  return div(x!, powerByRoots(base, beta));
});

/** A power; the usual ones, 3/4 and 1/2, by square roots, which runtimes compute several times faster. */
function powerByRoots(base: Tensor, exponent: number): Tensor {
  if (exponent !== 0.5 && exponent !== 0.75) return pow(base, exponent);
  const root = sqrt(base);
  return exponent === 0.5 ? root : mul(root, sqrt(root));
}

export interface LocalResponseNormOptions {
  /** How many neighbouring channels are summed, half of them to each side. Default 5. */
  readonly size?: number;
  /** Default 1e-4. */
  readonly alpha?: number;
  /** Default 0.75. */
  readonly beta?: number;
  /** Default 2, the paper's; PyTorch's default is 1. */
  readonly k?: number;
  /** Whether alpha is divided by `size`: Caffe, PyTorch and ONNX do so (default), the paper and tf.nn.lrn do not. */
  readonly divideAlpha?: boolean;
}

/**
 * Divides each value by a measure of the activity of the neighbouring channels at its place. Composite "lrn".
 *
 * Formula: `b_i = a_i / (k + α Σ_j a_j²)^β` over the `size` channels j around i; with `divideAlpha` α / size stands for α
 *
 * Shapes: `[N, C, ...] -> [N, C, ...]`
 *
 * Reference: Krizhevsky, Sutskever & Hinton 2012, "ImageNet classification with deep convolutional neural networks",
 * section 3.3.
 *
 * Useful for: AlexNet and GoogLeNet as published; later nets normalise batches instead.
 *
 * @example localResponseNorm(x, { size: 5, alpha: 1e-4, beta: 0.75, k: 2 })
 */
export function localResponseNorm(x: Tensor, options: LocalResponseNormOptions = {}): Tensor {
  const { size = 5, alpha = 1e-4, beta = 0.75, k = 2, divideAlpha = true } = options;
  check(x.rank >= 3, () => `localResponseNorm expects [N,C,...] with spatial axes, got ${describeType(x)}`);
  check(
    Number.isInteger(size) && size >= 1,
    () => `localResponseNorm: size must be a whole number of at least 1, got ${size}`,
  );
  // The composite takes the mean over the window, so its alpha is the divided one.
  return lrnComposite([x], { size, alpha: divideAlpha ? alpha : alpha * size, beta, k });
}
