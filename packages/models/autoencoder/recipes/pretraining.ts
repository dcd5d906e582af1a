/**
 * Whether a deep autoencoder learns from where it starts: each layer is first a restricted Boltzmann machine of what the layers
 * below it make of the images; then all are unrolled, and fine-tuned together (Hinton & Salakhutdinov 2006, figure 1).
 */
import { flatten, freeze, initialize, ndarray, RandomStream, stopGradient, type StateDict } from "@blockzoo/core";
import { batched, type Dataset } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { contrastiveDivergence } from "@blockzoo/rbm";
import {
  adam,
  binaryCrossEntropyWithLogits,
  evaluateModel,
  fit,
  fitContext,
  learnInStages,
  recipe,
  sgd,
  type RecipeDatasets,
  type Stage,
} from "@blockzoo/train";
import type { Autoencoder } from "../src/autoencoder.js";
import { variants } from "../src/variants.js";
import { digits, digitsText } from "./digit-images.js";
import { mse, pcaBaseline, reconstructed, type Images } from "./learning.js";
import { MachineStack, unrolled } from "./machine-stack.js";

const widths = [784, 1000, 500, 250, 30] as const;
const batchSize = 100;

/** Of each machine, by CD-1. Linear hidden units have no bounds, and diverge at the rate of the others. */
const machines = { steps: 600, learningRate: 0.1, codeLearningRate: 0.01, momentum: 0.5, weightDecay: 2e-4 } as const;

/** Of all layers together, by the cross-entropy of pixels, which are shares of ink. */
const tuning = { steps: 1200, learningRate: 1e-3 } as const;

/** A stage for each machine, on what those below it make of the images, which stay as they are. */
function machineStages(images: Dataset): readonly Stage[] {
  const { steps, learningRate, codeLearningRate, momentum, weightDecay } = machines;
  return widths.slice(1).map((_, layer) => ({
    steps,
    learn: (context, weights) => {
      const { weightsSeed, batchSeed } = context.seeds;
      const stack = new MachineStack(widths);
      const others = stack.machines.flatMap((_machine, index) => (index === layer ? [] : [`machines.${index}`]));
      return fit<MachineStack, Images>(freeze(stack, ...others), {
        ...fitContext(context),
        steps: context.steps,
        weights: weights ?? initialize(stack, { seed: weightsSeed }),
        data: batched(images, { batchSize, seed: batchSeed }),
        loss: (model, { x }) =>
          contrastiveDivergence(model.machines[layer]!, stopGradient(model.forward(flatten(x), layer))),
        optimizer: sgd({
          learningRate: layer === widths.length - 2 ? codeLearningRate : learningRate,
          momentum,
          weightDecay,
        }),
      });
    },
  }));
}

/** Backpropagation through all layers, from what `first` makes of the machines, or from a random start. */
function tuningStage(images: Dataset, steps: number, first: First | undefined): Stage {
  return {
    steps,
    learn: (context, stack) => {
      const { weightsSeed, batchSeed } = context.seeds;
      const model = variants.autoencoder.create();
      return fit<Autoencoder, Images>(model, {
        ...fitContext(context),
        steps: context.steps,
        weights: first === undefined ? undefined : first(stack!, weightsSeed),
        data: batched(images, { batchSize, seed: batchSeed }),
        loss: (network, { x }) => binaryCrossEntropyWithLogits(network.logits(x), x),
        optimizer: adam({ learningRate: tuning.learningRate }),
      });
    },
  };
}

/** First weights of the autoencoder, of those of the machines. */
type First = (stack: StateDict, seed: number) => StateDict;

/** The numbers of each matrix dealt out anew: as large as those that were learned, and without what was learned. */
const shuffled: First = (stack, seed) =>
  new Map(
    [...unrolled(stack)].map(([name, { shape, data }]) => {
      const order = new RandomStream(seed, "shuffled", name).permutation(data.length);
      return [
        name,
        ndarray(
          Float32Array.from(order, (from) => data[from]!),
          shape,
        ),
      ];
    }),
  );

interface Start extends Pick<Recipe, "id" | "claim" | "gate"> {
  readonly start: string;
  readonly first?: First;
}

function startingFrom({ start, first, ...claim }: Start): Recipe {
  // Without machines there is as much time for all layers together.
  const steps = tuning.steps + (first === undefined ? (widths.length - 1) * machines.steps : 0);
  return recipe<RecipeDatasets>({
    ...claim,
    variant: "autoencoder",
    settings: {
      data: digitsText,
      start,
      batchSize,
      ...(first && { machines: { ...machines, divergence: "CD-1", optimizer: "sgd" } }),
      tuning: { ...tuning, steps, loss: "cross-entropy of pixels", optimizer: "adam" },
    },
    data: digits,
    reads: "MNIST",
    learn: ({ train }, context) =>
      learnInStages(context, [...(first === undefined ? [] : machineStages(train)), tuningStage(train, steps, first)]),
    measure: async (weights, { test }, { backend, signal }) => {
      const data = batched(test, { batchSize: 100, sampling: "sequential", remainder: "mask" });
      const options = { data, weights, backend, signal, forward: reconstructed, metrics: { mse } };
      return { metrics: (await evaluateModel<Autoencoder, Images>(variants.autoencoder.create(), options)).metrics };
    },
  });
}

const gate = { metric: "mse", atMost: 0.014 } as const;

export const pretrainedDigits: Recipe = {
  ...startingFrom({
    id: "autoencoder.mnist",
    claim:
      "A deep autoencoder whose layers were first trained one by one, as Boltzmann machines, is ahead of principal components after " +
      "as many steps as leave one with a random start far behind them (Hinton & Salakhutdinov 2006).",
    gate,
    start: "machines, unrolled",
    first: unrolled,
  }),
  baselines: {
    direct: startingFrom({
      id: "autoencoder.mnist.direct",
      claim: "From a random start, as many steps of all layers together say less than principal components.",
      gate: { metric: "mse", atLeast: 0.018 },
      start: "random",
    }),
    pca: pcaBaseline("autoencoder.mnist", { units: 30, data: digits, settings: { data: digitsText } }),
  },
  ratios: [
    { to: "pca", atMost: 0.8 },
    { to: "direct", atMost: 0.6 },
  ],
  control: startingFrom({
    id: "autoencoder.mnist.control",
    claim: "Matrices whose numbers are dealt out anew are no better a start.",
    gate,
    start: "machines, unrolled, the numbers of each matrix shuffled",
    first: shuffled,
  }),
};
