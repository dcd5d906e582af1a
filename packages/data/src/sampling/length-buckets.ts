import { check } from "@blockzoo/core";
import type { Dataset, SequenceLengths } from "../dataset.js";

/** The buckets of {@link byLength}: how many steps fit into each, or how many buckets there shall be. */
export type LengthBuckets = number | readonly (number | SequenceLengths)[];

/** The samples of about one length. */
export interface Bucket {
  /** Indices in the data set, rising. */
  readonly members: Uint32Array;
  readonly padTo: SequenceLengths;
}

type Sized = Pick<Dataset, "name" | "size" | "lengths">;

/**
 * Sorts the samples of a data set into buckets; a bucket to which none belongs is left out. Where only their number is given, one of
 * fewer than `fewest` samples is put together with the next.
 */
export function lengthBuckets(dataset: Sized, buckets: LengthBuckets, fewest = 1): Bucket[] {
  const { name, lengths = {} } = dataset;
  check(Object.keys(lengths).length > 0, () => `batches of ${name}: byLength needs sequences, the data set has none`);
  return typeof buckets === "number" ? equalBuckets(dataset, buckets, fewest) : givenBuckets(dataset, buckets);
}

/** As many samples in each, by the longest sequence of a sample; samples of one length stay together. */
function equalBuckets({ name, size, lengths = {} }: Sized, count: number, fewest: number): Bucket[] {
  check(
    Number.isInteger(count) && count > 0,
    () => `batches of ${name}: byLength needs a positive number of buckets, found ${count}`,
  );
  const all = Object.entries(lengths);
  const longest = Uint32Array.from({ length: size }, (_, sample) =>
    Math.max(...all.map(([, steps]) => steps[sample]!)),
  );
  const sorted = longest.toSorted();
  const ends = Array.from({ length: count }, (_, index) => sorted[Math.ceil((size * (index + 1)) / count) - 1]!);
  const groups = grouped(longest.map((length) => ends.findIndex((end) => length <= end)));
  return largeEnough(
    groups.map(({ members }) => members),
    fewest,
  ).map((members) => ({
    members,
    padTo: Object.fromEntries(
      all.map(([key, steps]) => [key, members.reduce((most, sample) => Math.max(most, steps[sample]!), 0)]),
    ),
  }));
}

function givenBuckets({ name, size, lengths = {} }: Sized, buckets: readonly (number | SequenceLengths)[]): Bucket[] {
  const keys = Object.keys(lengths);
  const steps = buckets.map((bucket) =>
    typeof bucket === "number" ? Object.fromEntries(keys.map((key) => [key, bucket])) : bucket,
  );
  checkRising(name, keys, steps);
  const own = Uint32Array.from({ length: size }, (_, sample) => {
    const found = steps.findIndex((bucket) => keys.every((key) => lengths[key]![sample]! <= bucket[key]!));
    check(found !== -1, () => {
      const sizes = Object.fromEntries(keys.map((key) => [key, lengths[key]![sample]!]));
      return (
        `batches of ${name}: sample ${sample} has ${describeLengths(sizes)}, the last bucket holds ` +
        `${describeLengths(steps.at(-1)!)}: add a longer bucket, or leave such samples out (withinLengths)`
      );
    });
    return found;
  });
  return grouped(own).map(({ group, members }) => ({ members, padTo: steps[group]! }));
}

function checkRising(name: string, keys: readonly string[], buckets: readonly SequenceLengths[]): void {
  const where = `batches of ${name}: byLength`;
  check(buckets.length > 0, () => `${where} needs at least one bucket`);
  for (const [index, bucket] of buckets.entries()) {
    check(
      Object.keys(bucket).toSorted().join() === keys.toSorted().join(),
      () => `${where}: bucket ${index} is for [${Object.keys(bucket)}], the sequences are [${keys}]`,
    );
    check(
      Object.entries(bucket).every(
        ([key, steps]) => Number.isInteger(steps) && steps >= (buckets[index - 1]?.[key] ?? 1),
      ),
      () => `${where}: buckets must be whole numbers of steps that rise, found ${describeLengths(bucket)} at ${index}`,
    );
  }
}

/** Groups with those after them, or before the last, until each has enough members. */
function largeEnough(groups: readonly Uint32Array[], fewest: number): Uint32Array[] {
  const together = (a: Uint32Array, b: Uint32Array) => Uint32Array.from([...a, ...b]).toSorted();
  const large: Uint32Array[] = [];
  for (const group of groups) {
    const last = large.at(-1);
    if (last !== undefined && last.length < fewest) large[large.length - 1] = together(last, group);
    else large.push(group);
  }
  const [before, last] = large.slice(-2);
  if (last === undefined || last.length >= fewest) return large;
  return [...large.slice(0, -2), together(before!, last)];
}

/** `source 10, target 12 steps`. */
export function describeLengths(lengths: SequenceLengths): string {
  return `${Object.entries(lengths)
    .map(([key, steps]) => `${key} ${steps}`)
    .join(", ")} steps`;
}

/** The samples of each group that has any, by the group of each sample. */
function grouped(groups: ArrayLike<number>): { group: number; members: Uint32Array }[] {
  const members: number[][] = [];
  for (let sample = 0; sample < groups.length; sample++) (members[groups[sample]!] ??= []).push(sample);
  return members.flatMap((samples, group) => [{ group, members: Uint32Array.from(samples) }]);
}
