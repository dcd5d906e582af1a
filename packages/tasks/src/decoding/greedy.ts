import { checkOptions } from "@blockzoo/core";
import { extendPath, hypothesisOf, type Hypothesis, type Path } from "./hypothesis.js";
import { mostProbable } from "./most-probable.js";
import { rowOf } from "./rows.js";
import { checkCount, type SearchOptions } from "./search-options.js";
import type { Stepper } from "./stepper.js";

/**
 * Takes the most probable token at every step, for each row of `start` until it ends. Sequences that ended no longer run.
 *
 * @returns a hypothesis for each row of `start`, in their order
 * @example const [translated] = await greedy(stepper, { start, end, length: 50 });
 */
export async function greedy(stepper: Stepper, options: SearchOptions): Promise<Hypothesis[]> {
  checkOptions("greedy", options, { start: true, end: true, length: true });
  const { start, end, length } = options;
  checkCount("greedy: length", length);
  const paths = new Array<Path | undefined>(start.logProbabilities.shape[0]!).fill(undefined);
  let step = start;
  /** Which sequence each row of the step belongs to. */
  let sequences = [...paths.keys()];
  for (let count = 1; ; count++) {
    sequences.forEach((sequence, row) => {
      const [token] = mostProbable(rowOf(step.logProbabilities, row), 1);
      paths[sequence] = extendPath(paths[sequence], token!, { step, row });
    });
    const rows = [...sequences.keys()].filter((row) => paths[sequences[row]!]!.token !== end);
    if (rows.length === 0 || count === length) return paths.map((path) => hypothesisOf(path!, end));
    sequences = rows.map((row) => sequences[row]!);
    const tokens = Int32Array.from(sequences, (sequence) => paths[sequence]!.token);
    step = await stepper.step(tokens, stepper.select(step.state, rows));
  }
}
