/** Greedy layer-wise training (Hinton, Osindero & Teh 2006, section 4; Hinton & Salakhutdinov 2006). */
import { flatten, freeze, initialize, stopGradient, type StateDict } from "@blockzoo/core";
import { batched, everything, type Dataset } from "@blockzoo/data";
import { fit, fitContext, linearWarmup, sgd, type Stage } from "@blockzoo/train";
import { contrastiveDivergence } from "../../src/contrastive-divergence.js";
import { Dbn } from "../../src/dbn/dbn.js";
import { firstVisibleBias } from "../../src/first-visible-bias.js";

/** How each layer is trained. */
export interface LayerTraining {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Kept throughout; the guide's change from .5 to .9 is a rate that rises in the first epoch. */
  readonly momentum: number;
}

/**
 * A stage for each layer: contrastive divergence with one step, on the probabilities that the layers below, which stay as they
 * are, give for images `x` [N, ...] from 0 to 1. Each stage gives the weights of the whole {@link Dbn}.
 */
export function layerStages(
  sizes: readonly number[],
  images: Dataset,
  { epochs, batchSize, learningRate, momentum }: LayerTraining,
): readonly Stage[] {
  const batches = Math.floor(images.size / batchSize);
  return sizes.slice(1).map((_, layer) => ({
    steps: epochs * batches,
    learn: (context, weights) => {
      const { weightsSeed, batchSeed } = context.seeds;
      const stack = new Dbn(sizes);
      freeze(stack, ...stack.layers.flatMap((_own, index) => (index === layer ? [] : [`layers.${index}`])));
      return fit<Dbn>(stack, {
        ...fitContext(context),
        steps: context.steps,
        weights: weights ?? firstWeights(stack, images, weightsSeed),
        data: batched(images, { batchSize, seed: batchSeed }),
        loss: ({ layers }, { x }) => {
          const below = stopGradient(stack.up(flatten(x), layer));
          return contrastiveDivergence(layers[layer]!, below);
        },
        optimizer: sgd({ learningRate, momentum }),
        schedule: linearWarmup({ steps: batches, start: (1 - momentum) / (1 - 0.5) }),
      });
    },
  }));
}

/** Drawn from the seed, but for the biases of the pixels: how often each is on. */
function firstWeights(stack: Dbn, images: Dataset, seed: number): StateDict {
  const { x } = everything(images);
  const pixels = { ...x!, shape: [images.size, stack.layers[0]!.weight.shape[0]!] };
  return new Map(initialize(stack, { seed })).set("layers.0.visibleBias", firstVisibleBias(pixels));
}
