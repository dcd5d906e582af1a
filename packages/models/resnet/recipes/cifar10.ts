import { flatten, Linear, Sequential } from "@blockzoo/core";
import { augment, horizontalFlip, mapDataset, randomCrop, standardize } from "@blockzoo/data";
import { preprocessImage, readImage } from "@blockzoo/data/images";
import type { Recipe } from "@blockzoo/family";
import { adam, oneCycle, sgd, supervisedRecipe, withShuffledLabels, type RecipeDataContext } from "@blockzoo/train";
import { CifarResNet } from "../src/cifar-resnet.js";

const subset = {
  train: "cifar10-subset/data_batch_1.first4000.bin",
  test: "cifar10-subset/test",
} as const;

/** The first 4,000 images of CIFAR-10 for training, and 100 of each class for testing, as JPEG files in folders. */
async function data({ data: given }: RecipeDataContext) {
  // In a function, since they read files: this module also loads in a page.
  const { cifar10, dataFolder, imageFolder } = await import("@blockzoo/data/node");
  const unit = { kind: "image", channels: 3, resize: [32, 32], mean: [0, 0, 0], deviation: [1, 1, 1] } as const;
  const read = async (path: string) => preprocessImage(await readImage(path), unit);
  const train = await cifar10({ split: "train", files: [subset.train], ...(given !== undefined && { folder: given }) });
  const test = await imageFolder({ folder: `${dataFolder(given)}/${subset.test}`, read });
  const { transform } = standardize(train);
  return { train: mapDataset(train, transform), test: mapDataset(test, transform) };
}

const settings = { data: subset, scale: "standardised by channel" };

const resnet20 = {
  id: "resnet20.cifar10",
  variant: "resnet20",
  reads: "CIFAR-10",
  claim:
    "Learns photographs of ten kinds of things from 400 of each, where a linear classifier gets a third right (the paper, " +
    "with 50,000 images and 64,000 steps, reports 8.75 % errors: table 6).",
  gate: { metric: "accuracy", atLeast: 0.58 },
  create: () => new CifarResNet({ layers: 20 }),
  optimizer: sgd({ learningRate: 0.15, momentum: 0.9, nesterov: true, weightDecay: 5e-4 }),
  schedule: oneCycle(),
  batchSize: 64,
  augmentation: (seed: number) => augment([randomCrop({ padding: 4 }), horizontalFlip()], { seed }),
} as const;
const augmented = { ...settings, augmentation: ["randomCrop, padding 4", "horizontalFlip"] };

export const resnet20Cifar10: Recipe = supervisedRecipe({
  ...resnet20,
  epochs: 15,
  data,
  settings: augmented,
  baselines: {
    linear: supervisedRecipe({
      id: "resnet20.cifar10.linear",
      variant: "linear",
      claim: "A softmax on pixels is far behind.",
      gate: { metric: "accuracy", atMost: 0.45 },
      create: () => new Sequential(flatten, new Linear(3072, 10)),
      optimizer: adam({ learningRate: 1e-3 }),
      batchSize: 64,
      epochs: 15,
      data,
      settings: { ...settings, network: "linear" },
    }),
  },
  ahead: { linear: 0.15 },
  control: supervisedRecipe({
    ...resnet20,
    id: "resnet20.cifar10.control",
    // Enough to see that there is nothing to learn.
    epochs: 3,
    data: withShuffledLabels(data),
    settings: { ...augmented, labels: "shuffled" },
  }),
});
