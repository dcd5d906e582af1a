import { allocate, type NDArray } from "@blockzoo/core";
import type { ValueType } from "./plan.js";

/**
 * What tfjs read of a value, as an array of the value's type. A copy: on the cpu tfjs hands out its own array, which may be what was fed, or
 * the state; and on WebGL a number that was cast from a boolean comes as the bytes that were cast.
 */
export function hostArray({ dtype, shape }: ValueType, read: NDArray["data"]): NDArray {
  const data = allocate(dtype, read.length);
  data.set(read);
  return { dtype, shape, data };
}
