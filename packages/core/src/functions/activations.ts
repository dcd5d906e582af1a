import type { TensorLike } from "../graph/builder.js";
import { add, div, erf, exp, log, maximum, mul, neg, relu, sigmoid, sub, abs } from "../ops/elementwise.js";
import { reduceMax, reduceSum } from "../ops/reduce.js";
import { stopGradient } from "../ops/special.js";
import type { Tensor } from "../tensor.js";
import { composite } from "./composite.js";

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

/** `exp(x) / sum(exp(x))` along an axis, the last by default; safe for large values. */
export function softmax(x: Tensor, options: { readonly axis?: number } = {}): Tensor {
  return softmaxComposite([x], { axis: axisOf(x, options.axis) });
}

/** `log(softmax(x))` along an axis, the last by default; safe where softmax would round to zero. */
export function logSoftmax(x: Tensor, options: { readonly axis?: number } = {}): Tensor {
  return logSoftmaxComposite([x], { axis: axisOf(x, options.axis) });
}

function axisOf(x: Tensor, axis = -1): number {
  return axis < 0 ? axis + x.rank : axis;
}

/** `log(1 + exp(x))`, computed as `max(x, 0) + log(1 + exp(-|x|))`. */
export function softplus(x: TensorLike): Tensor {
  return add(relu(x), log(add(exp(neg(abs(x))), 1)));
}

/** `x` where positive, `slope * x` elsewhere. The slope is at most 1; default 0.01 (Maas et al. 2013). */
export function leakyRelu(x: TensorLike, slope = 0.01): Tensor {
  return maximum(x, mul(x, slope));
}

const geluComposite = composite<Record<never, never>>("gelu", ([x]) =>
  mul(mul(x!, 0.5), add(erf(mul(x!, Math.SQRT1_2)), 1)),
);

/** `x Φ(x)` with the normal distribution function Φ (Hendrycks & Gimpel 2016, arXiv 1606.08415), in its exact form. */
export function gelu(x: TensorLike): Tensor {
  return geluComposite([x], {});
}

/** `x σ(x)`, also called swish (Elfwing et al. 2017; Ramachandran et al. 2017). */
export function silu(x: TensorLike): Tensor {
  return mul(x, sigmoid(x));
}
