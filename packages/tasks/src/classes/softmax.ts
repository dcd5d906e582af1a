/** Probabilities of scores: `exp(score) / Σ exp(scores)`, none of which overflows. */
export function softmax(scores: ArrayLike<number>): number[] {
  const all = Array.from(scores);
  const largest = all.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = all.map((score) => Math.exp(score - largest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}
