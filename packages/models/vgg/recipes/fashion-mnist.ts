import { flatten, Linear, Sequential } from "@blockzoo/core";
import { augment, horizontalFlip, mapDataset, normalize, padImages, randomCrop, type Dataset } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import {
  adam,
  oneCycle,
  supervisedRecipe,
  withShuffledLabels,
  type RecipeData,
  type SupervisedRecipeOptions,
} from "@blockzoo/train";
import { miniStages } from "../src/configurations.js";
import { preprocessing } from "../src/preprocessing.js";
import { miniVgg } from "../src/variants.js";
import type { Vgg } from "../src/vgg.js";

const statistics = preprocessing["fashion-mnist"];

/** 28x28 images in 32x32, normalised, from the data folder. */
async function read(split: "train" | "test", folder: string | undefined): Promise<Dataset> {
  // In a function, since it reads files: this module also loads in a page.
  const { mnist } = await import("@blockzoo/data/node");
  const images = await mnist({ name: "fashion-mnist", split, ...(folder !== undefined && { folder }) });
  return mapDataset(mapDataset(images, padImages({ to: 32 })), normalize(statistics));
}

const data: RecipeData = async ({ data: folder }) => ({
  train: await read("train", folder),
  test: await read("test", folder),
});

const settings = { data: "fashion-mnist", pad: 2, mean: [...statistics.mean], deviation: [...statistics.deviation] };
const training = {
  data,
  optimizer: adam({ learningRate: 3e-3 }),
  schedule: oneCycle({ rise: 0.2 }),
  batchSize: 128,
};

const linear = supervisedRecipe({
  ...training,
  id: "vgg-mini.fashion-mnist.linear",
  variant: "linear",
  claim: "A softmax on pixels is behind.",
  gate: { metric: "accuracy", atMost: 0.87 },
  create: () => new Sequential(flatten, new Linear(1024, 10)),
  settings: { ...settings, network: "linear" },
  epochs: 5,
});

interface Claim extends Pick<Recipe, "claim">, Pick<SupervisedRecipeOptions<Vgg>, "augmentation"> {
  readonly configuration: keyof typeof miniStages;
  readonly variant: string;
  readonly atLeast: number;
  readonly epochs: number;
  readonly augmented?: Readonly<Record<string, unknown>>;
}

function recipe({ configuration, variant, atLeast, augmented, ...claim }: Claim): Recipe {
  const stages = miniStages[configuration];
  const options = {
    ...training,
    ...claim,
    id: `${variant}.fashion-mnist`,
    variant,
    gate: { metric: "accuracy", atLeast },
    create: () => miniVgg(stages),
    settings: { ...settings, stages, hidden: [64], augmented },
  };
  return supervisedRecipe({
    ...options,
    baselines: { linear },
    control: supervisedRecipe({
      ...options,
      id: `${variant}.fashion-mnist.control`,
      data: withShuffledLabels(data),
      settings: { ...options.settings, labels: "shuffled" },
      epochs: 1,
    }),
  });
}

export const vggMiniAFashionMnist = recipe({
  configuration: "A",
  variant: "vgg-mini-a",
  claim: "Tells ten kinds of clothing apart with at most 10 % errors after five passes over the data.",
  atLeast: 0.9,
  epochs: 5,
});

const [padding, background] = [2, (0 - statistics.mean[0]) / statistics.deviation[0]];

export const vggMiniDFashionMnist = recipe({
  configuration: "D",
  variant: "vgg-mini-d",
  claim: "With four more layers, and images moved and mirrored, at most 8 % errors after thirty passes.",
  atLeast: 0.92,
  epochs: 30,
  augmented: { crop: padding, flip: 0.5 },
  augmentation: (seed) => augment([randomCrop({ padding, fill: background }), horizontalFlip()], { seed }),
});
