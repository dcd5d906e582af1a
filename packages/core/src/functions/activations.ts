import { check } from "../errors.js";
import { currentBuilder, type TensorLike } from "../graph/builder.js";
import { composite } from "../graph/composite.js";
import { abs, add, div, erf, exp, log, maximum, minimum, mul, neg, relu, sigmoid, sub } from "../ops/elementwise.js";
import { reduceMax, reduceSum } from "../ops/reduce.js";
import { reshape, split } from "../ops/shape.js";
import { stopGradient } from "../ops/special.js";
import { describeType, type Tensor } from "../tensor.js";

const softmaxComposite = composite<{ readonly axis: number }>("softmax", ([x], { axis }) => {
  const exponentials = exp(sub(x!, largest(x!, axis)));
  return div(exponentials, reduceSum(exponentials, { axes: [axis], keepDimensions: true }));
});

const logSoftmaxComposite = composite<{ readonly axis: number }>("logSoftmax", ([x], { axis }) => {
  const shifted = sub(x!, largest(x!, axis));
  return sub(shifted, log(reduceSum(exp(shifted), { axes: [axis], keepDimensions: true })));
});

/** Subtracting the maximum changes nothing but the range of exp; it carries no gradient. */
function largest(x: Tensor, axis: number): Tensor {
  return stopGradient(reduceMax(x, { axes: [axis], keepDimensions: true }));
}

/**
 * Turns scores into probabilities along an axis, the last by default; safe for large values. Composite "softmax".
 *
 * Formula: `y_i = exp(x_i) / Σ_j exp(x_j)`, computed from `x - max x`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Bridle 1990, "Probabilistic interpretation of feedforward classification network outputs".
 *
 * Useful for: the output of a classifier; weights that sum to one, as in attention.
 *
 * @example softmax(logits)
 */
export function softmax(x: Tensor, options: { readonly axis?: number } = {}): Tensor {
  return softmaxComposite([x], { axis: axisOf(x, options.axis) });
}

/**
 * The logarithm of {@link softmax} along an axis, the last by default; safe where softmax would round to zero. Composite
 * "logSoftmax".
 *
 * Formula: `y_i = x_i - log Σ_j exp(x_j)`, computed from `x - max x`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Goodfellow, Bengio & Courville 2016, "Deep Learning", section 6.2.2.3.
 *
 * Useful for: likelihoods and the losses made of them.
 *
 * @example logSoftmax(logits)
 */
export function logSoftmax(x: Tensor, options: { readonly axis?: number } = {}): Tensor {
  return logSoftmaxComposite([x], { axis: axisOf(x, options.axis) });
}

function axisOf(x: Tensor, axis = -1): number {
  return axis < 0 ? axis + x.rank : axis;
}

/**
 * A smooth ReLU, positive everywhere.
 *
 * Formula: `y = log(1 + exp(x))`, computed as `max(x, 0) + log(1 + exp(-|x|))`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Dugas et al. 2000, "Incorporating second-order functional knowledge for better option pricing".
 *
 * Useful for: outputs that must be positive: deviations, rates, strengths of a memory's address.
 *
 * @example softplus(x)
 */
export function softplus(x: TensorLike): Tensor {
  return add(relu(x), log(add(exp(neg(abs(x))), 1)));
}

/**
 * A ReLU that lets a little through below zero. The slope is at most 1, by default 0.01.
 *
 * Formula: `y = max(x, slope x)`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Maas, Hannun & Ng 2013, "Rectifier nonlinearities improve neural network acoustic models".
 *
 * Useful for: units that cannot die; critics of generators.
 *
 * @example leakyRelu(x, 0.2)
 */
export function leakyRelu(x: TensorLike, slope = 0.01): Tensor {
  return maximum(x, mul(x, slope));
}

const geluComposite = composite<Record<never, never>>("gelu", ([x]) =>
  mul(mul(x!, 0.5), add(erf(mul(x!, Math.SQRT1_2)), 1)),
);

/**
 * Weighs a value by the probability that a normal variable is smaller, in the exact form. Composite "gelu".
 *
 * Formula: `y = x Φ(x) = x/2 (1 + erf(x / √2))`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Hendrycks & Gimpel 2016, "Gaussian error linear units", arXiv 1606.08415.
 *
 * Useful for: transformers.
 *
 * @example gelu(x)
 */
export function gelu(x: TensorLike): Tensor {
  return geluComposite([x], {});
}

/**
 * Weighs a value by its own logistic function; also called swish.
 *
 * Formula: `y = x σ(x)`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Elfwing, Uchibe & Doya 2017, arXiv 1702.03118; Ramachandran, Zoph & Le 2017, arXiv 1710.05941.
 *
 * Useful for: deep image nets, where it is a smooth alternative to ReLU.
 *
 * @example silu(x)
 */
