import { flatten, Linear, Sequential } from "@blockzoo/core";
import { glyphs, type Dataset } from "@blockzoo/data";
import { adam, supervisedRecipe, withShuffledLabels, type RecipeDataContext } from "@blockzoo/train";
import { StyleTransfer } from "../src/style-transfer.js";

async function digits({ trainSeed, testSeed }: RecipeDataContext): Promise<{ train: Dataset; test: Dataset }> {
  return {
    train: glyphs({ count: 3000, seed: trainSeed, geometry: "h16" }),
    test: glyphs({ count: 500, seed: testSeed, geometry: "h16" }),
  };
}

const data = "glyphs, h16, 3,000 for training and 500 for testing";
const training = { optimizer: adam({ learningRate: 3e-3 }), batchSize: 64, steps: 400 };

/** The same task for something simpler, whose gate says what it cannot reach. */
const linear = supervisedRecipe({
  id: "style-transfer.glyphs.linear",
  variant: "linear",
  claim: "A softmax on pixels does not read shifted digits.",
  gate: { metric: "accuracy", atMost: 0.65 },
  create: () => new Sequential(flatten, new Linear(256, 10)),
  data: digits,
  ...training,
  settings: { data, network: "linear" },
});

const options = {
  id: "style-transfer.glyphs",
  variant: "style-transfer",
  claim: "Shared weights and subsampling read digits that are shifted, turned and scaled (LeCun et al. 1989).",
  gate: { metric: "accuracy", atLeast: 0.85 },
  create: () => new StyleTransfer(),
  ...training,
};

export const styleTransferGlyphs = supervisedRecipe({
  ...options,
  data: digits,
  settings: { data },
  baselines: { linear },
  ahead: { linear: 0.2 },
  // The same with the classes of the training images dealt out at random: it must miss the gate.
  control: supervisedRecipe({
    ...options,
    id: "style-transfer.glyphs.control",
    data: withShuffledLabels(digits),
    settings: { data, labels: "shuffled" },
  }),
});
