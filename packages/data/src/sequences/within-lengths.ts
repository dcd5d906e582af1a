import { check } from "@blockzoo/core";
import type { Dataset } from "../dataset.js";
import { subset } from "../split.js";

/**
 * The samples all of whose sequences have a length within the bounds, in their order. The size of what is returned tells how
 * many were left out.
 *
 * @param bounds in steps; `atLeast` is 1 by default
 *
 * @example
 * const short = withinLengths(pairs, { atMost: 40 });
 */
export function withinLengths(
  dataset: Dataset,
  { atLeast = 1, atMost }: { readonly atLeast?: number; readonly atMost: number },
): Dataset {
  const lengths = Object.values(dataset.lengths ?? {});
  check(lengths.length > 0, () => `${dataset.name}: has no sequences, so none is too long`);
  const samples = Array.from({ length: dataset.size }, (_, index) => index);
  return subset(
    dataset,
    samples.filter((index) => lengths.every((steps) => steps[index]! >= atLeast && steps[index]! <= atMost)),
  );
}
