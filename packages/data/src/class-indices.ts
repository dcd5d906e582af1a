import { check, ndarray, type NDArray } from "@blockzoo/core";

/** Classes as numbers, and their names. */
export interface Classes {
  /** int32[n]: `labels[y]`. */
  readonly y: NDArray;
  readonly labels: readonly string[];
}

/**
 * The class of each sample, given by name, as its place among the labels: by default those that there are, in the order of
 * their code units.
 *
 * @throws BlockzooError with the first sample whose class is not among the labels
 */
export function classIndices(
  classes: readonly string[],
  { name, labels = [...new Set(classes)].toSorted() }: { readonly name: string; readonly labels?: readonly string[] },
): Classes {
  const places = new Map(labels.map((label, place) => [label, place]));
  const y = Int32Array.from(classes, (label, sample) => {
    const place = places.get(label);
    check(
      place !== undefined,
      () => `${name}: sample ${sample} is of the class ${JSON.stringify(label)}, expected one of ${labels.join(", ")}`,
    );
    return place;
  });
  return { y: ndarray(y), labels };
}
