import type { Family, Recipe } from "@blockzoo/family";

/** What the weights that a recipe makes mean, as the task of its network takes it; undefined where nobody says it. */
export async function learnedMeaning(family: Family, recipe: Recipe): Promise<unknown> {
  const learned = await recipe.meaning?.({});
  if (learned !== undefined) return learned;
  const { id, variant } = recipe;
  return Object.hasOwn(family.weights, id) ? family.weights[id]!.meaning : family.variants[variant]!.meaning;
}

/** The metadata of a file with such weights, as `blockzoo train` writes them: its other commands know how inputs become those of the network. */
export async function learnedMetadata(family: Family, recipe: Recipe): Promise<Record<string, string>> {
  const meaning = await learnedMeaning(family, recipe);
  const task = family.variants[recipe.variant]!.task.name;
  return { recipe: recipe.id, ...(meaning !== undefined && { blockzoo: JSON.stringify({ task, meaning }) }) };
}
