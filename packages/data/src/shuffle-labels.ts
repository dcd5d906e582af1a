import { RandomStream } from "@blockzoo/core";
import { checkIndices, type Dataset } from "./dataset.js";

/**
 * The data set with its classes `y` dealt out anew among the samples: what is learned from it is chance, so it makes the
 * broken control of a recipe. Each class keeps its number of samples.
 */
export function shuffleLabels(dataset: Dataset, { seed = 0 }: { seed?: number } = {}): Dataset {
  const order = new RandomStream(seed, "shuffleLabels").permutation(dataset.size);
  return {
    ...dataset,
    gather(indices) {
      checkIndices(dataset, indices);
      const { y } = dataset.gather(Uint32Array.from(indices, (index) => order[index]!));
      return { ...dataset.gather(indices), ...(y && { y }) };
    },
  };
}
