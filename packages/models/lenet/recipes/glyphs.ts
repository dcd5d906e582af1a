import { flatten, Linear, neg, Sequential, tanh, type Block, type Tensor } from "@blockzoo/core";
import { mapDataset, normalize } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import {
  adam,
  glyphsData,
  maximumLikelihoodRbf,
  supervisedRecipe,
  withShuffledLabels,
  type RecipeData,
} from "@blockzoo/train";
import { LeNet5 } from "../src/lenet5.js";
import { LeNet5Modern } from "../src/lenet5-modern.js";
import { preprocessing } from "../src/preprocessing.js";

const hardGlyphs = glyphsData();

const training = { batchSize: 64, steps: 1200 };
const data = "glyphs, hard, 6,000 for training and 1,000 for testing";
const atLeast90 = { metric: "accuracy", atLeast: 0.9 };

/** The same task for a network without shared weights, whose gate says what it cannot reach. */
function baseline(name: string, claim: string, atMost: number, create: () => Block): Recipe {
  return supervisedRecipe({
    id: `lenet5.glyphs.${name}`,
    variant: name,
    claim,
    gate: { metric: "accuracy", atMost },
    create,
    data: hardGlyphs,
    optimizer: adam({ learningRate: 1e-3 }),
    ...training,
    settings: { data, network: name },
  });
}

const linear = baseline(
  "linear",
  "A softmax on pixels does not read shifted digits.",
  0.45,
  () => new Sequential(flatten, new Linear(1024, 10)),
);

const mlp = baseline(
  "mlp",
  "Sixty hidden units, 62,110 parameters, do not either.",
  0.6,
  () => new Sequential(flatten, new Linear(1024, 60), tanh, new Linear(60, 10)),
);

const modern = {
  id: "lenet5.glyphs",
  variant: "lenet5",
  claim:
    "Shared weights and subsampling read digits that are shifted, turned and scaled, where a fully connected network of " +
    "the same number of parameters is at least 30 points behind (LeCun et al. 1998, section II).",
  gate: atLeast90,
  create: () => new LeNet5Modern(),
  optimizer: adam({ learningRate: 1e-3 }),
  ...training,
};

export const lenet5Glyphs = supervisedRecipe({
  ...modern,
  data: hardGlyphs,
  settings: { data },
  baselines: { linear, mlp },
  ahead: { linear: 0.3, mlp: 0.3 },
  control: supervisedRecipe({
    ...modern,
    id: "lenet5.glyphs.control",
    data: withShuffledLabels(hardGlyphs),
    settings: { data, labels: "shuffled" },
  }),
});

/** The glyphs on the paper's scale, on which white is -0.1 and black 1.175. */
const scaledGlyphs: RecipeData = async (context) => {
  const scale = normalize(preprocessing["glyphs-1998"]);
  const { train, test } = await hardGlyphs(context);
  return { train: mapDataset(train, scale), test: mapDataset(test, scale) };
};

const published = {
  id: "lenet5-1998.glyphs",
  variant: "lenet5-1998",
  claim:
    "The network as published, trained with its own loss (equation 9), reads the same digits with 60,000 parameters.",
  gate: atLeast90,
  create: () => new LeNet5(),
  // The logits are the negated distances of the paper.
  loss: (model: LeNet5, { x, y }: { x: Tensor; y: Tensor }) => maximumLikelihoodRbf(neg(model.forward(x)), y),
  optimizer: adam({ learningRate: 1e-3 }),
  ...training,
};
const publishedSettings = { data, scale: [-0.1, 1.175], loss: "maximumLikelihoodRbf, j = 0.1" };

export const lenet51998Glyphs = supervisedRecipe({
  ...published,
  data: scaledGlyphs,
  settings: publishedSettings,
  control: supervisedRecipe({
    ...published,
    id: "lenet5-1998.glyphs.control",
    data: withShuffledLabels(scaledGlyphs),
    settings: { ...publishedSettings, labels: "shuffled" },
  }),
});
