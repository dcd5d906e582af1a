import { glyphs, shuffleLabels, type Dataset, type GlyphsOptions } from "@blockzoo/data";

/** What makes the data sets of a recipe. */
export interface RecipeDataContext {
  readonly trainSeed: number;
  readonly testSeed: number;
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

/** The same data with the classes of the training samples dealt out at random: a control, of which nothing can be learned. */
export function withShuffledLabels(data: RecipeData): RecipeData {
  return async (context) => {
    const { train, test } = await data(context);
    return { train: shuffleLabels(train, { seed: context.trainSeed }), test };
  };
}
