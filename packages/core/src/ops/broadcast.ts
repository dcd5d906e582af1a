import { check } from "../errors.js";
import type { Dimension, Shape } from "../dimensions.js";
import { stridesOf } from "../ndarray.js";

/** NumPy's rule: shapes are aligned at their last axis, and an axis of size 1 stretches. */
export function broadcastShapes(shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result: Dimension[] = [];
  for (let axis = 0; axis < rank; axis++) {
    let size: Dimension = 1;
    for (const shape of shapes) {
      const own: Dimension = shape[axis - rank + shape.length] ?? 1;
      if (own === 1 || own === size) continue;
      check(size === 1, () => `shapes ${shapes.map((each) => `[${each}]`).join(" and ")} cannot be broadcast together`);
      size = own;
    }
    result.push(size);
  }
  return result;
}

/** Steps through an array of `shape` as if it had the broadcast shape: 0 along stretched axes. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const own = stridesOf(shape);
  return target.map((_, axis) => {
    const index = axis - target.length + shape.length;
    return index < 0 || shape[index] === 1 ? 0 : own[index]!;
  });
}

/** The offsets of every element of `shape`, in row-major order, for an array with the given strides. */
export function offsets(shape: readonly number[], strides: readonly number[], base = 0): Int32Array {
  let result = Int32Array.of(base);
  shape.forEach((size, axis) => {
    const next = new Int32Array(result.length * size);
    const stride = strides[axis]!;
    let at = 0;
    for (const offset of result) for (let i = 0; i < size; i++) next[at++] = offset + i * stride;
    result = next;
  });
  return result;
}
