import { check, ndarray } from "@blockzoo/core";
import { arrayDataset, checkIndices, lengthsKey, longestSequences, type Batch, type Dataset } from "../dataset.js";
import { lengthsOf, packSequences, padSequences, unpadSequences, type Sequences } from "./sequences.js";

/** What {@link sequenceDataset} takes. */
export interface SequenceDatasetOptions {
  readonly name: string;
  /** The sequences of the samples, by the name of the array that a batch has. */
  readonly sequences: Readonly<Record<string, Sequences>>;
  /** What has one shape for all samples, such as classes. */
  readonly arrays?: Batch;
  readonly labels?: readonly string[];
  /** What stands behind the end of a sequence, by the name of the array: 0 by default. */
  readonly padding?: Readonly<Record<string, number>>;
  /** Whether a sequence may have no step. By default it is an error: few networks are defined for it. */
  readonly allowEmpty?: boolean;
}

/**
 * Samples that are sequences of unequal length. A batch of it has each array `x` of sequences padded, as `x` [n, steps, ...],
 * and the steps that are real as `xLengths` int32[n]. All lies in memory unpadded.
 *
 * @throws BlockzooError when the numbers of samples differ, a name is taken twice, or a sequence is empty
 *
 * @example
 * const x = packSequences([ndarray(Int32Array.of(5, 2, 7)), ndarray(Int32Array.of(4))]);
 * const dataset = sequenceDataset({ name: "words", sequences: { x }, arrays: { y: ndarray([1, 0], [2], "int32") } });
 * dataset.gather([1, 0]);   // x int32[2,3] = [[4,0,0], [5,2,7]], xLengths = [1, 3], y = [0, 1]
 */
export function sequenceDataset(options: SequenceDatasetOptions): Dataset {
  const { name, sequences, arrays = {}, labels, padding = {}, allowEmpty = false } = options;
  const lengths = Object.fromEntries(Object.entries(sequences).map(([key, packed]) => [key, lengthsOf(packed)]));
  const names = [...Object.keys(sequences), ...Object.keys(sequences).map(lengthsKey), ...Object.keys(arrays)];
  check(
    names.length > 0 && new Set(names).size === names.length,
    () => `${name}: sequences, their lengths and the arrays need different names, found [${names}]`,
  );
  checkPadding(options);
  if (!allowEmpty) checkNoneEmpty(name, lengths);
  // The lengths are arrays like others, with as many samples.
  const lengthArrays = Object.entries(lengths).map(([key, steps]) => [
    lengthsKey(key),
    ndarray(Int32Array.from(steps)),
  ]);
  const fixed = arrayDataset({
    name,
    arrays: { ...arrays, ...(Object.fromEntries(lengthArrays) as Batch) },
    ...(labels && { labels }),
  });
  const longest = longestSequences({ lengths });
  return {
    ...fixed,
    lengths,
    padding,
    gather(indices, { padTo = {} } = {}) {
      checkIndices(this, indices);
      const padded = Object.entries(sequences).map(([key, packed]) => {
        const steps = padTo[key] ?? longest[key]!;
        checkFits(`${name}: ${key}`, { steps, lengths: lengths[key]!, indices });
        return [key, padSequences(packed, { indices, steps, padding: padding[key] ?? 0 })];
      });
      return { ...(Object.fromEntries(padded) as Batch), ...fixed.gather(indices) };
    },
  };
}

/** The data set of which `arrays` are a batch: `keys` names those that are padded sequences and have their lengths beside them. */
export function fromPadded({
  keys,
  arrays,
  ...options
}: Omit<SequenceDatasetOptions, "sequences" | "allowEmpty"> & { keys: readonly string[]; arrays: Batch }): Dataset {
  const own = new Set(keys.flatMap((key) => [key, lengthsKey(key)]));
  const sequences = keys.map((key) => [
    key,
    packSequences(unpadSequences(arrays[key]!, arrays[lengthsKey(key)]!.data)),
  ]);
  return sequenceDataset({
    ...options,
    sequences: Object.fromEntries(sequences) as Readonly<Record<string, Sequences>>,
    arrays: Object.fromEntries(Object.entries(arrays).filter(([key]) => !own.has(key))),
    allowEmpty: true,
  });
}

function checkPadding({ name, sequences, padding = {} }: SequenceDatasetOptions): void {
  for (const [key, value] of Object.entries(padding)) {
    const dtype = sequences[key]?.dtype;
    check(dtype !== undefined, () => `${name}: padding of "${key}", which is not among its sequences`);
    check(
      dtype === "float32" || Number.isInteger(value),
      () => `${name}: the padding of "${key}", which is ${dtype}, must be a whole number, found ${value}`,
    );
  }
}

function checkNoneEmpty(name: string, lengths: Readonly<Record<string, Uint32Array>>): void {
  for (const [key, steps] of Object.entries(lengths)) {
    const empty = steps.indexOf(0);
    check(
      empty === -1,
      () => `${name}: ${key} of sample ${empty} is empty: leave that sample out, or say allowEmpty: true`,
    );
  }
}

function checkFits(
  where: string,
  { steps, lengths, indices }: { steps: number; lengths: ArrayLike<number>; indices: ArrayLike<number> },
): void {
  check(
    Number.isInteger(steps) && steps >= 0,
    () => `${where} cannot be padded to ${steps} steps, expected a whole number`,
  );
  for (let row = 0; row < indices.length; row++) {
    const length = lengths[indices[row]!]!;
    check(
      length <= steps,
      () => `${where} of sample ${indices[row]} has ${length} steps, which do not fit into the ${steps} of the batch`,
    );
  }
}
