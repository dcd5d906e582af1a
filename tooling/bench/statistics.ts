export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error("no values have no median");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The first step at which the losses differ by more than the tolerance, relative to 1 or the larger expected loss. */
export function firstDifference(
  found: readonly number[],
  expected: readonly number[],
  tolerance: number,
): number | undefined {
  const count = Math.min(found.length, expected.length);
  for (let step = 0; step < count; step++) {
    const bound = tolerance * Math.max(1, Math.abs(expected[step]!));
    // Written so that NaN differs from everything.
    if (!(Math.abs(found[step]! - expected[step]!) <= bound)) return step;
  }
  return undefined;
}
