/** Whether a network that was trained on spoilt images repairs others: half of the pixels are masked. */
import type { Tensor } from "@blockzoo/core";
import { adam, cosineSchedule, supervisedRecipe, type RecipeData } from "@blockzoo/train";
import { Autoencoder } from "../src/autoencoder.js";
import { denseCoder } from "../src/dense-coder.js";
import { variants } from "../src/variants.js";
import { digits, digitsText, withMasked } from "./digit-images.js";
import { brokenCode, mse, squaredErrorLoss, type Images } from "./learning.js";

/** Test images are spoilt in the same way for all that is compared; training images by the network itself. */
const data: RecipeData = async (context) => {
  const { train, test } = await digits(context);
  return { train, test: withMasked(test, { probability: 0.5, seed: context.testSeed }) };
};

const training = {
  variant: "autoencoder-denoising",
  data,
  reads: "MNIST",
  loss: squaredErrorLoss,
  forward: (model: Autoencoder, { spoilt }: Images & { readonly spoilt: Tensor }) => ({
    reconstruction: model.forward(spoilt),
  }),
  metrics: { mse },
  optimizer: adam({ learningRate: 2e-3 }),
  schedule: cosineSchedule(),
  batchSize: 100,
  steps: 4000,
} as const;

const settings = {
  data: digitsText,
  test: "half of the pixels masked",
  loss: "squared error against what was not masked",
};

/** The same network that is shown images as they are. */
const plain = supervisedRecipe({
  ...training,
  id: "autoencoder-denoising.mnist.plain",
  claim: "What was trained on images as they are says again what is missing.",
  gate: { metric: "mse", atLeast: 0.01 },
  create: () => new Autoencoder(denseCoder({ image: [1, 28, 28], widths: [256], code: "logistic", tied: true })),
  settings: { ...settings, corruption: "none" },
});

const gate = { metric: "mse", atMost: 0.03 } as const;

export const denoisingDigits = supervisedRecipe({
  ...training,
  id: "autoencoder-denoising.mnist",
  claim: "Trained to undo masks, an autoencoder repairs held-out images with others (Vincent et al. 2008).",
  gate,
  create: () => variants["autoencoder-denoising"].create(),
  settings,
  baselines: { plain },
  ratios: [{ to: "plain", atMost: 0.8 }],
  control: supervisedRecipe({
    ...training,
    loss: brokenCode.loss,
    id: "autoencoder-denoising.mnist.control",
    claim: "Trained on the codes of other images, it draws their mean, whatever is masked.",
    gate,
    create: () => variants["autoencoder-denoising"].create(),
    settings: { ...settings, code: "of another image" },
  }),
});
