import { check, type Backend } from "@blockzoo/core";
import type { Recipe, RecipeProgress, RecipeResult } from "@blockzoo/family";
import { lenet } from "@blockzoo/lenet";
import { privateCheckpoints, removePrivateCheckpoints } from "@blockzoo/train/browser";

const id = "lenet5.glyphs";
/** Of the run, among the page's private files. */
const name = "lenet5-glyphs";

/** Steps between points of the curve, and between checkpoints: a tab may be closed at any time. */
const often = { validateEvery: 50, checkpointEvery: 25 };

export interface TrainingOptions {
  readonly backend: Backend;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RecipeProgress) => void;
}

/** Runs the recipe from where it was stopped, on whatever runtime that was, to the end or to where it is aborted. */
export async function train(options: TrainingOptions): Promise<RecipeResult> {
  const checkpoints = await privateCheckpoints(name);
  const resume = (await checkpoints.read()) !== undefined;
  return (await findRecipe()).run({ ...options, ...often, checkpoints, resume });
}

/** What was kept of a run when the page was closed. */
export async function restore(backend: Backend): Promise<RecipeResult | undefined> {
  const checkpoints = await privateCheckpoints(name);
  if ((await checkpoints.read()) === undefined) return undefined;
  return train({ backend, signal: AbortSignal.abort() });
}

export function forget(): Promise<void> {
  return removePrivateCheckpoints(name);
}

/** How many steps the whole run has. */
export async function totalSteps(): Promise<number> {
  const { steps } = (await findRecipe()).settings;
  check(typeof steps === "number", () => `${id} is expected to say how many steps it takes`);
  return steps;
}

async function findRecipe(): Promise<Recipe> {
  const { recipes } = await lenet.recipes();
  return recipes.find((recipe) => recipe.id === id)!;
}
