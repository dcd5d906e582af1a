import { check } from "@blockzoo/core";
import type { Adjustment } from "@blockzoo/family";

/** What of a run an answer is about. */
interface Adjusted {
  /** The run's own. */
  readonly batchSize: number;
  /** Whether something is handed on from batch to batch. */
  readonly carries: boolean;
}

/** What an answer changes; undefined where it leaves the run as it was begun. */
export function changesOf(answer: Adjustment = {}, { batchSize: own, carries }: Adjusted): Adjustment | undefined {
  const { learningRateFactor = 1, batchSize = own } = answer;
  check(
    Number.isFinite(learningRateFactor) && learningRateFactor > 0,
    () => `beforeStep: learningRateFactor must be a positive number, got ${learningRateFactor}`,
  );
  check(
    batchSize === own || !carries,
    () =>
      `beforeStep: a batch has ${own} rows, each of which carries something on: it cannot be of ${batchSize} samples`,
  );
  const changes = {
    ...(learningRateFactor !== 1 && { learningRateFactor }),
    ...(batchSize !== own && { batchSize }),
  };
  return Object.keys(changes).length === 0 ? undefined : changes;
}
