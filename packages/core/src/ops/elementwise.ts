import type { TensorLike } from "../graph/builder.js";
import type { Tensor } from "../tensor.js";
import { div, equal, less, mul } from "./elementwise-binary.js";
import { not } from "./elementwise-unary.js";

export * from "./elementwise-binary.js";
export * from "./elementwise-unary.js";

/** `x²`, of any shape, float32 or int32. */
export function square(x: TensorLike): Tensor {
  return mul(x, x);
}

/** `1 / x`, of any shape. */
export function reciprocal(x: TensorLike): Tensor {
  return div(1, x);
}

/** Whether `a > b`, elementwise, as bool; shapes broadcast as in {@link add}. */
export function greater(a: TensorLike, b: TensorLike): Tensor {
  return less(b, a);
}

/** Whether `a <= b`, elementwise, as bool; shapes broadcast. It is `not(b < a)`, hence true where one is NaN. */
export function lessOrEqual(a: TensorLike, b: TensorLike): Tensor {
  return not(less(b, a));
}

/** Whether `a >= b`, elementwise, as bool; shapes broadcast. It is `not(a < b)`, hence true where one is NaN. */
export function greaterOrEqual(a: TensorLike, b: TensorLike): Tensor {
  return not(less(a, b));
}

/** Whether `a` differs from `b`, elementwise, as bool; shapes broadcast. */
export function notEqual(a: TensorLike, b: TensorLike): Tensor {
  return not(equal(a, b));
}
