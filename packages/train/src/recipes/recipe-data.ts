import {
  glyphs,
  mapDataset,
  normalize,
  padImages,
  shuffleLabels,
  type Dataset,
  type GlyphsOptions,
  type Statistics,
} from "@blockzoo/data";
import type { MnistName } from "@blockzoo/data/node";
import type { MeasureContext } from "@blockzoo/family";
import { recipeSeeds, type RecipeSeeds } from "./recipe-seeds.js";
import { sharedData } from "./shared-data.js";

/** What makes the data sets of a recipe. */
export interface RecipeDataContext extends Pick<RecipeSeeds, "trainSeed" | "testSeed"> {
  /** The folder with data sets, or a data file, for recipes that read one. */
  readonly data: string | undefined;
}

/** What a recipe learns from, and what it is measured on. */
export interface RecipeDatasets {
  readonly train: Dataset;
  readonly test: Dataset;
}

export type RecipeData = (context: RecipeDataContext) => Promise<RecipeDatasets>;

/**
 * The glyphs on which image classifiers are compared: 6,000 for training, 1,000 for testing, others for each seed.
 *
 * @param options what {@link glyphs} draws, `hard` digits of 32x32 pixels by default
 */
export function glyphsData(options: Omit<GlyphsOptions, "count" | "seed"> = {}): RecipeData {
  return async ({ trainSeed, testSeed }) => ({
    train: glyphs({ ...options, count: 6000, seed: trainSeed }),
    test: glyphs({ ...options, count: 1000, seed: testSeed }),
  });
}

/** What a recipe's data are made of, by the context that it runs in. */
export function recipeDataContext({ seed, data }: Pick<MeasureContext, "seed" | "data">): RecipeDataContext {
  const { trainSeed, testSeed } = recipeSeeds(seed);
  return { trainSeed, testSeed, data };
}

/**
 * MNIST or Fashion-MNIST from the data folder, 60,000 for training and 10,000 for testing: 28x28 pixels in the middle of
 * 32x32, normalised.
 *
 * @param options which of the two, and the mean and deviation of its pixels
 */
export function mnistData({ name, ...statistics }: Statistics & { readonly name: MnistName }): RecipeData {
  return async ({ data: folder }) => {
    // In a function, since it reads files: recipes are also loaded in a page.
    const { mnist } = await import("@blockzoo/data/node");
    const read = async (split: "train" | "test") => {
      const images = await mnist({ name, split, ...(folder !== undefined && { folder }) });
      return mapDataset(mapDataset(images, padImages({ to: 32 })), normalize(statistics));
    };
    return { train: await read("train"), test: await read("test") };
  };
}

/** The same data with the classes of the training samples dealt out at random: a control, of which nothing can be learned. */
export function withShuffledLabels(data: RecipeData): RecipeData {
  return async (context) => {
    const { train, test } = await sharedData(data, context);
    return { train: shuffleLabels(train, { seed: context.trainSeed }), test };
  };
}
