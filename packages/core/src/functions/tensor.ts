import { currentBuilder } from "../graph/builder.js";
import { ndarray, type DType, type NDArray } from "../ndarray.js";
import type { Tensor } from "../tensor.js";

/**
 * A constant of the graph being traced.
 *
 * @example tensor([[1, -2], [3, 4]]); tensor([0, 1], "int32"); tensor(ndarray(new Float32Array(6), [2, 3]));
 */
export function tensor(values: Parameters<typeof ndarray>[0] | NDArray, dtype: DType = "float32"): Tensor {
  const isArray = typeof values === "object" && "shape" in values;
  return currentBuilder("tensor(...)").constant(isArray ? values : ndarray(values, undefined, dtype));
}
