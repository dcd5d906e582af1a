import { float32 } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { tensors } from "@blockzoo/tasks/tensors";
import { ConvolutionalDbn, type ConvolutionalDbnOptions } from "./convolutional-dbn.js";
import { ConvolutionalRbm, type ConvolutionalRbmOptions } from "./convolutional-rbm.js";

/** Images of 28x28 pixels to 24 maps of 20x20 detection and 10x10 pooling units. */
export const strokes = { filters: 24, kernel: 9, pooling: 2 } as const satisfies ConvolutionalRbmOptions;

/** The same, and on it 40 maps of 6x6 detection and 3x3 pooling units. */
const digits = {
  layers: [strokes, { filters: 40, kernel: 5, pooling: 2 }],
} as const satisfies ConvolutionalDbnOptions;

const image = float32("N", 1, 28, 28);
const hidden = float32("N", 24, 20, 20);

export const convolutionalVariants = {
  "convolutional-rbm": {
    summary: "24 filters of 9x9, probabilistic max-pooling of 2x2, Bernoulli units: images of 28x28 pixels",
    create: () => new ConvolutionalRbm(strokes),
    task: tensors(),
    graphs: {
      forward: { input: { image }, output: "pooled" },
      hiddenProbabilities: { input: { image }, output: "hidden" },
      visibleProbabilities: { input: { hidden }, output: "image" },
      gibbs: {
        input: { visible: image, hiddenNoise: float32("N", 24, 10, 10), visibleNoise: image },
        output: "means",
      },
      freeEnergy: { input: { image }, output: "energy" },
    },
    params: 24 * 81 + 24 + 1,
  },
  "convolutional-dbn": {
    summary: "24 filters of 9x9, 40 of 5x5, each pooled by 2x2: images of 28x28 pixels to 40 maps of 3x3",
    create: () => new ConvolutionalDbn(digits),
    task: tensors(),
    graphs: {
      forward: { input: { image }, output: "features" },
      freeEnergies: { input: { image }, output: "energies" },
    },
    params: 1969 + 24_000 + 40 + 24,
  },
} as const satisfies Readonly<Record<string, Variant>>;
