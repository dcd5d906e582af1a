import { check } from "@blockzoo/core";
import type { Evaluated, Metric } from "./evaluate-model.js";
import { accuracy, confusionMatrix, predictedClasses, type Scored } from "./metrics.js";

/**
 * Intersection over union of each class, over the pixels of all images together: `|P ∩ L| / |P ∪ L|`. NaN for a class that
 * is neither in the labels nor in the predictions.
 *
 * @param scored logits `[N, K, H, W]` and labels `[N, H, W]`
 */
export function classIous(scored: Scored): number[] {
  const { shape, data } = confusionMatrix(scored);
  const classes = shape[0]!;
  return Array.from({ length: classes }, (_, own) => {
    let union = -data[own * classes + own]!;
    for (let other = 0; other < classes; other++) union += data[own * classes + other]! + data[other * classes + own]!;
    return data[own * classes + own]! / union;
  });
}

/** The mean of {@link classIous} over the classes that occur. */
export function meanIou(scored: Scored): number {
  const known = classIous(scored).filter((iou) => !Number.isNaN(iou));
  return known.reduce((sum, iou) => sum + iou, 0) / known.length;
}

/**
 * How well boundaries are met: the harmonic mean of the share of predicted boundary pixels near a true one and of the share
 * of true ones near a predicted one, over all images together. A pixel belongs to a boundary where the one to its right or
 * below has another class. 1 where there is no boundary at all, 0 where none is met.
 *
 * G. Csurka, D. Larlus, F. Perronnin, "What is a good evaluation measure for semantic segmentation?", BMVC 2013.
 *
 * @param tolerance how far, in pixels down and across, a boundary may be off. Default 0
 */
export function boundaryF1(scored: Scored, { tolerance = 0 }: { readonly tolerance?: number } = {}): number {
  const [images = 0, height = 0, width = 0] = scored.labels.shape;
  check(
    scored.mask === undefined && scored.lengths === undefined,
    () => "boundaryF1 takes whole images: a mask would cut boundaries, and make others of its own",
  );
  check(scored.labels.shape.length === 3, () => `boundaryF1 expects labels [N, H, W], got [${scored.labels.shape}]`);
  const predicted = predictedClasses(scored.logits);
  const counts = { predicted: 0, predictedMet: 0, actual: 0, actualMet: 0 };
  for (let image = 0; image < images; image++) {
    const size = { height, width };
    const part = [image * height * width, (image + 1) * height * width] as const;
    const [own, actual] = [predicted, scored.labels.data].map((classes) => boundary(classes.subarray(...part), size));
    counts.predicted += count(own!);
    counts.actual += count(actual!);
    counts.predictedMet += meeting(own!, grown(actual!, size, tolerance));
    counts.actualMet += meeting(actual!, grown(own!, size, tolerance));
  }
  if (counts.predicted + counts.actual === 0) return 1;
  if (counts.predictedMet * counts.actualMet === 0) return 0;
  const [precision, recall] = [counts.predictedMet / counts.predicted, counts.actualMet / counts.actual];
  return (2 * precision * recall) / (precision + recall);
}

/** `meanIou`, `pixelAccuracy` and `boundaryF1` of a model whose `logits` are [N, K, H, W], against the labels `y` [N, H, W]. */
export const segmentationMetrics: Readonly<Record<"meanIou" | "pixelAccuracy" | "boundaryF1", Metric>> = {
  meanIou: (evaluated) => meanIou(scoredBy(evaluated)),
  pixelAccuracy: (evaluated) => accuracy(scoredBy(evaluated)),
  boundaryF1: (evaluated) => boundaryF1(scoredBy(evaluated)),
};

function scoredBy({ outputs, inputs }: Evaluated): Scored {
  const [logits, labels] = [outputs["logits"], inputs["y"]];
  check(
    logits !== undefined && labels !== undefined,
    () => 'segmentation metrics need an output "logits" and an input "y"',
  );
  return { logits, labels };
}

interface Size {
  readonly height: number;
  readonly width: number;
}

function boundary(classes: ArrayLike<number>, { height, width }: Size): Uint8Array {
  return Uint8Array.from(classes, (own, pixel) => {
    const isOther = (inside: boolean, neighbour: number) => inside && classes[neighbour] !== own;
    const right = isOther((pixel + 1) % width !== 0, pixel + 1);
    return right || isOther(pixel + width < height * width, pixel + width) ? 1 : 0;
  });
}

/** Every marked pixel with all that are at most so far from it. */
function grown(marks: Uint8Array, { height, width }: Size, reach: number): Uint8Array {
  if (reach === 0) return marks;
  return Uint8Array.from(marks, (_, pixel) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    for (let y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y++) {
      for (let x = Math.max(0, column - reach); x <= Math.min(width - 1, column + reach); x++) {
        if (marks[y * width + x] === 1) return 1;
      }
    }
    return 0;
  });
}

function count(marks: Uint8Array): number {
  return marks.reduce((sum, mark) => sum + mark, 0);
}

function meeting(marks: Uint8Array, others: Uint8Array): number {
  return marks.reduce((sum, mark, pixel) => sum + (mark & others[pixel]!), 0);
}
