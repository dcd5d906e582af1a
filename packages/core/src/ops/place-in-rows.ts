import { numeric } from "../dimensions.js";
import { currentBuilder } from "../graph/builder.js";
import { ndarray } from "../ndarray.js";
import type { Tensor } from "../tensor.js";
import { matMul } from "./matmul.js";

/**
 * Rows of `columns` elements that hold `value` times elements of the last axis of x, and zeros elsewhere: element `from`
 * goes to each `to` that it is paired with. It is a product with a constant matrix: runtimes copy single elements so slowly
 * that for rows of about a hundred the product is several times faster.
 */
export function placeInRows(
  x: Tensor,
  columns: number,
  places: readonly (readonly [from: number, to: number])[],
  value = 1,
): Tensor {
  const rows = numeric(x.shape.at(-1)!, "placing elements in rows");
  const matrix = new Float64Array(rows * columns);
  for (const [from, to] of places) matrix[from * columns + to] = value;
  return matMul(x, currentBuilder("placeInRows").constant(ndarray(matrix, [rows, columns])));
}
