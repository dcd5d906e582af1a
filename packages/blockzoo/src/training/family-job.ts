import { sizedFor, type Family, type Recipe } from "@blockzoo/family";
import { findRecipe, recipeIds } from "@blockzoo/zoo";
import { installedFamilies } from "../models/installed-families.js";
import { memberOf } from "../models/user-model.js";
import type { TrainingJob } from "./training-job.js";

/** A recipe, and the family that has it. */
export interface FoundRecipe {
  readonly family: Family;
  readonly recipe: Recipe;
}

/** The training of a recipe such as `mlp.iris`. */
export async function familyJob(
  { family, recipe }: FoundRecipe,
  { data, seed }: { readonly data?: string; readonly seed?: number },
): Promise<TrainingJob> {
  const { id } = recipe;
  const model = memberOf(id, family, recipe.variant);
  const { task, meaning: own } = model.variant;
  const context = { ...(data !== undefined && { data }), ...(seed !== undefined && { seed }) };
  const learned = await recipe.meaning?.(context);
  const meaning = learned ?? (Object.hasOwn(family.weights, id) ? family.weights[id]!.meaning : own);
  return {
    name: id,
    model: meaning === undefined ? model : { ...model, variant: sizedFor(model.variant, meaning) },
    recipe,
    judged: true,
    description: meaning === undefined ? undefined : { task: task.name, meaning },
    data,
  };
}

/** The recipe of an id among those of the zoo and of installed families, or the ids of all there are. */
export async function findFamilyRecipe(id: string): Promise<FoundRecipe | { readonly known: readonly string[] }> {
  if (recipeIds.includes(id)) return findRecipe(id);
  const known = [...recipeIds];
  for (const { family } of await installedFamilies()) {
    const { recipes } = await family.recipes();
    const recipe = recipes.find((each) => each.id === id);
    if (recipe !== undefined) return { family, recipe };
    known.push(...recipes.map((each) => each.id));
  }
  return { known };
}
