import { add, flatten, Linear, mul, reverse, Sequential, type Tensor } from "@blockzoo/core";
import { augment, horizontalFlip } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import {
  accuracy,
  adam,
  classificationMetrics,
  mnistData,
  oneCycle,
  supervisedRecipe,
  withShuffledLabels,
  type SupervisedRecipeOptions,
} from "@blockzoo/train";
import { miniStages } from "../src/configurations.js";
import { preprocessing } from "../src/preprocessing.js";
import { miniVgg } from "../src/variants.js";
import type { Vgg } from "../src/vgg.js";

const { mean, deviation } = preprocessing["fashion-mnist"];
const data = mnistData({ name: "fashion-mnist", mean, deviation });
const settings = { data: "fashion-mnist", pad: 2, mean: [...mean], deviation: [...deviation] };
const training = {
  data,
  reads: "Fashion-MNIST",
  optimizer: adam({ learningRate: 3e-3 }),
  schedule: oneCycle({ rise: 0.2 }),
  batchSize: 64,
};

const linear = supervisedRecipe({
  ...training,
  id: "vgg-mini.fashion-mnist.linear",
  variant: "linear",
  claim: "A softmax on pixels is behind.",
  gate: { metric: "accuracy", atMost: 0.87 },
  create: () => new Sequential(flatten, new Linear(1024, 10)),
  settings: { ...settings, network: "linear" },
  epochs: 5,
});

const stages = miniStages.A;

type Options = SupervisedRecipeOptions<Vgg>;

interface Claim
  extends
    Pick<Options, "variant" | "claim" | "create" | "settings">,
    Partial<Pick<Options, "augmentation" | "forward" | "metrics">> {
  readonly atLeast: number;
  readonly epochs: number;
}

function recipe({ atLeast, settings: own, ...claim }: Claim): Recipe {
  const options = {
    ...training,
    ...claim,
    id: `${claim.variant}.fashion-mnist`,
    gate: { metric: "accuracy", atLeast },
    settings: { ...settings, stages, hidden: [64], ...own },
  };
  return supervisedRecipe({
    ...options,
    baselines: { linear },
    control: supervisedRecipe({
      ...options,
      id: `${options.id}.control`,
      data: withShuffledLabels(data),
      settings: { ...options.settings, labels: "shuffled" },
      // Enough to see that there is nothing to learn.
      epochs: 1,
    }),
  });
}

export const vggMiniAFashionMnist = recipe({
  variant: "vgg-mini-a",
  claim: "Tells ten kinds of clothing apart with at most 10 % errors after five passes over the data.",
  atLeast: 0.9,
  create: () => miniVgg(stages),
  settings: {},
  epochs: 5,
});

/** The mean of the logits for an image and for its mirror image; section 3.2 of the paper averages their probabilities. */
function bothWays(model: Vgg, { x }: { readonly x: Tensor }) {
  const [asItIs, mirrored] = [model.forward(x), model.forward(reverse(x, [3]))];
  return { logits: mul(add(asItIs, mirrored), 0.5), asItIs };
}

export const vggMiniABnFashionMnist = recipe({
  variant: "vgg-mini-a-bn",
  claim:
    "Batch normalisation, and mirror images in training and in testing, leave at most 8 % errors after eight passes " +
    "(mirror images: Simonyan & Zisserman 2014, sections 3.1 and 3.2).",
  atLeast: 0.92,
  create: () => miniVgg(stages, { batchNorm: true }),
  augmentation: (seed) => augment([horizontalFlip()], { seed }),
  forward: bothWays,
  metrics: {
    ...classificationMetrics,
    accuracyAsItIs: ({ outputs, inputs }) => accuracy({ logits: outputs["asItIs"]!, labels: inputs["y"]! }),
  },
  settings: {
    batchNorm: true,
    augmentation: ["horizontalFlip"],
    test: "mean of the logits for an image and its mirror image",
  },
  epochs: 8,
});
