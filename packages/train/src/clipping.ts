import {
  add,
  check,
  div,
  matMul,
  maximum,
  minimum,
  mul,
  numericShape,
  reshape,
  sizeOf,
  sqrt,
  type Tensor,
} from "@blockzoo/core";

/** Limits gradients before the update: their joint norm, or each element. */
export type Clip = { readonly globalNorm: number } | { readonly value: number };

export interface ClippedByNorm {
  readonly gradients: readonly Tensor[];
  /** The norm before clipping, a float32 scalar. */
  readonly norm: Tensor;
}

/**
 * Scales all gradients by one factor so that the norm of all their elements together is at most `limit`:
 * `g ← g * min(1, limit / (norm + 1e-6))`, as `torch.nn.utils.clip_grad_norm_`.
 *
 * R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks", 2012, algorithm 1.
 */
export function clipByGlobalNorm(gradients: readonly Tensor[], limit: number): ClippedByNorm {
  check(limit > 0, () => `clipByGlobalNorm: the limit must be positive, got ${limit}`);
  check(gradients.length > 0, () => "clipByGlobalNorm: there is no gradient");
  const norm = sqrt(gradients.map(sumOfSquares).reduce((total, squares) => add(total, squares)));
  const factor = minimum(div(limit, add(norm, 1e-6)), 1);
  return { gradients: gradients.map((gradient) => mul(gradient, factor)), norm };
}

/** Limits every element to `-limit .. limit`, as `torch.nn.utils.clip_grad_value_`. */
export function clipByValue(gradients: readonly Tensor[], limit: number): Tensor[] {
  check(limit > 0, () => `clipByValue: the limit must be positive, got ${limit}`);
  return gradients.map((gradient) => minimum(maximum(gradient, -limit), limit));
}

/** As a product of a row with a column: one pass over memory, where squaring and summing take two. */
function sumOfSquares(gradient: Tensor): Tensor {
  const size = sizeOf(numericShape(gradient.shape, "the norm of gradients"));
  const row = reshape(gradient, [1, size]);
  return reshape(matMul(row, row, { transposeB: true }), []);
}
