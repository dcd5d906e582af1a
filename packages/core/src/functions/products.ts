import { currentBuilder } from "../graph/builder.js";
import { numericShape } from "../dimensions.js";
import { ndarray } from "../ndarray.js";
import { matMul } from "../ops/matmul.js";
import { reshape } from "../ops/shape.js";
import type { Tensor } from "../tensor.js";

/** A matrix of constants, `[outputs, inputs]`, from a function of row and column. */
export function constantMatrix(rows: number, columns: number, value: (row: number, column: number) => number): Tensor {
  const data = Float64Array.from({ length: rows * columns }, (_, at) => value(Math.floor(at / columns), at % columns));
  return currentBuilder("constantMatrix").constant(ndarray(data, [rows, columns]));
}

/**
 * The product of a matrix `[outputs, inputs]` with every line of x along an axis. The axes behind it are one for the
 * product, so that it is a batch of large ones; along the last axis the matrix stands on the right, transposed.
 */
export function productAlong(x: Tensor, axis: number, matrix: Tensor): Tensor {
  if (axis === x.rank - 1) return matMul(x, matrix, { transposeB: true });
  const shape = numericShape(x.shape, "a product along an axis");
  const behind = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const lines = matMul(matrix, reshape(x, [...shape.slice(0, axis + 1), behind]));
  return reshape(lines, [...shape.slice(0, axis), matrix.shape[0]!, ...shape.slice(axis + 1)]);
}
