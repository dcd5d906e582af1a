/**
 * What unlabelled images are good for: a classifier that starts from a deep belief network of many of them, and one that does not,
 * trained alike on a few that are labelled.
 */
import { initialize, type StateDict } from "@blockzoo/core";
import { batched, type Dataset } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import {
  adam,
  crossEntropy,
  evaluateModel,
  fit,
  fitContext,
  learnInStages,
  recipe,
  type LearnContext,
  type RecipeDataContext,
  type Stage,
} from "@blockzoo/train";
import { DbnClassifier, unrolled, type DbnClassifierOptions } from "../../src/dbn/dbn-classifier.js";
import type { FewLabels } from "../few-labelled-digits.js";
import { layerStages, type LayerTraining } from "./layer-stages.js";

/** What the networks of a comparison have in common. */
export interface Comparison extends Pick<Recipe, "id" | "variant" | "claim" | "gate" | "reads" | "ahead"> {
  readonly network: DbnClassifierOptions;
  readonly data: (context: RecipeDataContext) => Promise<FewLabels>;
  /** What the data are, for the settings. */
  readonly about: string;
  readonly layers: LayerTraining;
  readonly labels: { readonly steps: number; readonly batchSize: number; readonly learningRate: number };
  /** Images that teach nothing, in the place of the unlabelled ones, for the control; `about` says what they are. */
  readonly broken: { readonly images: (unlabelled: Dataset, seed: number) => Dataset; readonly about: string };
}

/** The claim, with the same network from a random start as its baseline. */
export function withFewLabels(comparison: Comparison): Recipe {
  const { id, claim, gate, ahead, broken } = comparison;
  const random = arm(comparison, {
    id: `${id}.random`,
    claim: "The same network from a random start knows only the few images with a label.",
    gate: { metric: gate.metric, atMost: gate.atLeast! },
    pretraining: "none",
  });
  const control = arm(comparison, {
    id: `${id}.control`,
    claim: "Layers that were trained on images without structure are no better a start.",
    gate,
    pretraining: broken.about,
    images: broken.images,
  });
  return {
    ...arm(comparison, { id, claim, gate, pretraining: "unlabelled images", images: (unlabelled) => unlabelled }),
    baselines: { random },
    ...(ahead && { ahead }),
    control,
  };
}

interface Arm extends Pick<Recipe, "id" | "claim" | "gate"> {
  readonly pretraining: string;
  /** What the layers are trained on; none are without it. */
  readonly images?: (unlabelled: Dataset, seed: number) => Dataset;
}

function arm(comparison: Comparison, { pretraining, images, ...claim }: Arm): Recipe {
  const { variant, reads, network, data, about, layers, labels } = comparison;
  return recipe<FewLabels>({
    ...claim,
    variant,
    ...(reads !== undefined && { reads }),
    adjustable: ["learningRateFactor", "batchSize"],
    settings: {
      data: about,
      network,
      pretraining,
      ...(images && { layers: { ...layers, divergence: "CD-1" } }),
      labels: { ...labels, optimizer: "adam" },
    },
    data,
    learn: ({ unlabelled, labelled }, context) =>
      learnInStages(context, [
        ...(images ? layerStages(network.sizes, images(unlabelled, context.seeds.trainSeed), layers) : []),
        fineTuning(comparison, labelled),
      ]),
    measure: async (weights, { test }, { backend, signal }) => {
      const held = batched(test, { batchSize: Math.min(100, test.size), sampling: "sequential", remainder: "mask" });
      const { metrics } = await evaluateModel(new DbnClassifier(network), { data: held, weights, backend, signal });
      return { metrics };
    },
  });
}

/** Backpropagation through all layers, on the labelled images. */
function fineTuning({ network, labels }: Comparison, labelled: Dataset): Stage {
  const { steps, batchSize, learningRate } = labels;
  return {
    steps,
    learn: (context, stack) => {
      const { seeds } = context;
      const classifier = new DbnClassifier(network);
      return fit(classifier, {
        ...fitContext(context),
        steps: context.steps,
        weights: firstWeights(classifier, context, stack),
        data: batched(labelled, { batchSize, sampling: "withReplacement", seed: seeds.batchSeed }),
        loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
        optimizer: adam({ learningRate }),
      });
    },
  };
}

function firstWeights(classifier: DbnClassifier, { seeds }: LearnContext, stack: StateDict | undefined): StateDict {
  const own = initialize(classifier, { seed: seeds.weightsSeed });
  return stack === undefined ? own : unrolled(own, stack);
}
