import { flatten, Linear, Sequential } from "@blockzoo/core";
import { glyphs, type Dataset } from "@blockzoo/data";
import { adam, supervisedRecipe, withShuffledLabels, type RecipeDataContext } from "@blockzoo/train";
import { createMini } from "../src/variants.js";

async function digits({ trainSeed, testSeed }: RecipeDataContext): Promise<{ train: Dataset; test: Dataset }> {
  return { train: glyphs({ count: 6000, seed: trainSeed }), test: glyphs({ count: 1000, seed: testSeed }) };
}

const data = "glyphs, hard, 6,000 for training and 1,000 for testing";
const training = { optimizer: adam({ learningRate: 3e-3 }), batchSize: 64, steps: 200 };

/** The same task for something simpler, whose gate says what it cannot reach. */
const linear = supervisedRecipe({
  id: "mobilenet-mini.glyphs.linear",
  variant: "linear",
  claim: "A softmax on pixels does not read shifted digits.",
  gate: { metric: "accuracy", atMost: 0.45 },
  create: () => new Sequential(flatten, new Linear(1024, 10)),
  data: digits,
  ...training,
  settings: { data, network: "linear" },
});

const options = {
  id: "mobilenet-mini.glyphs",
  variant: "mobilenet-mini",
  claim:
    "Depthwise separable convolutions read digits that are shifted, turned and scaled (Howard et al. 2017, section 3.1).",
  gate: { metric: "accuracy", atLeast: 0.9 },
  create: createMini,
  ...training,
};

export const mobilenetGlyphs = supervisedRecipe({
  ...options,
  data: digits,
  settings: { data },
  baselines: { linear },
  ahead: { linear: 0.4 },
  // The same with the classes of the training images dealt out at random: it must miss the gate.
  control: supervisedRecipe({
    ...options,
    id: "mobilenet-mini.glyphs.control",
    data: withShuffledLabels(digits),
    settings: { data, labels: "shuffled" },
  }),
});
