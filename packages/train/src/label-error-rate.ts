/**
 * The least number of labels that must be put in, left out or replaced to make one sequence of the other.
 *
 * V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions and reversals", 1966.
 *
 * @example editDistance([1, 2, 3], [1, 3, 3, 4])   // 2
 */
export function editDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  // Of the first labels of a, one more each round, to the first of b.
  let distances = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 0; row < a.length; row++) {
    const next = [row + 1];
    for (let column = 0; column < b.length; column++) {
      const replaced = distances[column]! + Number(a[row] !== b[column]);
      next.push(Math.min(replaced, distances[column + 1]! + 1, next[column]! + 1));
    }
    distances = next;
  }
  return distances[b.length]!;
}

/** What was said, and what should have been. */
export interface LabelledPair {
  readonly predicted: ArrayLike<number>;
  readonly actual: ArrayLike<number>;
}

/**
 * The {@link editDistance} of all pairs together, divided by the number of labels that there should have been: 0 is without a
 * fault, and much that is too much makes it more than 1. NaN where there should have been none.
 *
 * A. Graves et al., "Connectionist Temporal Classification", 2006, equation 1.
 *
 * @example labelErrorRate(bestPath(logits, { lengths }).map(({ labels }, sample) => ({ predicted: labels, actual: y[sample] })))
 */
export function labelErrorRate(pairs: readonly LabelledPair[]): number {
  const errors = pairs.reduce((sum, { predicted, actual }) => sum + editDistance(predicted, actual), 0);
  return errors / pairs.reduce((sum, { actual }) => sum + actual.length, 0);
}
