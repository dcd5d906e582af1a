/** What the features of a convolutional deep belief network are good for, where few digits have a label (Lee et al. 2009, section 4.3). */
import { initialize, type StateDict } from "@blockzoo/core";
import { batched, everything, type Dataset } from "@blockzoo/data";
import type { MeasureContext, Recipe } from "@blockzoo/family";
import {
  evaluateModel,
  learnInStages,
  recipe,
  sgd,
  type LearnContext,
  type Learned,
  type Stage,
} from "@blockzoo/train";
import { ConvolutionalDbn } from "../../src/convolutional/convolutional-dbn.js";
import { digits } from "../../src/convolutional/variants.js";
import { aboutFewLabelledDigits, fewLabelledDigits, type FewLabels } from "../few-labelled-digits.js";
import { greedyStages } from "../greedy.js";
import { withShuffledPixels } from "../shuffled-pixels.js";
import { layerLoss, layerTraining, quietBias } from "./layer-training.js";
import { nearestNeighbourAccuracy, type Labelled } from "./nearest.js";

function layerStages(images: Dataset): readonly Stage[] {
  const { batchSize, learningRate, momentum, steps } = layerTraining;
  return greedyStages({
    create: () => new ConvolutionalDbn(digits),
    images,
    batchSize,
    steps,
    loss: layerLoss,
    firstWeights,
    optimizer: sgd({ learningRate, momentum }),
  });
}

function firstWeights(seed: number): StateDict {
  const stack = new ConvolutionalDbn(digits);
  const quiet = stack.layers.map((layer, index) => [`layers.${index}.hiddenBias`, quietBias(layer)] as const);
  return new Map([...initialize(stack, { seed }), ...quiet]);
}

/** How many test images have a labelled one of their class as the nearest, by their features. */
async function measure(weights: StateDict, { labelled, test }: FewLabels, { backend, signal }: MeasureContext) {
  const featuresOf = async (images: Dataset): Promise<Labelled> => {
    const { outputs, inputs } = await evaluateModel(new ConvolutionalDbn(digits), {
      data: batched(images, { batchSize: 100, sampling: "sequential" }),
      forward: (model, { x }) => ({ features: model.forward(x) }),
      metrics: {},
      weights,
      backend,
      signal,
    });
    return { rows: outputs["features"]!, classes: inputs["y"]!.data };
  };
  return { metrics: { accuracy: nearestNeighbourAccuracy(await featuresOf(labelled), await featuresOf(test)) } };
}

const data = fewLabelledDigits;
const settings = {
  data: aboutFewLabelledDigits,
  network: digits,
  classifier: "the nearest labelled image, by the angle",
};

type Learn = (data: FewLabels, context: LearnContext) => Promise<Learned>;

const arm = (own: Pick<Recipe, "id" | "claim" | "gate" | "settings">, learn: Learn): Recipe =>
  recipe<FewLabels>({
    variant: "convolutional-dbn",
    ...own,
    settings: { ...settings, ...own.settings },
    data,
    learn,
    measure,
  });

const gate = { metric: "accuracy", atLeast: 0.75 };

const random = arm(
  {
    id: "convolutional-dbn.mnist-100.random",
    claim: "Random filters blur.",
    gate: { metric: "accuracy", atMost: 0.8 },
    settings: { training: "none" },
  },
  async (_, context) => ({ weights: firstWeights(context.seeds.weightsSeed), history: [], finished: true }),
);

const pixels = recipe<FewLabels>({
  id: "convolutional-dbn.mnist-100.pixels",
  variant: "pixels",
  claim: "Pixels tell digits apart where they lie on each other.",
  gate: { metric: "accuracy", atMost: 0.8 },
  settings: { ...settings, network: "none: pixels are the features" },
  data,
  learn: async () => ({ weights: new Map(), history: [], finished: true }),
  measure: async (_, { labelled, test }) => {
    const [known, asked] = [labelled, test].map((images) => {
      const { x, y } = everything(images);
      return { rows: x!, classes: y!.data };
    });
    return { metrics: { accuracy: nearestNeighbourAccuracy(known!, asked!) } };
  },
});

const training = { layers: layerTraining };

export const convolutionalDbnMnist100: Recipe = {
  ...arm(
    {
      id: "convolutional-dbn.mnist-100",
      claim:
        "The pooling units of two layers that were trained without labels tell digits apart better than pixels, where a hundred have " +
        "a label (Lee et al. 2009, section 4.3).",
      gate,
      settings: { training },
    },
    ({ unlabelled }, context) => learnInStages(context, layerStages(unlabelled)),
  ),
  baselines: { pixels, random },
  ahead: { pixels: 0.03, random: 0.03 },
  control: arm(
    {
      id: "convolutional-dbn.mnist-100.control",
      claim: "Layers that were trained on images of shuffled pixels know nothing of digits.",
      gate,
      settings: { training, unlabelled: "shuffled pixels" },
    },
    ({ unlabelled }, context) =>
      learnInStages(context, layerStages(withShuffledPixels(unlabelled, context.seeds.trainSeed))),
  ),
};
