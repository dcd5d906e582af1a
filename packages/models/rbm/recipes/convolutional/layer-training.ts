/** How a convolutional machine is trained, by itself or as the layer of a stack (Lee et al. 2009, sections 3.2 and 3.4). */
import { add, mul, ndarray, numericShape, type NDArray, type Tensor } from "@blockzoo/core";
import { contrastiveDivergence } from "../../src/contrastive-divergence.js";
import type { ConvolutionalRbm } from "../../src/convolutional/convolutional-rbm.js";
import { sparsityPenalty } from "../../src/convolutional/sparsity-penalty.js";

export const layerTraining = {
  divergence: "CD-1",
  sparsity: { target: 0.01, strength: 5 },
  /** Maps begin quiet, so that it takes a stroke to turn a unit on. */
  firstHiddenBias: -3,
  batchSize: 16,
  learningRate: 0.1,
  momentum: 0.9,
  steps: 2000,
} as const;

/** The loss by detection unit, so that one rate suits images of any size. */
export function layerLoss(machine: ConvolutionalRbm, visible: Tensor): Tensor {
  const [, , height, width] = numericShape(visible.shape, "training a convolutional machine");
  const [, , kernel] = machine.weight.shape as [number, number, number];
  const units = (height! - kernel + 1) * (width! - kernel + 1);
  const divergence = mul(contrastiveDivergence(machine, visible), 1 / units);
  return add(divergence, sparsityPenalty(machine, visible, layerTraining.sparsity));
}

export function quietBias({ hiddenBias }: ConvolutionalRbm): NDArray {
  return ndarray(new Float32Array(hiddenBias.shape[0]!).fill(layerTraining.firstHiddenBias));
}
