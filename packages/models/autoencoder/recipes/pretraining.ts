/**
 * Whether a deep autoencoder learns from where it starts: each layer is first a restricted Boltzmann machine of what the layers
 * below it make of the images, then all are unrolled and fine-tuned together (Hinton & Salakhutdinov 2006, figure 1).
 */
import { Block, freeze, initialize, stopGradient, unfreeze, type NDArray, type StateDict, type Tensor } from "@blockzoo/core";
import { batched } from "@blockzoo/data";
import { contrastiveDivergence, Rbm } from "@blockzoo/rbm";
import {
  adam,
  binaryCrossEntropyWithLogits,
  cosineSchedule,
  fit,
  recipeDataContext,
  sgd,
  supervisedRecipe,
  type LearnContext,
} from "@blockzoo/train";
import { RandomStream } from "@blockzoo/core";
import { variants } from "../src/variants.js";
import { digits, digitsText } from "./digit-images.js";
import { mse, reconstructed, type ImagesLoss } from "./learning.js";

/** 784-1000-500-250-30: the last machine has linear hidden units, the code. */
const widths = [784, 1000, 500, 250, 30] as const;

const pretraining = {
  steps: 600,
  batchSize: 100,
  /** Rates of machines with logistic hidden units, and of that with linear ones, which would diverge. */
  learningRate: 0.1,
  codeLearningRate: 0.005,
  momentum: 0.5,
  weightDecay: 2e-4,
} as const;

/** The machines, from the images on; what one makes of its input is what the next learns. */
class Stack extends Block {
  readonly machines: readonly Rbm[];

  constructor() {
    super();
    this.machines = widths.slice(1).map((hidden, index) => {
      const isCode = index === widths.length - 2;
      return new Rbm({ visible: widths[index]!, hidden, hiddenUnits: isCode ? "gaussian" : "bernoulli" });
    });
  }

  /** What the first so many machines make of images: probabilities, which are passed up as in the paper. */
  forward(images: Tensor, machines: number): Tensor {
    return this.machines.slice(0, machines).reduce((x, machine) => machine.hiddenProbabilities(x), images);
  }
}
