/** How networks learn labels whose times nobody knows, and how they are measured: what recipes and lessons share. */
import { ndarray, type Block, type NDArray, type Tensor } from "@blockzoo/core";
import { batched } from "@blockzoo/data";
import type { Figure } from "@blockzoo/family";
import {
  ctcLoss,
  type CtcLossOptions,
  evaluateModel,
  labelErrorRate,
  type Evaluated,
  type Metric,
  type Supervised,
  type SupervisedRecipeOptions,
} from "@blockzoo/train";
import type { StepScores } from "../src/acoustic-model.js";
import { bestPath } from "../src/decoding/index.js";
import { posteriorsOf } from "../src/transcription/posteriors.js";

/** An acoustic model on frames, or a speech model on samples. */
export interface Labelling extends Block {
  forward(x: Tensor, lengths: Tensor): StepScores;
}

/** Padded sequences `x`, with the labels `y` int32 `[N, L]` of each and no times. */
export interface Labelled extends Supervised {
  readonly xLengths: Tensor;
  readonly yLengths: Tensor;
}

export interface LabellingOptions<M extends Labelling> {
  readonly create: () => M;
  /** What the classes are called, the blank first: for pictures of what was heard. */
  readonly tokens: readonly string[];
  /** By default the label error rate of all samples. */
  readonly metrics?: Readonly<Record<string, Metric>>;
}

/** Options of a supervised recipe: it learns by connectionist temporal classification, and is measured on the best path. */
export function labelling<M extends Labelling>({
  create,
  tokens,
  metrics = { labelErrorRate: errorRateOf() },
}: LabellingOptions<M>) {
  return {
    create,
    loss: byCtc,
    forward: scores,
    metrics,
    async measure(weights, { test }, { backend, signal }) {
      const data = batched(test, { batchSize: Math.min(50, test.size), sampling: "sequential", remainder: "mask" });
      const evaluated = await evaluateModel<M>(create(), {
        data,
        backend,
        weights,
        signal,
        forward: scores,
        metrics,
      });
      return { metrics: evaluated.metrics, figures: figuresOf(evaluated, tokens) };
    },
  } satisfies Partial<SupervisedRecipeOptions<M>>;
}

/**
 * The loss of {@link labelling}.
 *
 * @param options `zeroInfinity`: sounds that are too short for their labels teach nothing, in the place of an error. Default false
 */
export function byCtc(model: Labelling, batch: Supervised, options: Pick<CtcLossOptions, "zeroInfinity"> = {}): Tensor {
  const { x, xLengths, y, yLengths } = batch as Labelled;
  const { logits, steps } = model.forward(x, xLengths);
  return ctcLoss(logits, y, { inputLengths: steps, labelLengths: yLengths, ...options });
}

/** The label error rate of those samples that are chosen by their inputs; of all by default. */
export function errorRateOf(isMeant: (inputs: Evaluated["inputs"], sample: number) => boolean = () => true): Metric {
  return ({ outputs, inputs }) => {
    const pairs = bestPath(outputs["logits"]!, { lengths: outputs["steps"]!.data }).map(({ labels }, sample) => ({
      predicted: labels,
      actual: labelsOf(inputs, sample),
    }));
    return labelErrorRate(pairs.filter((_, sample) => isMeant(inputs, sample)));
  };
}

function scores(model: Labelling, batch: Supervised): StepScores {
  const { x, xLengths } = batch as Labelled;
  return model.forward(x, xLengths);
}

/** The labels of a sample, without padding. */
function labelsOf({ y, yLengths }: Evaluated["inputs"], sample: number): Int32Array {
  const width = y!.shape[1]!;
  return y!.data.subarray(sample * width, sample * width + yLengths!.data[sample]!) as Int32Array;
}

/** What was heard in the first samples. */
function figuresOf({ outputs, inputs }: Evaluated, tokens: readonly string[]): Figure[] {
  const { logits, steps } = outputs as { readonly logits: NDArray; readonly steps: NDArray };
  const [samples, longest, classes] = logits.shape as [number, number, number];
  return Array.from({ length: Math.min(3, samples) }, (_, sample) => {
    const start = sample * longest * classes;
    const real = logits.data.subarray(start, start + steps.data[sample]! * classes);
    return {
      kind: "posteriors",
      title: Array.from(labelsOf(inputs, sample), (label) => tokens[label]).join(" "),
      probabilities: posteriorsOf(ndarray(real, [steps.data[sample]!, classes])),
      labels: tokens,
    };
  });
}
