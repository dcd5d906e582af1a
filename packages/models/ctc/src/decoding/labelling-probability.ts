import { logAdd, type LogProbabilities } from "./log-probabilities.js";

/**
 * The logarithm of the probability that labels are what a sample says: of all paths that become them, together. Minus infinity
 * where they do not fit into the steps.
 *
 * A. Graves et al., 2006, section 4.1, equations 5 to 8.
 */
export function labellingProbability(steps: LogProbabilities, labels: readonly number[], blank: number): number {
  const symbols = [blank, ...labels.flatMap((label) => [label, blank])];
  // Before the first step all stand in the first blank.
  let alphas = symbols.map((_, state) => (state === 0 ? 0 : -Infinity));
  for (const row of steps) {
    alphas = symbols.map((symbol, state) => {
      const near = logAdd(alphas[state]!, alphas[state - 1] ?? -Infinity);
      const maySkip = symbol !== blank && symbol !== symbols[state - 2];
      return row[symbol]! + (maySkip ? logAdd(near, alphas[state - 2] ?? -Infinity) : near);
    });
  }
  return logAdd(alphas.at(-1)!, alphas.at(-2) ?? -Infinity);
}
