import type { Family } from "@blockzoo/family";
import * as zoo from "@blockzoo/zoo";

/**
 * Families of other packages, which get the same pages by one line each: a package that calls `defineFamily`, which is installed beside the
 * gallery.
 *
 * @example
 * "my-net": async () => (await import("blockzoo-family-my-net")).myNet,
 */
export const guests: Readonly<Record<string, () => Promise<Family>>> = {};

/** The families that have pages, each fetched when it is asked for. */
export const families: Readonly<Record<string, () => Promise<Family>>> = { ...zoo.families, ...guests };

/**
 * A recipe by its id, such as `"lenet5.glyphs"`.
 *
 * @throws BlockzooError that lists the ids of the zoo where there is none
 */
export async function findRecipe(id: string): Promise<zoo.FoundRecipe> {
  for (const load of Object.values(guests)) {
    const family = await load();
    const recipe = (await family.recipes()).recipes.find((each) => each.id === id);
    if (recipe !== undefined) return { family, recipe };
  }
  return zoo.findRecipe(id);
}
