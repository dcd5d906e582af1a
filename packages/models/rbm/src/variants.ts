import { float32 } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { convolutionalVariants } from "./convolutional/variants.js";
import { dbnVariants } from "./dbn/variants.js";
import { imageSampling, type Pictures } from "./image-sampling/index.js";
import { Rbm, type RbmOptions } from "./rbm.js";

/** The machine at the size of MNIST's images. */
export const mnistMachine = { visible: 784, hidden: 500 } as const satisfies RbmOptions;

/** The machine that is small enough for its likelihood to be known: 3x3 pixels. */
export const miniMachine = { visible: 9, hidden: 16 } as const satisfies RbmOptions;

/** The machine for pixels that are any numbers, of 16x16 images. */
export const gaussianMachine = { visible: 256, hidden: 100, visibleUnits: "gaussian" } as const satisfies RbmOptions;

/** What 0 and 1 are for Gaussian units, of pixels from 0 to 1. */
export const gaussianScale = { mean: 0.2, deviation: 0.25 } as const;

/** Grey images of a square, bright on a dark ground. */
function squares(side: number, { mean, deviation } = { mean: 0, deviation: 1 }): Pictures {
  const steps = { kind: "image", channels: 1, resize: [side, side], mean: [mean], deviation: [deviation] } as const;
  return { preprocessing: { ...steps, foreground: "bright" } };
}

/** A machine of which each visible unit is a pixel. */
function machine(options: RbmOptions) {
  const { visible, hidden, visibleUnits = "bernoulli", hiddenUnits = "bernoulli" } = options;
  return {
    create: () => new Rbm(options),
    task: imageSampling({ state: "visible", units: { visible: visibleUnits, hidden: hiddenUnits } }),
    meaning: squares(Math.sqrt(visible), visibleUnits === "gaussian" ? gaussianScale : undefined),
    graphs: {
      hiddenProbabilities: { input: { visible: float32("N", visible) }, output: "hidden" },
      visibleProbabilities: { input: { hidden: float32("N", hidden) }, output: "visible" },
      gibbs: {
        input: {
          visible: float32("N", visible),
          hiddenNoise: float32("N", hidden),
          visibleNoise: float32("N", visible),
        },
        output: "means",
      },
      freeEnergy: { input: { visible: float32("N", visible) }, output: "energy" },
    },
  };
}

export const variants = {
  rbm: {
    summary: "784-500, Bernoulli units: images of 28x28 pixels",
    ...machine(mnistMachine),
    params: 393_284,
  },
  "rbm-mini": {
    summary: "9-16, Bernoulli units: images of 3x3 pixels, whose likelihood can be counted out",
    ...machine(miniMachine),
    params: 169,
  },
  "rbm-gaussian": {
    summary: "256-100, Gaussian visible units: images of 16x16 pixels of any value",
    ...machine(gaussianMachine),
    params: 25_956,
  },
  ...dbnVariants,
  ...convolutionalVariants,
} as const satisfies Readonly<Record<string, Variant>>;
