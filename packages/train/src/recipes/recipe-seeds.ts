/** What one seed of a recipe decides, each apart from the others. */
export interface RecipeSeeds {
  /** Training data. */
  readonly trainSeed: number;
  /** Held-out data. */
  readonly testSeed: number;
  /** First weights, and what is drawn while learning: dropout, noise, chains, episodes. */
  readonly weightsSeed: number;
  /** The order of the batches, and what is changed in them at random. */
  readonly batchSeed: number;
}

/**
 * The seeds that a recipe and all that is compared with it use: no two uses share a random number by accident, and a run is
 * repeated elsewhere by one number.
 *
 * @param seed of the run. Default 0
 */
export function recipeSeeds(seed = 0): RecipeSeeds {
  return { trainSeed: 10 * seed, testSeed: 10 * seed + 1, weightsSeed: seed, batchSeed: 1000 + seed };
}
