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
  const alphas = new Float64Array(symbols.length).fill(-Infinity);
  alphas[0] = 0;
  for (const row of steps) {
    // From the last state on, so that those before it are still of the step before.
    for (let state = symbols.length - 1; state >= 0; state--) {
      const symbol = symbols[state]!;
      const maySkip = symbol !== blank && symbol !== symbols[state - 2];
      const near = logAdd(alphas[state]!, alphas[state - 1] ?? -Infinity);
      alphas[state] = row[symbol]! + (maySkip ? logAdd(near, alphas[state - 2] ?? -Infinity) : near);
    }
  }
  return logAdd(alphas.at(-1)!, alphas.at(-2) ?? -Infinity);
}
