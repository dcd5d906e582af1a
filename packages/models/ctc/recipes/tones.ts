import { lengthMask, transpose, type NDArray, type StateDict, type Tensor } from "@blockzoo/core";
import { batched, tones, type BatchSource, type Dataset } from "@blockzoo/data";
import type { MeasureContext, Measurement, Recipe } from "@blockzoo/family";
import {
  adam,
  crossEntropy,
  ctcLoss,
  evaluateModel,
  fit,
  labelErrorRate,
  recipe,
  withShuffledLabels,
  type LearnContext,
  type RecipeData,
  type RecipeDatasets,
} from "@blockzoo/train";
import { AcousticModel } from "../src/acoustic-model.js";
import { bestPath } from "../src/decoding/index.js";
import { withEvenTargets } from "./even-targets.js";

/** Padded melodies, and what sounds in them. */
interface Melodies {
  readonly x: Tensor;
  readonly xLengths: Tensor;
  readonly y: Tensor;
  readonly yLengths: Tensor;
}

const network = { bands: 8, classes: 7, hidden: 40 };
const training = { batchSize: 32, steps: 500, learningRate: 3e-3, clip: 1 };

const melodies: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: tones({ count: 6000, seed: trainSeed }),
  test: tones({ count: 400, seed: testSeed }),
});

type Loss = (model: AcousticModel, batch: Melodies) => Tensor;

const byCtc: Loss = (model, { x, xLengths, y, yLengths }) => {
  return ctcLoss(model.forward(x, xLengths), y, {
    inputLengths: model.outputLengths(xLengths),
    labelLengths: yLengths,
  });
};

/** Each step has a target of its own, a share of the steps for each label. */
const byFrames: Loss = (model, { x, xLengths, y }) => {
  const logits = transpose(model.forward(x, xLengths), [0, 2, 1]);
  return crossEntropy(logits, y, { mask: lengthMask(xLengths, y.shape[1]!) });
};

const learnBy = (loss: Loss) => async (data: RecipeDatasets, context: LearnContext) => {
  const { backend, seeds, checkpoints, checkpointEvery, resume, signal, onProgress, steps = training.steps } = context;
  const { batchSize, learningRate, clip } = training;
  return fit<AcousticModel, Melodies>(new AcousticModel(network), {
    data: batched(data.train, { batchSize, seed: seeds.batchSeed }),
    loss,
    optimizer: adam({ learningRate }),
    clip: { globalNorm: clip },
    steps,
    backend,
    seed: seeds.weightsSeed,
    resume,
    signal,
    onProgress,
    ...(checkpoints && { checkpoint: { to: checkpoints, everySteps: checkpointEvery } }),
  });
};

async function measure(
  weights: StateDict,
  { test }: Pick<RecipeDatasets, "test">,
  { backend, signal }: MeasureContext,
): Promise<Measurement> {
  const { metrics } = await evaluateModel<AcousticModel, Melodies>(new AcousticModel(network), {
    data: heldOut(test),
    backend,
    weights,
    signal,
    forward: (model, { x, xLengths }) => ({
      logits: model.forward(x, xLengths),
      lengths: model.outputLengths(xLengths),
    }),
    metrics: {
      labelErrorRate: ({ outputs, inputs }) => {
        const lengths = outputs["lengths"]!.data;
        const decoded = bestPath(outputs["logits"]!, { lengths });
        return labelErrorRate(
          decoded.map(({ labels }, sample) => ({ predicted: labels, actual: rowOf(inputs, sample) })),
        );
      },
    },
  });
  return { metrics };
}

function heldOut(test: Dataset): BatchSource {
  return batched(test, { batchSize: 100, sampling: "sequential", remainder: "mask" });
}

/** The labels of a sample, without padding. */
function rowOf({ y, yLengths }: Readonly<Record<string, NDArray>>, sample: number): ArrayLike<number> {
  const width = y!.shape[1]!;
  return y!.data.subarray(sample * width, sample * width + yLengths!.data[sample]!);
}

const settings = { data: "tones, 6,000 and 400", network, ...training };
const options = { variant: "ctc-tones", gate: { metric: "labelErrorRate", atMost: 0.02 }, measure };

/** The same network with a target for each step, the steps shared out evenly among the labels. */
const framewise = recipe<RecipeDatasets>({
  ...options,
  id: "ctc-tones.tones.framewise",
  claim: "Who guesses which steps belong to which label learns the guess.",
  data: withEvenTargets(melodies),
  learn: learnBy(byFrames),
  settings: { ...settings, loss: "cross-entropy with targets that share out the steps evenly" },
  gate: { metric: "labelErrorRate", atLeast: 0.1 },
});

const labels = {
  ...options,
  learn: learnBy(byCtc),
  claim:
    "Connectionist temporal classification learns to label tones in noise without being told when they sound (Graves et al. 2006).",
};

export const ctcTones: Recipe = recipe<RecipeDatasets>({
  ...labels,
  id: "ctc-tones.tones",
  data: melodies,
  settings: { ...settings, loss: "ctc" },
  baselines: { framewise },
  control: recipe<RecipeDatasets>({
    ...labels,
    id: "ctc-tones.tones.control",
    data: withShuffledLabels(melodies),
    settings: { ...settings, loss: "ctc", labels: "shuffled" },
  }),
});
