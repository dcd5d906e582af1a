import { allocate, check, sizeOf, type NDArray } from "@blockzoo/core";

/** Named arrays that share their first axis, the samples. */
export type Batch = Readonly<Record<string, NDArray>>;

/** Samples by index. What is kept in memory, and in which form, is the implementer's choice. */
export interface Dataset {
  readonly name: string;
  /** The number of samples. */
  readonly size: number;
  /** The names of the classes: `labels[y]`. */
  readonly labels?: readonly string[];
  /** The arrays of the samples at the indices, in that order; an index outside of `0 .. size - 1` is an error. */
  gather(indices: ArrayLike<number>): Batch;
}

/** What {@link arrayDataset} takes. */
export interface ArrayDatasetOptions {
  readonly name: string;
  readonly arrays: Batch;
  readonly labels?: readonly string[];
}

/**
 * A data set that lies in memory. It is an error when the arrays differ in the size of their first axis.
 *
 * @example
 * arrayDataset({ name: "points", arrays: { x: ndarray([[0, 0], [1, 1]]), y: ndarray([0, 1], [2], "int32") } });
 */
export function arrayDataset({ name, arrays, labels }: ArrayDatasetOptions): Dataset {
  const sizes = Object.entries(arrays).map(([key, { shape }]) => `${key}[${shape}]`);
  const size = Object.values(arrays)[0]?.shape[0];
  check(
    size !== undefined && Object.values(arrays).every(({ shape }) => shape[0] === size),
    () => `${name}: the arrays must share their first axis, the samples, found ${sizes.join(", ") || "no array"}`,
  );
  return {
    name,
    size,
    ...(labels && { labels }),
    gather(indices) {
      checkIndices(this, indices);
      return mapArrays(arrays, (array) => gatherRows(array, indices));
    },
  };
}

/** All samples of a data set as one batch. */
export function everything(dataset: Dataset): Batch {
  return dataset.gather(Uint32Array.from({ length: dataset.size }, (_, index) => index));
}

/** Throws unless every index is one of a sample. */
export function checkIndices(dataset: Pick<Dataset, "name" | "size">, indices: ArrayLike<number>): void {
  for (let position = 0; position < indices.length; position++) {
    const index = indices[position]!;
    check(
      Number.isInteger(index) && index >= 0 && index < dataset.size,
      () => `${dataset.name}: there is no sample ${index}, expected an index from 0 to ${dataset.size - 1}`,
    );
  }
}

/** The batch with every array replaced. */
export function mapArrays(batch: Batch, map: (array: NDArray, key: string) => NDArray): Batch {
  return Object.fromEntries(Object.entries(batch).map(([key, array]) => [key, map(array, key)]));
}

function gatherRows({ dtype, shape, data }: NDArray, indices: ArrayLike<number>): NDArray {
  const row = sizeOf(shape.slice(1));
  const rows = allocate(dtype, indices.length * row);
  for (let position = 0; position < indices.length; position++) {
    const start = indices[position]! * row;
    rows.set(data.subarray(start, start + row), position * row);
  }
  return { dtype, shape: [indices.length, ...shape.slice(1)], data: rows };
}
