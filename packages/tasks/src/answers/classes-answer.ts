import type { NDArray } from "@blockzoo/core";
import { encodeNpy } from "@blockzoo/data";
import type { Answer } from "@blockzoo/family";
import { rankPredictions, type Prediction } from "../classes/prediction.js";
import { tensorAnswer } from "./tensor-answer.js";

export interface ClassesAnswerOptions {
  /** The name of the output that holds the scores. */
  readonly name: string;
  readonly labels: readonly string[];
  readonly top: number;
}

/** Shows scores [samples, classes] as the most probable classes of each sample. */
export function classesAnswer(scores: NDArray, { name, labels, top }: ClassesAnswerOptions): Answer {
  const { dtype, shape, data } = scores;
  const [samples = 0, classes = 0] = shape;
  // Networks may have more outputs than there are names for.
  if (shape.length !== 2 || classes !== labels.length) return tensorAnswer(name, scores);
  const predictions = Array.from({ length: samples }, (_, row) =>
    rankPredictions(data.subarray(row * classes, (row + 1) * classes), labels, { top }),
  );
  return {
    text: predictions.map(predictionText).join("\n\n"),
    json: { output: { name, dtype, shape }, predictions },
    files: { ".npy": () => encodeNpy(scores) },
  };
}

function predictionText(ranked: readonly Prediction[]): string {
  return ranked.map(({ label, probability }) => `${percent(probability)}  ${label}`).join("\n");
}

/** ` 97.3 %`, aligned. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}
