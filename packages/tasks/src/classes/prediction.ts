import { softmax } from "./softmax.js";

/** A class and how sure the network is of it. */
export interface Prediction {
  readonly label: string;
  /** Between 0 and 1; those of all classes sum to 1. */
  readonly probability: number;
}

export interface ClassifyOptions {
  /** How many classes are returned, the most probable first. Default 5. */
  readonly top?: number;
}

/** The most probable classes of one row of logits. */
export function rankPredictions(
  logits: ArrayLike<number>,
  labels: readonly string[],
  { top = 5 }: ClassifyOptions = {},
): Prediction[] {
  const probabilities = softmax(logits);
  return labels
    .map((label, index) => ({ label, probability: probabilities[index]! }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, top);
}
