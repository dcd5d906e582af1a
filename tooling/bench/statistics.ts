export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** With `part` of the values below it; between two values, the share of each decides. */
export function quantile(values: readonly number[], part: number): number {
  if (values.length === 0) throw new Error("no values have no quantile");
  const sorted = values.toSorted((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return below + (above - below) * (place - Math.floor(place));
}

/** A median, and what it may be. */
export interface Estimate {
  readonly median: number;
  /** The median of what the values are drawn from lies between these, with a confidence of nine tenths. */
  readonly least: number;
  readonly most: number;
}

/** Of the few values that a measurement has, by {@link medianInterval}. */
export function estimateOf(values: readonly number[]): Estimate {
  const [least, most] = medianInterval(values, 0.9);
  return { median: median(values), least, most };
}

/** What each value is of the one in the same place: two that were measured in one round met the machine in the same mood. */
export function quotients(numerators: readonly number[], denominators: readonly number[]): number[] {
  return numerators.slice(0, denominators.length).map((value, round) => value / denominators[round]!);
}

/**
 * Two of the values between which the median of what they are drawn from lies with at least the given confidence, whatever their
 * distribution: by the sign test, which counts only how many lie below. Few values cannot be that sure; then the least and the
 * largest.
 */
export function medianInterval(values: readonly number[], confidence: number): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  let [outside, chance, rank] = [0, 0.5 ** sorted.length, 0];
  // The chance that at most `rank` of the values lie on one side of the median.
  for (let count = 0; count < sorted.length / 2; count++) {
    outside += 2 * chance;
    if (outside > 1 - confidence) break;
    rank = count;
    chance *= (sorted.length - count) / (count + 1);
  }
  return [sorted[rank]!, sorted[sorted.length - 1 - rank]!];
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

/** The power p of the curve c x^p that lies nearest to the points, by least squares of logarithms. */
export function growthExponent(sizes: readonly number[], values: readonly number[]): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const [xs, ys] = [sizes.map(Math.log), values.map(Math.log)];
  const [x, y] = [mean(xs), mean(ys)];
  const products = xs.reduce((sum, at, index) => sum + (at - x) * (ys[index]! - y), 0);
  return products / xs.reduce((sum, at) => sum + (at - x) ** 2, 0);
}
