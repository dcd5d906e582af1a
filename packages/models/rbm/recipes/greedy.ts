/** Greedy layer-wise training (Hinton, Osindero & Teh 2006, section 4; Hinton & Salakhutdinov 2006). */
import { freeze, stopGradient, type Block, type StateDict, type Tensor } from "@blockzoo/core";
import { batched, type Dataset } from "@blockzoo/data";
import { fit, fitContext, type FitOptions, type Stage } from "@blockzoo/train";

/** Layers on each other. */
export interface Stack<Layer extends Block> extends Block {
  readonly layers: readonly Layer[];
  /** What the first `count` layers make of images. */
  up(images: Tensor, count: number): Tensor;
}

export interface GreedyTraining<Layer extends Block> extends Pick<FitOptions<Block>, "optimizer" | "schedule"> {
  readonly create: () => Stack<Layer>;
  /** With images `x`, as `up` takes them. */
  readonly images: Dataset;
  readonly batchSize: number;
  /** Of each layer. */
  readonly steps: number;
  /** What a layer makes smaller, of what the layers below give. */
  readonly loss: (layer: Layer, below: Tensor) => Tensor;
  /** All of the stack. */
  readonly firstWeights: (seed: number) => StateDict;
}

/**
 * A stage for each layer, which is trained on what the layers below give for images; these stay as they are. Each stage gives the
 * weights of the whole stack.
 */
export function greedyStages<Layer extends Block>(training: GreedyTraining<Layer>): readonly Stage[] {
  const { create, images, batchSize, steps, loss, firstWeights, optimizer, schedule } = training;
  return create().layers.map((_, layer) => ({
    steps,
    learn: (context, weights) => {
      const stack = create();
      freeze(stack, ...stack.layers.flatMap((_own, index) => (index === layer ? [] : [`layers.${index}`])));
      const { weightsSeed, batchSeed } = context.seeds;
      return fit(stack, {
        ...fitContext(context),
        steps: context.steps,
        weights: weights ?? firstWeights(weightsSeed),
        data: batched(images, { batchSize, seed: batchSeed }),
        loss: ({ layers }, { x }) => loss(layers[layer]!, stopGradient(stack.up(x, layer))),
        optimizer,
        schedule,
      });
    },
  }));
}
