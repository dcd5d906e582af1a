import { ndarray, sizeOf, type NDArray } from "@blockzoo/core";

/** One row of [rows, values]. */
export function rowOf({ data, shape }: NDArray, row: number): NDArray["data"] {
  const size = shape[1]!;
  return data.subarray(row * size, (row + 1) * size);
}

/** The given rows along an axis, each as often as it is named. */
export function selectRows(array: NDArray, rows: readonly number[], { axis }: { readonly axis: number }): NDArray {
  const { dtype, shape, data } = array;
  const count = shape[axis]!;
  if (rows.length === count && rows.every((row, index) => row === index)) return array;
  const size = sizeOf(shape.slice(axis + 1));
  const blocks = sizeOf(shape.slice(0, axis));
  const Kind = data.constructor as new (length: number) => NDArray["data"];
  const selected = new Kind(blocks * rows.length * size);
  for (let block = 0; block < blocks; block++) {
    rows.forEach((row, index) => {
      const from = (block * count + row) * size;
      selected.set(data.subarray(from, from + size), (block * rows.length + index) * size);
    });
  }
  return ndarray(selected, shape.with(axis, rows.length), dtype);
}
