import { RandomStream } from "@blockzoo/core";
import { checkIndices, lengthsKey, type Dataset } from "./dataset.js";
import { lengthsAt } from "./split.js";

/**
 * The data set with its classes `y` dealt out anew among the samples: what is learned from it is chance, so it makes the
 * broken control of a recipe. Each class keeps its number of samples. Sequences `y` go to other samples as a whole.
 */
export function shuffleLabels(dataset: Dataset, { seed = 0 }: { seed?: number } = {}): Dataset {
  const order = new RandomStream(seed, "shuffleLabels").permutation(dataset.size);
  const lengths = dataset.lengths && { ...dataset.lengths, ...pick(lengthsAt(dataset.lengths, order), "y") };
  return {
    ...dataset,
    ...(lengths && { lengths }),
    gather(indices, { padTo = {} } = {}) {
      checkIndices(dataset, indices);
      // Each of the two is padded as asked for only in what is taken from it: the rest may be longer.
      const { y: _, ...others } = padTo;
      const own = dataset.gather(indices, { padTo: others });
      const dealt = dataset.gather(
        Uint32Array.from(indices, (index) => order[index]!),
        { padTo: pick(padTo, "y") },
      );
      return { ...own, ...pick(dealt, "y"), ...pick(dealt, lengthsKey("y")) };
    },
  };
}

function pick<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const value = record[key];
  return value === undefined ? {} : { [key]: value };
}
