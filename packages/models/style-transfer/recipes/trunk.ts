import { flatten, Linear, Sequential } from "@blockzoo/core";
import { augment, horizontalFlip, lightJitter } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { adam, oneCycle, supervisedRecipe, withShuffledLabels } from "@blockzoo/train";
import { labels } from "../src/trunks/picture-labels.js";
import { styleTrunk } from "../src/trunks/style-trunk.js";
import { pictureCrops, recolour, settings } from "./trunk-data.js";

const training = {
  batchSize: 32,
  reads: "photographs and paintings",
  data: pictureCrops,
  augmentation: (seed: number) =>
    augment([horizontalFlip(), recolour, lightJitter({ brightness: 0.3, contrast: 0.3 })], { seed }),
};

const trunk = {
  id: "style-trunk.pictures",
  variant: "style-trunk",
  claim:
    "Sixteen pictures are enough for a network to learn features that know a picture by parts that it never saw, whatever " +
    "their colours: those that styles are compared by.",
  gate: { metric: "accuracy", atLeast: 0.7 },
  create: styleTrunk,
  optimizer: adam({ learningRate: 2e-3 }),
  schedule: oneCycle(),
} as const;

export const styleTrunkPictures: Recipe = supervisedRecipe({
  ...trunk,
  ...training,
  steps: 500,
  settings,
  baselines: {
    linear: supervisedRecipe({
      ...training,
      id: "style-trunk.pictures.linear",
      variant: "linear",
      claim: "A softmax on pixels knows little but palettes.",
      gate: { metric: "accuracy", atMost: 0.6 },
      create: () => new Sequential(flatten, new Linear(3 * 64 * 64, labels.length)),
      optimizer: adam({ learningRate: 1e-4 }),
      steps: 500,
      settings: { ...settings, network: "linear" },
    }),
  },
  ahead: { linear: 0.2 },
  control: supervisedRecipe({
    ...trunk,
    ...training,
    id: "style-trunk.pictures.control",
    // Enough to see that there is nothing to learn.
    steps: 100,
    data: withShuffledLabels(pictureCrops),
    settings: { ...settings, labels: "shuffled" },
  }),
});
