/**
 * Real data: nuclei of cells under the microscope, 80 images of the Data Science Bowl 2018 (BBBC038), against Otsu's threshold.
 *
 * The folder is `<data>/dsb2018-nuclei/stage1_train/<id>/{images,masks}/*.png`, as upstream; a pixel is a nucleus where one of
 * the masks says so.
 */
import { BlockzooError, check, ndarray } from "@blockzoo/core";
import {
  arrayDataset,
  augment,
  everything,
  horizontalFlip,
  randomCrop,
  splitDataset,
  verticalFlip,
  type Dataset,
} from "@blockzoo/data";
import { preprocessImage, readImage } from "@blockzoo/data/images";
import {
  adam,
  classIous,
  segmentationMetrics,
  stepSchedule,
  supervisedRecipe,
  withoutTraining,
  withShuffledLabels,
  type Metric,
  type RecipeData,
} from "@blockzoo/train";
import { FcnMini, type FcnMiniOptions } from "../src/fcn-mini.js";

const folder = "dsb2018-nuclei/stage1_train";
const official = "https://bbbc.broadinstitute.org/BBBC038";
/** Height and width of the images. */
const side = 256;
const pixels = side * side;

/** Grey values from 0 to 1, [256, 256]. */
async function grey(path: string): Promise<Float32Array> {
  const image = await readImage(path);
  check(
    image.height === side && image.width === side,
    () => `${path}: has ${image.width}x${image.height} pixels, expected ${side}x${side}`,
  );
  return preprocessImage(image, { kind: "image", channels: 1, mean: [0], deviation: [1] }).data as Float32Array;
}

/** All images: `x` float32[80,1,256,256], each with mean 0 and deviation 1; `grey`, as they were; `y` int32[80,256,256]. */
async function read(data: string | undefined): Promise<Dataset> {
  const { readdir } = process.getBuiltinModule("node:fs/promises");
  const { join } = process.getBuiltinModule("node:path");
  const root = join(data ?? process.env["BLOCKZOO_DATA"] ?? "", folder);
  const list = async (path: string) => {
    try {
      return (await readdir(path)).toSorted();
    } catch (cause) {
      throw new BlockzooError(
        `${path}: cannot be read: get the images from ${official}, and name their folder by --data`,
        {
          cause,
        },
      );
    }
  };
  const ids = await list(root);
  const greys = new Float32Array(ids.length * pixels);
  const images = new Float32Array(ids.length * pixels);
  const masks = new Int32Array(ids.length * pixels);
  for (const [index, id] of ids.entries()) {
    const own = await grey(join(root, id, "images", `${id}.png`));
    greys.set(own, index * pixels);
    images.set(standardized(own), index * pixels);
    for (const file of await list(join(root, id, "masks"))) {
      const mask = await grey(join(root, id, "masks", file));
      for (let pixel = 0; pixel < pixels; pixel++) if (mask[pixel]! > 0.5) masks[index * pixels + pixel] = 1;
    }
  }
  return arrayDataset({
    name: "nuclei",
    arrays: {
      x: ndarray(images, [ids.length, 1, side, side]),
      grey: ndarray(greys, [ids.length, side, side]),
      y: ndarray(masks, [ids.length, side, side]),
    },
    labels: ["background", "nucleus"],
  });
}

function standardized(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(variance || 1));
}

/** Decoding takes seconds: it is done once for all seeds. */
const known = new Map<string | undefined, Promise<Dataset>>();

const nuclei: RecipeData = async ({ trainSeed, data }) => {
  const all = known.get(data) ?? read(data);
  known.set(data, all);
  const [train, test] = splitDataset(await all, { seed: trainSeed, counts: [60, 20] });
  return { train: train!, test: test! };
};

/** Overlap of what is called nucleus with what is, over the pixels of all images together. */
const foregroundIou: Metric = ({ outputs, inputs }) =>
  classIous({ logits: outputs["logits"]!, labels: inputs["y"]! })[1]!;

const settings = {
  data: "80 images of nuclei, 60 for training and 20 for testing, each standardised",
  augmentation: "crops of 96x96, flips",
};

function network(skips: FcnMiniOptions["skips"]) {
  return {
    variant: "fcn-mini-nuclei",
    gate: { metric: "foregroundIou", atLeast: 0.72 },
    create: () => new FcnMini({ skips, classes: 2 }),
    data: nuclei,
    reads: "images of nuclei",
    settings: { ...settings, skips },
    metrics: { foregroundIou, ...segmentationMetrics },
    optimizer: adam({ learningRate: 3e-3 }),
    schedule: stepSchedule({ every: [200], gamma: 0.2 }),
    augmentation: (seed: number) =>
      augment([randomCrop({ size: 96 }), horizontalFlip(), verticalFlip()], { seed, masks: ["y"] }),
    sampling: "withReplacement",
    batchSize: 8,
    steps: 300,
  } as const;
}

const otsu = withoutTraining(
  {
    id: "fcn-mini-nuclei.nuclei.otsu",
    variant: "otsu",
    claim: "A threshold for each image, between its dark and its bright pixels, finds most nuclei (Otsu 1979).",
    gate: { metric: "foregroundIou", atMost: 0.85 },
    settings: { ...settings, network: "Otsu's threshold" },
  },
  async (context) => {
    const { test } = await nuclei(context);
    const { grey: images, y } = everything(test);
    const scores = new Float32Array(2 * y!.data.length);
    for (let image = 0; image < test.size; image++) {
      const own = (images!.data as Float32Array).subarray(image * pixels, (image + 1) * pixels);
      const isBright = own.reduce((sum, value) => sum + value, 0) / pixels > 0.5;
      const threshold = otsuThreshold(own);
      own.forEach((value, pixel) => {
        scores[(2 * image + 1) * pixels + pixel] = value > threshold === isBright ? -1 : 1;
      });
    }
    const logits = ndarray(scores, [test.size, 2, side, side]);
    return { foregroundIou: foregroundIou({ outputs: { logits }, inputs: { y: y! } }) };
  },
);

/**
 * The grey value, of 256, that divides the pixels so that the two parts differ most: the largest variance between them.
 *
 * N. Otsu, "A threshold selection method from gray-level histograms", IEEE Trans. SMC 9(1), 1979.
 */
function otsuThreshold(values: Float32Array): number {
  const histogram = new Float64Array(256);
  for (const value of values) histogram[Math.round(value * 255)]!++;
  const total = histogram.reduce((sum, count, level) => sum + count * level, 0);
  let [best, threshold, below, sum] = [-1, 0, 0, 0];
  for (let level = 0; level < 255; level++) {
    below += histogram[level]!;
    sum += histogram[level]! * level;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sum / below - (total - sum) / above) ** 2;
    if (between > best) [best, threshold] = [between, level];
  }
  return (threshold + 0.5) / 255;
}

export const fcnMiniNuclei = supervisedRecipe({
  ...network(2),
  id: "fcn-mini-nuclei.nuclei",
  claim:
    "A small FCN, trained on sixty images, finds nuclei better than a threshold, by .02 of overlap on every split.",
  baselines: { otsu },
  ahead: { otsu: 0.02 },
  control: supervisedRecipe({
    ...network(2),
    id: "fcn-mini-nuclei.nuclei.control",
    claim: "The masks of other images teach nothing.",
    data: withShuffledLabels(nuclei),
    settings: { ...settings, skips: 2, masks: "shuffled between images" },
  }),
});
