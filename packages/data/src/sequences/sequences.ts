import { allocate, check, sizeOf, type NDArray } from "@blockzoo/core";

/**
 * Sequences of unequal length, one after the other in one array: tokens, samples of a sound, frames of features.
 * Sequence `i` has the steps `offsets[i]` to `offsets[i + 1]`.
 */
export interface Sequences {
  readonly dtype: NDArray["dtype"];
  /** The shape of one step: `[]` for tokens, `[F]` for frames of F features. */
  readonly stepShape: readonly number[];
  readonly data: NDArray["data"];
  /** One more than there are sequences. */
  readonly offsets: Uint32Array;
}

/**
 * Puts sequences [steps, ...] into one array. It is an error when they differ in type or in the shape of a step.
 *
 * @param options what errors call them, `"sequences"` by default
 *
 * @example
 * packSequences([ndarray(Int32Array.of(5, 2, 7)), ndarray(Int32Array.of(4))]);   // int32, offsets 0, 3, 4
 */
export function packSequences(
  sequences: readonly NDArray[],
  { name = "sequences" }: { readonly name?: string } = {},
): Sequences {
  const [first] = sequences;
  check(first !== undefined, () => `${name}: there is no sequence`);
  const stepShape = first.shape.slice(1);
  const offsets = new Uint32Array(sequences.length + 1);
  for (const [index, { dtype, shape }] of sequences.entries()) {
    check(
      shape.length >= 1 && dtype === first.dtype && shape.slice(1).join() === stepShape.join(),
      () => `${name}: sequence ${index} is ${dtype}[${shape}], expected ${first.dtype}[${["steps", ...stepShape]}]`,
    );
    offsets[index + 1] = offsets[index]! + shape[0]!;
  }
  const step = sizeOf(stepShape);
  const data = allocate(first.dtype, offsets[sequences.length]! * step);
  sequences.forEach((sequence, index) => data.set(sequence.data, offsets[index]! * step));
  return { dtype: first.dtype, stepShape, data, offsets };
}

/** The steps of each sequence. */
export function lengthsOf({ offsets }: Sequences): Uint32Array {
  return Uint32Array.from({ length: offsets.length - 1 }, (_, index) => offsets[index + 1]! - offsets[index]!);
}

/** Chosen sequences as an array [n, steps, ...], filled up with `padding`; none may be longer than `steps`. */
export function padSequences(
  { dtype, stepShape, data, offsets }: Sequences,
  { indices, steps, padding }: { indices: ArrayLike<number>; steps: number; padding: number },
): NDArray {
  const step = sizeOf(stepShape);
  const padded = allocate(dtype, indices.length * steps * step);
  if (padding !== 0) padded.fill(padding);
  for (let row = 0; row < indices.length; row++) {
    const [start, end] = [offsets[indices[row]!]!, offsets[indices[row]! + 1]!];
    padded.set(data.subarray(start * step, end * step), row * steps * step);
  }
  return { dtype, shape: [indices.length, steps, ...stepShape], data: padded };
}

/** The sequences of a padded array [n, steps, ...] without their padding; views, not copies. */
export function unpadSequences({ dtype, shape, data }: NDArray, lengths: ArrayLike<number>): NDArray[] {
  const [, steps, ...stepShape] = shape;
  const step = sizeOf(stepShape);
  return Array.from(lengths, (length, row) => {
    const start = row * steps! * step;
    return { dtype, shape: [length, ...stepShape], data: data.subarray(start, start + length * step) };
  });
}
