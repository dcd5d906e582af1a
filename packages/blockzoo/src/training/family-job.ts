import type { Family, Recipe } from "@blockzoo/family";
import { findRecipe, recipeIds, variantIds } from "@blockzoo/zoo";
import { installedFamilies } from "../models/installed-families.js";
import { unknownId } from "../models/resolve-model.js";
import { memberOf } from "../models/user-model.js";
import type { TrainingJob } from "./training-job.js";

/** The training of a recipe by its id, such as `mlp.iris`. */
export async function familyJob(id: string, data: string | undefined): Promise<TrainingJob> {
  const { family, recipe } = recipeIds.includes(id) ? await findRecipe(id) : await findInstalled(id);
  const model = memberOf(id, family, recipe.variant);
  const { task, meaning: own } = model.variant;
  const meaning = Object.hasOwn(family.weights, id) ? family.weights[id]!.meaning : own;
  return {
    name: id,
    model,
    recipe,
    judged: true,
    description: meaning === undefined ? undefined : { task: task.name, meaning },
    data,
  };
}

async function findInstalled(id: string): Promise<{ family: Family; recipe: Recipe }> {
  const others: string[] = [];
  for (const { family } of await installedFamilies()) {
    const { recipes } = await family.recipes();
    const recipe = recipes.find((each) => each.id === id);
    if (recipe !== undefined) return { family, recipe };
    others.push(...recipes.map((each) => each.id));
  }
  // A variant alone does not say on which data: its recipes are what was meant.
  const meant = variantIds.includes(id) ? recipeIds.filter((each) => each.startsWith(`${id}.`)) : [];
  throw unknownId("recipe", id, meant.length > 0 ? meant : [...recipeIds, ...others]);
}
