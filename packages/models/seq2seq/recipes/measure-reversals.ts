import type { NDArray, StateDict } from "@blockzoo/core";
import { openVariant, type MeasureContext, type Measurement } from "@blockzoo/family";
import type { TranslationVariant } from "@blockzoo/tasks/translation/learning";
import { twelveLetters } from "../src/letters.js";
import { lengths, type ReversalData } from "./learn-reversals.js";
import { reversals } from "./reversals.js";

/** Words of one length each, the last longer than any that was learned from. */
const testLengths = [5, 10, 20, 30];
const testCount = 200;
/** Of how many of them the alignment is read. */
const alignedCount = 100;

/**
 * What a network says by itself, each letter read back before the next: `exact20`, the share of words of 20 letters that are right
 * as a whole; of words of the greatest length that was learned from also `letters`, the share of places with the right letter, and
 * `antiDiagonal`, the share of steps at which the network looked most at the place of the source where the letter stands.
 */
export const measureReversals =
  (network: TranslationVariant) =>
  async (weights: StateDict, { testSeed }: ReversalData, { backend }: MeasureContext): Promise<Measurement> => {
    const source = "what was learned";
    const { use } = await openVariant({ variant: network, weights, meaning: twelveLetters, source, backend });
    const metrics: Record<string, number> = {};
    try {
      for (const length of testLengths) {
        const pairs = reversals({ count: testCount, shortest: length, longest: length, seed: testSeed + length });
        const said = await use.translateAll(pairs.map((pair) => pair.source));
        metrics[`exact${length}`] = mean(pairs.map(({ target }, at) => said[at] === target));
        if (length !== lengths.longest) continue;
        metrics["letters"] = mean(
          pairs.flatMap(({ target }, at) => [...target].map((letter, place) => said[at]![place] === letter)),
        );
        const looked: boolean[] = [];
        for (const pair of pairs.slice(0, alignedCount)) {
          const { alignment } = await use.translate(pair.source, { beams: 1 });
          if (alignment !== undefined) looked.push(...onAntiDiagonal(alignment, length));
        }
        if (looked.length > 0) metrics["antiDiagonal"] = mean(looked);
      }
    } finally {
      use.dispose();
    }
    return { metrics };
  };

/** For each step that says a letter, whether its place in the source was looked at most; alignment [tokens, length]. */
function onAntiDiagonal({ data, shape }: NDArray, length: number): boolean[] {
  return Array.from({ length: Math.min(length, shape[0]!) }, (_, step) => {
    const row = [...data.subarray(step * length, (step + 1) * length)];
    return row.indexOf(Math.max(...row)) === length - 1 - step;
  });
}

function mean(values: readonly boolean[]): number {
  return values.filter(Boolean).length / values.length;
}
