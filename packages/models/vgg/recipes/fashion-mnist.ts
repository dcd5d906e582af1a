import { flatten, Linear, Sequential } from "@blockzoo/core";
import { mapDataset, normalize, padImages, type Dataset } from "@blockzoo/data";
import { adam, oneCycle, supervisedRecipe, withShuffledLabels, type RecipeData } from "@blockzoo/train";
import { miniStages } from "../src/configurations.js";
import { preprocessing } from "../src/preprocessing.js";
import { miniVgg } from "../src/variants.js";

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

const stages = miniStages.A;
const options = {
  ...training,
  id: "vgg-mini-a.fashion-mnist",
  variant: "vgg-mini-a",
  claim: "Tells ten kinds of clothing apart with at most 10 % errors after five passes over the data.",
  gate: { metric: "accuracy", atLeast: 0.9 },
  create: () => miniVgg(stages),
  settings: { ...settings, stages, hidden: [64] },
  epochs: 5,
};

export const vggMiniAFashionMnist = supervisedRecipe({
  ...options,
  baselines: { linear },
  control: supervisedRecipe({
    ...options,
    id: "vgg-mini-a.fashion-mnist.control",
    data: withShuffledLabels(data),
    settings: { ...options.settings, labels: "shuffled" },
    epochs: 1,
  }),
});
