import { sizeOf, stridesOf } from "@blockzoo/core";
import type { KernelFunction, TensorInfo } from "./runtime.js";

/** Up to this many elements a loop is faster than a call that copies them. */
const shortRun = 24;

/**
 * Slice of tfjs's wasm backend copies the whole tensor to JavaScript first, so that a loop over time takes a time that
 * grows with the square of its length. This one copies what it takes, from WebAssembly's memory to WebAssembly's memory.
 */
export const sliceInWasm: KernelFunction = ({ inputs, attrs, backend }) => {
  const { x } = inputs as { readonly x: TensorInfo };
  const { begin, size } = attrs as { readonly begin: readonly number[]; readonly size: readonly number[] };
  const out = backend.makeOutput!(size, x.dtype);
  // After the output has its place: to make room may move the memory.
  const source = backend.typedArrayFromHeap!(x);
  const target = backend.typedArrayFromHeap!(out);
  const strides = stridesOf(x.shape);
  let axis = size.length - 1;
  while (axis > 0 && size[axis] === x.shape[axis]) axis--;
  const run = size[axis]! * strides[axis]!;
  const outer = size.slice(0, axis);
  const at = outer.map(() => 0);
  let from = begin.reduce((total, start, index) => total + start * strides[index]!, 0);
  const end = sizeOf(size);
  for (let to = 0; to < end; to += run) {
    if (run > shortRun) target.set(source.subarray(from, from + run), to);
    else for (let index = 0; index < run; index++) target[to + index] = source[from + index]!;
    for (let moved = axis - 1; moved >= 0; moved--) {
      from += strides[moved]!;
      if (++at[moved]! < outer[moved]!) break;
      from -= outer[moved]! * strides[moved]!;
      at[moved] = 0;
    }
  }
  return out;
};
