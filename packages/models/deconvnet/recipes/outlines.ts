/** Whether switches help where things are thin: outlines of shapes, which a pool of 8x8 hardly leaves a trace of. */
import { concat, slice } from "@blockzoo/core";
import { shapes } from "@blockzoo/data";
import { adam, segmentationMetrics, supervisedRecipe, type RecipeData } from "@blockzoo/train";
import { DeconvNet } from "../src/deconvnet.js";
import { atCorner, bySwitches, type Unpooling } from "../src/unpooling.js";
import { mini } from "../src/variants.js";

/** How thick the outlines are, in pixels. */
const outline = 1.5;

const data: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: shapes({ count: 2000, seed: trainSeed, outline }),
  test: shapes({ count: 300, seed: testSeed, outline }),
});

/** The switches of the image before in the batch: they say where something stood, but not here. */
const bySwitchesOfAnother: Unpooling = (values, { switches, size }) => {
  const last = slice(switches, { starts: [-1] });
  const others = slice(switches, { starts: [0], ends: [-1] });
  return bySwitches(values, { switches: concat([last, others]), size });
};

function recipe(unpooling: Unpooling, named: string) {
  return {
    variant: "deconvnet-mini",
    create: () => new DeconvNet({ ...mini, unpooling }),
    data,
    settings: { data: "shapes as outlines of 1.5 pixels, 2,000 for training and 300 for testing", unpooling: named },
    gate: { metric: "meanIou", atLeast: 0.72 },
    metrics: segmentationMetrics,
    optimizer: adam({ learningRate: 3e-3 }),
    sampling: "withReplacement",
    batchSize: 16,
    steps: 350,
  } as const;
}

const corner = supervisedRecipe({
  ...recipe(atCorner, "at the corner"),
  id: "deconvnet-mini.outlines.corner",
  claim: "Values put to a fixed place of their window lose where in it an outline was.",
  gate: { metric: "meanIou", atMost: 0.6 },
});

export const deconvNetOutlines = supervisedRecipe({
  ...recipe(bySwitches, "by switches"),
  id: "deconvnet-mini.outlines",
  claim:
    "Unpooling by switches keeps details that pools lose: on thin outlines it is at least .15 of mean overlap ahead of a " +
    "fixed place, after as many steps (Noh, Hong & Han 2015, section 3.2).",
  baselines: { corner },
  ahead: { corner: 0.15 },
  control: supervisedRecipe({
    ...recipe(bySwitchesOfAnother, "by the switches of another image"),
    id: "deconvnet-mini.outlines.control",
    claim: "The switches of another image mislead.",
  }),
});
