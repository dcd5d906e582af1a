/**
 * Fine-tuning on photographs: a network that learned to tell crops of things apart learns three surfaces, of which only
 * twenty crops each are labelled. The packaged trunk, which knows digits, is among the baselines.
 */
import { flatten, Linear, Sequential, type StateDict } from "@blockzoo/core";
import { loadWeights, type RecipeContext } from "@blockzoo/family";
import { adam, supervisedRecipe, withShuffledLabels } from "@blockzoo/train";
import { miniStages } from "../src/configurations.js";
import { miniVgg } from "../src/variants.js";
import type { Vgg } from "../src/vgg.js";
import { weights } from "../src/weights.js";
import { surfaceCrops, thingCrops } from "./texture-crops.js";
import { comparisonOn, fromScratch, onTrunk, Probe, probeOn, type Arm } from "./transfer.js";

const stages = miniStages.A;
const surfaces = surfaceCrops({ ofEach: 20 });

const pretraining = supervisedRecipe({
  id: "vgg-mini-a.things",
  variant: "vgg-mini-a",
  claim: "Tells crops of six photographs apart, as far as they can be.",
  gate: { metric: "accuracy", atLeast: 0.5 },
  create: () => miniVgg(stages, { classes: 6 }),
  data: thingCrops,
  settings: { data: "500 crops of each of six photographs of things", stages },
  optimizer: adam({ learningRate: 1e-3 }),
  batchSize: 64,
  steps: 300,
});

type Trunk = (context: RecipeContext) => Promise<StateDict>;

/** The weights of a network that has learned crops of things, with the same seed. */
const trainedOnThings: Trunk = async ({ backend, seed = 0, data, signal }) => {
  const result = await pretraining.run({
    backend,
    seed,
    ...(data !== undefined && { data }),
    ...(signal && { signal }),
  });
  return result.weights;
};
const things = "six photographs of things, 300 steps";

const trainedOnDigits: Trunk = () => loadWeights(weights["vgg-mini-a.glyphs"]);
const digits = "vgg-mini-a.glyphs, as packaged";

const arm = comparisonOn({
  data: surfaces,
  reads: "photographs",
  settings: { data: "brick, grass, gravel: 20 crops of each for training and 200 for testing, each standardised" },
  batchSize: 60,
  steps: 100,
});

/** The whole network, of which only the dense layers are new. */
function fineTuned(trunk: Trunk, own: Pick<Arm<Vgg>, "id" | "claim" | "gate" | "settings">): Arm<Vgg> {
  return {
    ...own,
    create: () => miniVgg(stages, { classes: 3 }),
    initialWeights: async (model, context) => onTrunk(model, await trunk(context), context),
    settings: { ...own.settings, stages },
    learningRate: 1e-3,
  };
}

const baselines = {
  ...fromScratch(arm, {
    id: "vgg-mini-a.textures",
    claim: "A new network learns from sixty crops alone.",
    gate: { metric: "accuracy", atMost: 0.96 },
    create: () => miniVgg(stages, { classes: 3 }),
  }),
  digits: arm(
    fineTuned(trainedOnDigits, {
      id: "vgg-mini-a.textures.digits",
      claim: "What was learned of digits is of no use.",
      gate: { metric: "accuracy", atMost: 0.9 },
      settings: { trunk: digits },
    }),
  ),
  frozen: arm({
    id: "vgg-mini-a.textures.frozen",
    claim: "One linear layer on the same trunk, which stays as it is.",
    gate: { metric: "accuracy", atLeast: 0.8 },
    create: () => new Probe(3),
    initialWeights: async (model, context) => probeOn(model, await trainedOnThings(context), surfaces, context),
    settings: { stages, trunk: things, frozen: true },
    learningRate: 3e-3,
  }),
  linear: arm({
    id: "vgg-mini-a.textures.linear",
    claim: "A softmax on pixels does not tell surfaces apart.",
    gate: { metric: "accuracy", atMost: 0.5 },
    create: () => new Sequential(flatten, new Linear(1024, 3)),
    settings: { network: "linear" },
    learningRate: 3e-3,
  }),
};

const transferred = fineTuned(trainedOnThings, {
  id: "vgg-mini-a.textures",
  claim:
    "A network that has learned crops of other photographs learns three surfaces from twenty crops of each better than a " +
    "new one, whose rate is the better of two.",
  gate: { metric: "accuracy", atLeast: 0.88 },
  settings: { trunk: things },
});

export const vggMiniATextures = arm({
  ...transferred,
  baselines,
  ahead: { "scratch 1e-3": 0.02, "scratch 3e-3": 0.02, digits: 0.05 },
  control: arm({
    ...transferred,
    id: "vgg-mini-a.textures.control",
    data: withShuffledLabels(surfaces),
    settings: { ...transferred.settings, labels: "shuffled" },
  }),
});