export function silu(x: TensorLike): Tensor {
  return mul(x, sigmoid(x));
}

/**
 * A ReLU that bends to a floor of -alpha below zero, so that the mean of its output is nearer to zero.
 *
 * Formula: `y = x` for `x > 0`, `α (exp(x) - 1)` elsewhere
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Clevert, Unterthiner & Hochreiter 2015, "Exponential linear units", arXiv 1511.07289.
 *
 * Useful for: deep nets without batch normalisation.
 *
 * @example elu(x)
 */
export function elu(x: TensorLike, alpha = 1): Tensor {
  return add(relu(x), mul(sub(exp(minimum(x, 0)), 1), alpha));
}

/**
 * An {@link elu} with the two numbers that keep mean 0 and variance 1 from layer to layer, for weights drawn with variance
 * 1/fanIn.
 *
 * Formula: `y = λ elu(x, α)` with α = 1.6732632423543772, λ = 1.0507009873554805
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Klambauer et al. 2017, "Self-normalizing neural networks", arXiv 1706.02515.
 *
 * Useful for: deep fully connected nets without normalisation layers.
 *
 * @example selu(x)
 */
export function selu(x: TensorLike): Tensor {
  return mul(elu(x, 1.6732632423543772), 1.0507009873554805);
}

/**
 * The identity between two bounds, constant outside.
 *
 * Formula: `y = min(max(x, low), high)`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Collobert 2004, "Large scale machine learning", PhD thesis, Université Paris VI.
 *
 * Useful for: a tanh that costs nothing; bounded outputs.
 *
 * @example hardTanh(x, { low: 0, high: 1 })
 */
export function hardTanh(x: TensorLike, bounds: { readonly low?: number; readonly high?: number } = {}): Tensor {
  const { low = -1, high = 1 } = bounds;
  return minimum(maximum(x, low), high);
}

/**
 * A ReLU with a ceiling of 6.
 *
 * Formula: `y = min(max(x, 0), 6)`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Krizhevsky 2010, "Convolutional deep belief networks on CIFAR-10"; Howard et al. 2017, arXiv 1704.04861.
 *
 * Useful for: nets that shall survive low precision, MobileNets first of all.
 *
 * @example relu6(x)
 */
export function relu6(x: TensorLike): Tensor {
  return hardTanh(x, { low: 0, high: 6 });
}

/**
 * The largest of `pieces` neighbouring channels: with a linear layer or a convolution before it, a convex function that is
 * learned piece by piece. Equal maxima share the gradient.
 *
 * Formula: `y_i = max_j x_(i pieces + j)` over `j < pieces`
 *
 * Shapes: `[N, C, ...] -> [N, C / pieces, ...]` along axis 1, or along `axis`
 *
 * Reference: Goodfellow et al. 2013, "Maxout networks", arXiv 1302.4389.
 *
 * Useful for: nets trained with dropout; a unit that learns its own non-linearity.
 *
 * @example new Sequential(new Linear(20, 4 * 10), (x) => maxout(x, { pieces: 4 }))   // 10 units
 */
export function maxout(x: Tensor, options: { readonly pieces: number; readonly axis?: number }): Tensor {
  const axis = axisOf(x, options.axis ?? 1);
  const channels = x.shape[axis];
  const { pieces } = options;
  check(
    typeof channels === "number" && channels % pieces === 0,
    () => `maxout expects a multiple of ${pieces} channels on axis ${axis}, got ${describeType(x)}`,
  );
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  return reduceMax(reshape(x, [...before, channels / pieces, pieces, ...after]), { axes: [axis + 1] });
}

/**
 * Gates one half of the channels by the other.
 *
 * Formula: `y = a ∘ σ(b)` with `[a, b] = x`
 *
 * Shapes: `[..., 2 C] -> [..., C]` along the last axis, or along `axis`
 *
 * Reference: Dauphin et al. 2016, "Language modeling with gated convolutional networks", arXiv 1612.08083.
 *
 * Useful for: convolutional sequence models, in place of a non-linearity.
 *
 * @example new Sequential(new Linear(64, 2 * 64), (x) => gatedLinearUnit(x))
 */
export function gatedLinearUnit(x: TensorLike, options: { readonly axis?: number } = {}): Tensor {
  const input = currentBuilder("gatedLinearUnit(...)").adopt(x);
  const axis = axisOf(input, options.axis);
  const channels = input.shape[axis];
  check(
    typeof channels === "number" && channels % 2 === 0,
    () => `gatedLinearUnit expects an even number of channels on axis ${axis}, got ${describeType(input)}`,
  );
  const [values, gates] = split(input, { axis, parts: 2 }) as [Tensor, Tensor];
  return mul(values, sigmoid(gates));
}
