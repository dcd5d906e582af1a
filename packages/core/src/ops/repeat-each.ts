import { numericShape } from "../dimensions.js";
import type { Tensor } from "../tensor.js";
import { mul } from "./elementwise.js";
import { placeInRows } from "./place-in-rows.js";
import { expand, reshape } from "./shape.js";

/** As far as a product with the matrix that repeats is cheaper than to copy element by element. */
const longestRow = 64;

/**
 * `share` times each element, repeated as often as `times` says along the spatial axes. Copies of single elements are dear
 * (onnxruntime: 4 ns each), so the last axis is repeated by a product with a matrix of zeros and shares.
 */
export function repeatEach(x: Tensor, times: readonly number[], share = 1): Tensor {
  const [batch, channels, ...sizes] = numericShape(x.shape, "repeating elements") as [number, number, ...number[]];
  const [last, count] = [sizes.at(-1)!, times.at(-1)!];
  const isShort = last <= longestRow && count > 1;
  const row = isShort ? placeInRows(x, last * count, repetition(last, count), share) : mul(x, share);
  const left = isShort ? [...times.slice(0, -1), 1] : times;
  const stretched = numericShape(row.shape, "repeating elements").slice(2);
  const apart = reshape(row, [batch, channels, ...stretched.flatMap((size) => [size, 1])]);
  const all = expand(apart, [batch, channels, ...stretched.flatMap((size, axis) => [size, left[axis]!])]);
  return reshape(all, [batch, channels, ...stretched.map((size, axis) => size * left[axis]!)]);
}

/** Where each of `size` elements goes when it is repeated `times` times. */
function repetition(size: number, times: number): (readonly [number, number])[] {
  return Array.from({ length: size * times }, (_, index) => [Math.floor(index / times), index] as const);
}
