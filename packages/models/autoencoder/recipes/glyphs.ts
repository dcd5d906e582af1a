/** Codes of ten numbers for drawn digits: what is linear finds principal components, what is deep does better. */
import { glyphGeometries, glyphs } from "@blockzoo/data";
import { adam, cosineSchedule, supervisedRecipe, type RecipeData } from "@blockzoo/train";
import { variants } from "../src/variants.js";
import { brokenCode, mse, pcaBaseline, reconstructed, squaredErrorLoss } from "./learning.js";

const drawn = { geometry: { ...glyphGeometries.easy, noise: 0.05 }, size: 16 } as const;

const data: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: glyphs({ ...drawn, count: 6000, seed: trainSeed }),
  test: glyphs({ ...drawn, count: 1000, seed: testSeed }),
});

/** Principal components are the best that is affine on the images that they are of, so what is linear is measured on these. */
const seen: RecipeData = async (context) => {
  const { train } = await data(context);
  return { train, test: train };
};

const settings = {
  data: "glyphs, easy with noise .05, 16x16, 6,000 for training and 1,000 for testing",
  loss: "squared error",
};
const settingsSeen = {
  data: "glyphs, easy with noise .05, 16x16, 6,000, for training and testing",
  loss: "squared error",
};

const training = {
  loss: squaredErrorLoss,
  forward: reconstructed,
  metrics: { mse },
  optimizer: adam({ learningRate: 3e-3 }),
  schedule: cosineSchedule(),
  sampling: "withReplacement",
  batchSize: 64,
} as const;

const linear = {
  ...training,
  variant: "autoencoder-linear",
  gate: { metric: "mse", atMost: 0.03 },
  create: () => variants["autoencoder-linear"].create(),
  data: seen,
  steps: 4000,
} as const;

export const linearGlyphs = supervisedRecipe({
  ...linear,
  id: "autoencoder-linear.glyphs",
  claim:
    "A linear autoencoder finds what ten principal components span, and nothing better: its squared error on the images that both " +
    "are made of is that of the components, to 2 % (Baldi & Hornik 1989).",
  settings: settingsSeen,
  baselines: { pca: pcaBaseline("autoencoder-linear.glyphs", { units: 10, data: seen, settings: settingsSeen }) },
  ratios: [{ to: "pca", atLeast: 0.995, atMost: 1.02 }],
  control: supervisedRecipe({
    ...linear,
    ...brokenCode,
    id: "autoencoder-linear.glyphs.control",
    claim: "The code of another image says nothing.",
    settings: { ...settingsSeen, code: "of another image" },
  }),
});

const deep = {
  ...training,
  variant: "autoencoder-mini",
  gate: { metric: "mse", atMost: 0.012 },
  create: () => variants["autoencoder-mini"].create(),
  data,
  steps: 4000,
} as const;

export const deepGlyphs = supervisedRecipe({
  ...deep,
  id: "autoencoder-mini.glyphs",
  claim:
    "Nonlinear layers say in ten numbers what principal components cannot: at most .45 of their squared error on held-out images " +
    "(after Hinton & Salakhutdinov 2006).",
  settings,
  baselines: { pca: pcaBaseline("autoencoder-mini.glyphs", { units: 10, data, settings }) },
  ratios: [{ to: "pca", atMost: 0.45 }],
  control: supervisedRecipe({
    ...deep,
    ...brokenCode,
    id: "autoencoder-mini.glyphs.control",
    claim: "The code of another image says nothing.",
    settings: { ...settings, code: "of another image" },
  }),
});
