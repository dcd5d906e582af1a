import type { Shape } from "../../dimensions.js";
import { reduceSum } from "../../ops/reduce.js";
import { reshape } from "../../ops/shape.js";
import type { Tensor } from "../../tensor.js";

/** The gradient of broadcasting: sums over the stretched axes until the shape is `shape` again. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const extra = x.rank - shape.length;
  const axes = x.shape.flatMap((size, axis) =>
    axis < extra || (shape[axis - extra] === 1 && size !== 1) ? [axis] : [],
  );
  const summed = axes.length === 0 ? x : reduceSum(x, { axes, keepDimensions: true });
  return extra === 0 ? summed : reshape(summed, shape);
}
