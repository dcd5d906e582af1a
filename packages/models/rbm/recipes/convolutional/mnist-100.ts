/** What the features of a convolutional deep belief network are good for, where few digits have a label (Lee et al. 2009, section 4.2). */
import { freeze, initialize, RandomStream, stopGradient, type StateDict } from "@blockzoo/core";
import { batched, everything, subset, type Dataset } from "@blockzoo/data";
import type { MeasureContext, Recipe } from "@blockzoo/family";
import {
  evaluateModel,
  fit,
  fitContext,
  learnInStages,
  recipe,
  sgd,
  type LearnContext,
  type Learned,
  type RecipeDataContext,
  type Stage,
} from "@blockzoo/train";
import { ConvolutionalDbn } from "../../src/convolutional/convolutional-dbn.js";
import { digits } from "../../src/convolutional/variants.js";
import { mnistDigits } from "../mnist-digits.js";
import { layerLoss, layerTraining, quietBias } from "./layer-training.js";
import { nearestNeighbourAccuracy, type Labelled } from "./nearest.js";
import { withShuffledPixels } from "../shuffled-pixels.js";

const counts = { unlabelled: 20_000, labelled: 100, test: 2000 };

interface FewLabels {
  readonly unlabelled: Dataset;
  readonly labelled: Dataset;
  readonly test: Dataset;
}

async function data(context: RecipeDataContext): Promise<FewLabels> {
  const [train, test] = [await mnistDigits(context, "train"), await mnistDigits(context, "test")];
  const order = new RandomStream(context.trainSeed, "few labels").permutation(train.size);
  return {
    unlabelled: subset(train, order.subarray(0, counts.unlabelled)),
    labelled: subset(train, order.subarray(0, counts.labelled)),
    test: subset(test, new RandomStream(context.testSeed, "tested").permutation(test.size).subarray(0, counts.test)),
  };
}

/** A stage for each layer, on the pooling units of the layers below, which stay as they are. */
function layerStages(images: Dataset): readonly Stage[] {
  const { batchSize, learningRate, momentum, steps } = layerTraining;
  return digits.layers.map((_, layer) => ({
    steps,
    learn: (context, weights) => {
      const stack = new ConvolutionalDbn(digits);
      freeze(stack, ...stack.layers.flatMap((_own, index) => (index === layer ? [] : [`layers.${index}`])));
      return fit(stack, {
        ...fitContext(context),
        steps: context.steps,
        weights: weights ?? firstWeights(context),
        data: batched(images, { batchSize, seed: context.seeds.batchSeed }),
        loss: ({ layers }, { x }) => layerLoss(layers[layer]!, stopGradient(stack.up(x, layer))),
        optimizer: sgd({ learningRate, momentum }),
      });
    },
  }));
}

function firstWeights({ seeds }: LearnContext): StateDict {
  const stack = new ConvolutionalDbn(digits);
  const quiet = stack.layers.map((layer, index) => [`layers.${index}.hiddenBias`, quietBias(layer)] as const);
  return new Map([...initialize(stack, { seed: seeds.weightsSeed }), ...quiet]);
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

const about = "MNIST, 28x28 pixels from 0 to 1: 20,000 training images, 100 of them with a label, 2,000 for testing";
const settings = { data: about, network: digits, classifier: "the nearest labelled image, by the angle" };

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
  async (_, context) => ({ weights: firstWeights(context), history: [], finished: true }),
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
        "a label (Lee et al. 2009, section 4.2).",
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
