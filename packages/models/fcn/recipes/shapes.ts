/** Whether scores of earlier pools bring back where things are: section 4.2 of the paper, on drawn shapes. */
import { ndarray } from "@blockzoo/core";
import { everything, shapes } from "@blockzoo/data";
import type { Gate, Recipe } from "@blockzoo/family";
import {
  adam,
  meanIou,
  segmentationMetrics,
  supervisedRecipe,
  withoutTraining,
  withShuffledLabels,
  type RecipeDataContext,
} from "@blockzoo/train";
import { FcnMini, type FcnMiniOptions } from "../src/fcn-mini.js";
import { shapeClasses } from "../src/variants.js";

const data = async ({ trainSeed, testSeed }: RecipeDataContext) => ({
  train: shapes({ count: 2000, seed: trainSeed }),
  test: shapes({ count: 300, seed: testSeed }),
});

const settings = { data: "shapes, 2,000 for training and 300 for testing" };

const common = {
  variant: "fcn-mini",
  gate: { metric: "meanIou", atLeast: 0.82 },
  create: () => new FcnMini({ skips: 2, classes: shapeClasses }),
  data,
  settings,
  metrics: segmentationMetrics,
  optimizer: adam({ learningRate: 3e-3 }),
  sampling: "withReplacement",
  batchSize: 16,
  steps: 350,
} as const;

/** The same with fewer skips. */
function withSkips(skips: FcnMiniOptions["skips"], variant: string, gate: Gate, claim: string): Recipe {
  return supervisedRecipe({
    ...common,
    id: `${variant}.shapes`,
    variant,
    claim,
    gate,
    create: () => new FcnMini({ skips, classes: shapeClasses }),
  });
}

const none = withSkips(
  0,
  "fcn-mini-0skips",
  { metric: "meanIou", atLeast: 0.72 },
  "Scores of stride 8 find shapes, and blur their borders.",
);

const background = withoutTraining(
  {
    id: "fcn-mini.shapes.background",
    variant: "background",
    claim: "Where all is called background, the mean of the classes' overlaps is low.",
    gate: { metric: "meanIou", atMost: 0.3 },
    settings: { ...settings, network: "none: all is background" },
  },
  async (context) => {
    const { test } = await data(context);
    const labels = everything(test)["y"]!;
    const [images, ...space] = labels.shape as [number, number, number];
    const scores = new Float32Array(labels.data.length * shapeClasses);
    return { meanIou: meanIou({ logits: ndarray(scores, [images, shapeClasses, ...space]), labels }) };
  },
);

function control(of: string): Recipe {
  return supervisedRecipe({
    ...common,
    id: `${of}.control`,
    claim: "The masks of other images teach nothing.",
    data: withShuffledLabels(data),
    settings: { ...settings, masks: "shuffled between images" },
  });
}

export const fcnMiniShapes = supervisedRecipe({
  ...common,
  id: "fcn-mini.shapes",
  claim:
    "Scores of earlier pools bring back where things are: with two skips, segmentation is at least .04 of mean overlap ahead " +
    "of that without (Long, Shelhamer & Darrell 2014, section 4.2).",
  baselines: { none, background },
  ahead: { none: 0.04, background: 0.04 },
  control: control("fcn-mini.shapes"),
});

export const fcnMiniOneSkipShapes = supervisedRecipe({
  ...common,
  id: "fcn-mini-1skip.shapes",
  variant: "fcn-mini-1skip",
  claim: "One skip is as far ahead already (Long, Shelhamer & Darrell 2014, section 4.2).",
  create: () => new FcnMini({ skips: 1, classes: shapeClasses }),
  baselines: { none },
  ahead: { none: 0.04 },
  control: control("fcn-mini-1skip.shapes"),
});
