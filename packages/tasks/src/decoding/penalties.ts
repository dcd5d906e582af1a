/**
 * How hypotheses of different lengths are compared: `s(Y, X) = log P(Y | X) / lp(Y) + cp(X; Y)`.
 *
 * Y. Wu et al., "Google's neural machine translation system: bridging the gap between human and machine translation", 2016,
 * arXiv 1609.08144, equation 14.
 */

/**
 * `lp(Y) = ((5 + |Y|) / 6)^α`: what the log probability of a sequence is divided by, so that longer ones do not lose by being long.
 *
 * @param length |Y|, in tokens; the end token counts, the one that begins a sequence does not
 * @param alpha from 0, where lengths make no difference
 */
export function lengthPenalty(length: number, alpha: number): number {
  return ((5 + length) / 6) ** alpha;
}

/** What float32 rounds to 0 was looked at a little: 0 itself would outweigh everything else, as its logarithm has no bound. */
const leastAttention = 2 ** -126;

/**
 * `cp(X; Y) = β Σ_i log min(Σ_j p_ij, 1)`: 0 where each place of the source was looked at as much as one token does, less where
 * places were left out.
 *
 * @param rows `p_j`, how much of each place token j looked at
 * @param beta from 0, where coverage makes no difference
 */
export function coveragePenalty(rows: readonly ArrayLike<number>[], beta: number): number {
  const [first] = rows;
  if (first === undefined || beta === 0) return 0;
  let sum = 0;
  for (let place = 0; place < first.length; place++) {
    const coverage = rows.reduce((total, row) => total + row[place]!, 0);
    sum += Math.log(Math.min(Math.max(coverage, leastAttention), 1));
  }
  return beta * sum;
}
