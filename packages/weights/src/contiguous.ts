import { check, sizeOf } from "@blockzoo/core";

/** Where the elements of an array are in a storage, counted in elements. */
export interface Layout {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** An array in a storage, and the storage's bytes. */
export interface View extends Layout {
  readonly storage: Uint8Array;
  readonly elementBytes: number;
}

/**
 * Checks that a view lies inside its storage.
 *
 * @param elements how many the storage holds
 */
export function checkView({ offset, shape, strides }: Layout, elements: number, where: string): void {
  // The place of the last element; products of absurd sizes lose digits, not their size.
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, offset);
  check(
    shape.includes(0) ? offset <= elements : last < elements,
    () =>
      `${where}: [${shape}] with strides [${strides}] from element ${offset} goes beyond its storage, ` +
      `which has ${elements}`,
  );
}

/** The elements of a view that has been checked, in row-major order, in a buffer of their own. */
export function contiguous({ storage, offset, shape, strides, elementBytes }: View): ArrayBuffer {
  const count = sizeOf(shape);
  if (count === 0) return new ArrayBuffer(0);
  if (isContiguous(shape, strides)) return copyOf(storage, offset * elementBytes, count * elementBytes);
  // Byte by byte: a storage need not be aligned, and copying what a view spans could be far more than it holds.
  const target = new Uint8Array(count * elementBytes);
  const index = shape.map(() => 0);
  let place = offset;
  for (let position = 0; position < target.length; position += elementBytes) {
    for (let byte = 0; byte < elementBytes; byte++) target[position + byte] = storage[place * elementBytes + byte]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis]!;
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      place -= shape[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return target.buffer;
}

/** Whether each stride, but those of axes of size 1, is the number of elements behind its axis. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false;
    step *= shape[axis]!;
  }
  return true;
}

/** Its own buffer, which is aligned; the slice of a Node Buffer would be a view. */
function copyOf(bytes: Uint8Array, start: number, length: number): ArrayBuffer {
  return new Uint8Array(bytes.subarray(start, start + length)).buffer;
}
