import { checkOptions, type NDArray } from "@blockzoo/core";
import { logProbabilities, type DecodingOptions, type LogProbabilities } from "./log-probabilities.js";

/** What a path says. */
export interface DecodedPath {
  readonly labels: readonly number[];
  /** The step at which each label begins. */
  readonly steps: readonly number[];
}

/**
 * Takes the best class of each step, makes one of repeats, and drops blanks. Runs on the host. It is the fastest decoder, and
 * not that of the most probable labels: many paths may lead to others.
 *
 * A. Graves et al., 2006, section 3.2, "best path decoding".
 *
 * Useful for: a network that is sure of itself, and measuring while it learns.
 *
 * @param logits float32 `[N, T, V]`
 * @example bestPath(logits, { lengths })[0].labels   // [3, 3, 5]
 */
export function bestPath(logits: NDArray, options: DecodingOptions = {}): DecodedPath[] {
  checkOptions("bestPath", options, { lengths: true, blank: true });
  const { samples, blank } = logProbabilities("bestPath", logits, options);
  return samples.map((steps) => bestPathOf(steps, blank));
}

/** {@link bestPath} of one sample. */
export function bestPathOf(rows: LogProbabilities, blank: number): DecodedPath {
  const path = rows.map((row) => row.indexOf(row.reduce((a, b) => Math.max(a, b))));
  const steps = path.flatMap((label, step) => (label === blank || label === path[step - 1] ? [] : [step]));
  return { labels: steps.map((step) => path[step]!), steps };
}
