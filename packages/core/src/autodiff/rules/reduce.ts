import { numeric, product, type Shape } from "../../dimensions.js";
import { cast, div, equal, mul, where } from "../../ops/elementwise.js";
import { reduceSum } from "../../ops/reduce.js";
import { expand, reshape } from "../../ops/shape.js";
import type { Tensor } from "../../tensor.js";
import type { GradientRules } from "./rule.js";

export const reduceRules = {
  reduceSum: ({ inputs: [x], cotangents: [dy], attributes: { axes } }) => [
    expand(withAxes(dy!, x!.shape, axes), x!.shape),
  ],
  // Divided before it is spread, while it is small.
  reduceMean({ inputs: [x], cotangents: [dy], attributes: { axes } }) {
    const count = numeric(product(axes.map((axis) => x!.shape[axis]!)), "the gradient of reduceMean");
    return [expand(withAxes(mul(dy!, 1 / count), x!.shape, axes), x!.shape)];
  },
  reduceMax({ inputs: [x], outputs: [y], cotangents: [dy], attributes: { axes } }) {
    const mask = equal(x!, withAxes(y!, x!.shape, axes));
    const count = reduceSum(cast(mask, "float32"), { axes, keepDimensions: true });
    return [where(mask, div(withAxes(dy!, x!.shape, axes), count), 0)];
  },
  argMax: "flat",
} satisfies Partial<GradientRules>;

/** A result or its cotangent with the reduced axes of an operand of `shape` back, of size 1. */
function withAxes(y: Tensor, shape: Shape, axes: readonly number[]): Tensor {
  return reshape(
    y,
    shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
  );
}
