import { allocate, check, sizeOf, type NDArray } from "@blockzoo/core";

/** Named arrays that share their first axis, the samples. */
export type Batch = Readonly<Record<string, NDArray>>;

/** A number of steps for each array of sequences, by the array's name. */
export type SequenceLengths = Readonly<Record<string, number>>;

/** How the samples of a batch are laid out. */
export interface GatherOptions {
  /** The steps to which sequences are padded, by default those of the data set's longest: see {@link longestSequences}. */
  readonly padTo?: SequenceLengths;
}

/** Samples by index. What is kept in memory, and in which form, is the implementer's choice. */
export interface Dataset {
  readonly name: string;
  /** The number of samples. */
  readonly size: number;
  /** The names of the classes: `labels[y]`. */
  readonly labels?: readonly string[];
  /**
   * Of the arrays that are sequences of unequal length, by name: the steps of each sample. A batch has such an array `x`
   * padded, as `x` [n, steps, ...], and beside it `xLengths` int32[n], the steps that are real.
   */
  readonly lengths?: Readonly<Record<string, ArrayLike<number>>>;
  /** What sequences are padded with, by the name of the array: 0 by default. */
  readonly padding?: Readonly<Record<string, number>>;
  /** The arrays of the samples at the indices, in that order; an index outside of `0 .. size - 1` is an error. */
  gather(indices: ArrayLike<number>, options?: GatherOptions): Batch;
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
export function everything(dataset: Dataset, options?: GatherOptions): Batch {
  return dataset.gather(
    Uint32Array.from({ length: dataset.size }, (_, index) => index),
    options,
  );
}

const SAMPLES_AT_ONCE = 1024;

/** All samples, so many at once that little memory is taken, for what looks at each of them. */
export function* inChunks(dataset: Dataset): Generator<Batch> {
  for (let start = 0; start < dataset.size; start += SAMPLES_AT_ONCE) {
    const samples = Math.min(SAMPLES_AT_ONCE, dataset.size - start);
    yield dataset.gather(Uint32Array.from({ length: samples }, (_, index) => start + index));
  }
}

/** The steps of the longest sequence of each array of sequences; none where the data set has no such array. */
export function longestSequences({ lengths = {} }: Pick<Dataset, "lengths">): SequenceLengths {
  return Object.fromEntries(
    Object.entries(lengths).map(([key, steps]) => {
      let longest = 0;
      for (let sample = 0; sample < steps.length; sample++) longest = Math.max(longest, steps[sample]!);
      return [key, longest];
    }),
  );
}

/** The name of the array with the lengths of the sequences `key`. */
export function lengthsKey(key: string): string {
  return `${key}Lengths`;
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
