import { check, describeType, sizeOf, type NDArray } from "@blockzoo/core";

/** What metrics are taken from: a model's outputs for whole samples, and what they should have been. */
export interface Scored {
  /** float32 `[N, K]`, or `[N, K, ...spatial]`: a score for each class. */
  readonly logits: NDArray;
  /** int32 `[N]`, or `[N, ...spatial]`. */
  readonly labels: NDArray;
  /** 0 where a label does not count, of the labels' shape or `[N]`. */
  readonly mask?: NDArray | undefined;
  /** int32 `[N]`: how many labels of each sample count, along their first axis after the samples; those behind are padding. */
  readonly lengths?: NDArray | undefined;
}

/** The share of labels that have the highest score, the first of equal ones; NaN when none counts. */
export function accuracy(scored: Scored): number {
  return meanOver(scored, (scores, label) => (bestOf(scores) === label ? 1 : 0));
}

/** The share of labels that are among the `k` highest scores; of equal scores, lower classes come first. */
export function topK(scored: Scored, k: number): number {
  return meanOver(scored, (scores, label) => {
    const own = scores[label]!;
    const ahead = scores.reduce(
      (count, score, index) => count + Number(score > own || (score === own && index < label)),
      0,
    );
    return ahead < k ? 1 : 0;
  });
}

/** The mean softmax cross-entropy, `log Σ exp(scores) - scores[label]`, in double precision. */
export function meanCrossEntropy(scored: Scored): number {
  return meanOver(scored, (scores, label) => {
    const highest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    return highest - scores[label]! + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0));
  });
}

/** How often each class was taken for each other: int32 `[K, K]`, rows are labels and columns predictions. */
export function confusionMatrix(scored: Scored): NDArray {
  const classes = scored.logits.shape[1]!;
  const data = new Int32Array(classes * classes);
  visit(scored, (scores, label) => data[label * classes + bestOf(scores)]!++);
  return { dtype: "int32", shape: [classes, classes], data };
}

/** The class with the highest score for each label: `[N, K, ...spatial]` gives `[N, ...spatial]`. */
export function predictedClasses(logits: NDArray): Int32Array {
  const [samples = 0, classes = 0, ...spatial] = logits.shape;
  const places = spatial.reduce((product, size) => product * size, 1);
  const predicted = new Int32Array(samples * places);
  const scores = new Float64Array(classes);
  for (let index = 0; index < predicted.length; index++)
    predicted[index] = bestOf(readScores(logits, index, places, scores));
  return predicted;
}

function meanOver(scored: Scored, score: (scores: Float64Array, label: number) => number): number {
  let [total, count] = [0, 0];
  visit(scored, (scores, label) => {
    total += score(scores, label);
    count++;
  });
  return total / count;
}

/** Calls with the scores and the label of every place that counts. The scores are one array, refilled each time. */
function visit({ logits, labels, mask, lengths }: Scored, see: (scores: Float64Array, label: number) => void): void {
  const [samples, classes = 0, ...spatial] = logits.shape;
  const expected = [samples, ...spatial].join();
  check(
    logits.shape.length >= 2 && labels.dtype === "int32" && labels.shape.join() === expected,
    () =>
      `metrics expect logits [N, K, ...] and int32 labels [N, ...], got ${describeType(logits)} and ${describeType(labels)}`,
  );
  check(
    mask === undefined || mask.shape.join() === expected || mask.shape.join() === String(samples),
    () => `metrics expect a mask of the labels' shape or [N], got ${describeType(mask!)} for ${describeType(labels)}`,
  );
  const places = spatial.reduce((product, size) => product * size, 1);
  const isPadding = paddingOf(labels, lengths);
  const scores = new Float64Array(classes);
  const labelsOfMask = mask === undefined ? 1 : labels.data.length / mask.data.length;
  labels.data.forEach((label, index) => {
    if (mask !== undefined && mask.data[Math.floor(index / labelsOfMask)] === 0) return;
    if (isPadding(index)) return;
    check(
      label >= 0 && label < classes,
      () => `metrics: the label ${label} is not one of ${classes} classes, at position ${index}`,
    );
    see(readScores(logits, index, places, scores), label);
  });
}

/** Whether a label, by its position in the array, is behind the end of its sequence. */
export function paddingOf(labels: NDArray, lengths: NDArray | undefined): (position: number) => boolean {
  if (lengths === undefined) return () => false;
  const [samples, steps = 1] = labels.shape;
  check(
    labels.shape.length > 1 && lengths.shape.join() === String(samples),
    () => `metrics expect lengths [N] for labels [N, T, ...], got ${describeType(lengths)} for ${describeType(labels)}`,
  );
  const ofSample = sizeOf(labels.shape.slice(1));
  const ofStep = ofSample / steps;
  return (position) => Math.floor((position % ofSample) / ofStep) >= lengths.data[Math.floor(position / ofSample)]!;
}

/** The scores of one place: classes lie `places` apart. */
function readScores(logits: NDArray, index: number, places: number, scores: Float64Array): Float64Array {
  const start = Math.floor(index / places) * scores.length * places + (index % places);
  for (let each = 0; each < scores.length; each++) scores[each] = logits.data[start + each * places]!;
  return scores;
}

function bestOf(scores: Float64Array): number {
  let best = 0;
  for (let index = 1; index < scores.length; index++) if (scores[index]! > scores[best]!) best = index;
  return best;
}
