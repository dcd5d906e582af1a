import { tones } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { adam, supervisedRecipe, withShuffledLabels, type RecipeData } from "@blockzoo/train";
import { labelling } from "./learning.js";
import { createTones } from "../src/variants.js";
import { byEvenAlignment } from "./even-alignment.js";

const melodies: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: tones({ count: 6000, seed: trainSeed }),
  test: tones({ count: 400, seed: testSeed }),
});

const settings = { data: "tones, 6,000 and 400", network: "8 bands, 40 units" };
const options = {
  ...labelling({ create: createTones, tokens: ["", "1", "2", "3", "4", "5", "6"] }),
  variant: "ctc-tones",
  gate: { metric: "labelErrorRate", atMost: 0.02 },
  optimizer: adam({ learningRate: 3e-3 }),
  clip: { globalNorm: 1 },
  batchSize: 32,
  steps: 500,
};

/** The same network with a target for each step. */
const framewise = supervisedRecipe({
  ...options,
  id: "ctc-tones.tones.framewise",
  claim: "Who guesses which steps belong to which label learns the guess.",
  data: melodies,
  loss: byEvenAlignment,
  settings: { ...settings, loss: "cross-entropy with targets that share out the steps evenly" },
  gate: { metric: "labelErrorRate", atLeast: 0.1 },
});

const claim =
  "Connectionist temporal classification learns to label tones in noise without being told when they sound (Graves et al. 2006).";

export const ctcTones: Recipe = supervisedRecipe({
  ...options,
  id: "ctc-tones.tones",
  claim,
  data: melodies,
  settings: { ...settings, loss: "ctc" },
  baselines: { framewise },
  control: supervisedRecipe({
    ...options,
    id: "ctc-tones.tones.control",
    claim,
    data: withShuffledLabels(melodies),
    settings: { ...settings, loss: "ctc", labels: "shuffled" },
  }),
});
