import { BlockzooError, check, checkOptions, RandomStream } from "@blockzoo/core";
import { checkIndices, inChunks, longestSequences, type Dataset } from "./dataset.js";

/** The samples at the indices, which are checked at once; nothing is copied. */
export function subset(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  checkIndices(dataset, indices);
  const own = Uint32Array.from(indices);
  const lengths = dataset.lengths && lengthsAt(dataset.lengths, own);
  const longest = longestSequences({ ...(lengths && { lengths }) });
  return {
    ...dataset,
    size: own.length,
    ...(lengths && { lengths }),
    gather(chosen, { padTo } = {}) {
      checkIndices(this, chosen);
      return dataset.gather(
        Uint32Array.from(chosen, (index) => own[index]!),
        { padTo: { ...longest, ...padTo } },
      );
    },
  };
}

/** The lengths of some samples only, in the order of the indices. */
export function lengthsAt(lengths: NonNullable<Dataset["lengths"]>, indices: Uint32Array): typeof lengths {
  return Object.fromEntries(
    Object.entries(lengths).map(([key, steps]) => [key, Uint32Array.from(indices, (index) => steps[index]!)]),
  );
}

/** The sizes of the parts: as fractions of the samples, or as numbers of samples. */
export type PartSizes = { readonly fractions: readonly number[] } | { readonly counts: readonly number[] };

/** How {@link splitDataset} deals the samples out. */
export interface SplitDatasetOptions {
  /** Keys the order of the samples, 0 by default. */
  readonly seed?: number;
  /** The name of an int32 array of classes: every part then has each class in the data set's proportion, to one sample. */
  readonly stratifyBy?: string;
}

/**
 * Deals the shuffled samples out to disjoint parts. Sizes that do not add up to the whole leave samples out; sizes that
 * exceed it are an error.
 *
 * @example
 * const [train, test] = splitDataset(iris, { fractions: [0.8, 0.2], stratifyBy: "y" });
 */
export function splitDataset(dataset: Dataset, options: SplitDatasetOptions & PartSizes): Dataset[] {
  checkOptions("splitDataset", options, { seed: true, stratifyBy: true, fractions: true, counts: true });
  const { seed = 0, stratifyBy, ...sizes } = options;
  const shuffled = new RandomStream(seed, "split").permutation(dataset.size);
  const order = stratifyBy === undefined ? shuffled : interleaveClasses(shuffled, classesOf(dataset, stratifyBy));
  const ends = partEnds(dataset, sizes);
  return ends.map((end, part) => subset(dataset, order.subarray(ends[part - 1] ?? 0, end)));
}

function partEnds(dataset: Dataset, sizes: PartSizes): number[] {
  const wanted = "counts" in sizes ? sizes.counts : sizes.fractions;
  const whole = "counts" in sizes ? dataset.size : 1;
  check(
    wanted.every((size) => size >= 0 && ("fractions" in sizes || Number.isInteger(size))),
    () => `split of ${dataset.name}: the sizes of parts must be fractions or whole counts from 0, found [${wanted}]`,
  );
  let total = 0;
  return wanted.map((size) => {
    total += size;
    // Fractions such as .7 + .2 + .1 add up to a little more than 1.
    check(
      total <= whole * (1 + 1e-9),
      () => `split of ${dataset.name}: the parts [${wanted}] exceed the whole, which is ${whole}`,
    );
    return "counts" in sizes ? total : Math.round(total * dataset.size);
  });
}

function classesOf(dataset: Dataset, key: string): ArrayLike<number> {
  const classes: number[] = [];
  for (const { [key]: array } of inChunks(dataset)) {
    if (array?.dtype !== "int32" || array.shape.length !== 1) {
      throw new BlockzooError(
        `split of ${dataset.name}: stratifyBy needs an int32 array of one class a sample, ` +
          `"${key}" is ${array === undefined ? "missing" : `${array.dtype}[${array.shape}]`}`,
      );
    }
    classes.push(...array.data);
  }
  return classes;
}

/**
 * Spreads every class evenly over the order, so that any run of it holds the classes in proportion: the k-th of the n
 * samples of a class goes to the place (k + 1/2) / n of the way.
 */
function interleaveClasses(order: Uint32Array, classes: ArrayLike<number>): Uint32Array {
  const members = new Map<number, number[]>();
  for (const index of order) {
    const known = members.get(classes[index]!);
    if (known === undefined) members.set(classes[index]!, [index]);
    else known.push(index);
  }
  const placed = [...members.values()].flatMap((indices) =>
    indices.map((index, rank) => ({ index, place: (rank + 0.5) / indices.length })),
  );
  return Uint32Array.from(
    placed.toSorted((a, b) => a.place - b.place),
    ({ index }) => index,
  );
}
