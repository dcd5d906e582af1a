import { BlockzooError } from "@blockzoo/core";
import type { Family, Recipe, Variant, WeightsEntry } from "@blockzoo/family";
import type { CatalogEntry, FamilySummary } from "./catalog-entry.js";
import { catalog } from "./catalog.js";

export type { FamilySummary, VariantSummary } from "./catalog-entry.js";

/** A variant, and where it belongs. */
export interface FoundVariant {
  readonly id: string;
  readonly family: Family;
  readonly variant: Variant;
}

/** A recipe, and where it belongs. */
export interface FoundRecipe {
  readonly family: Family;
  readonly recipe: Recipe;
}

/** Trained weights, and where they belong. */
export interface FoundWeights {
  readonly tag: string;
  readonly family: Family;
  readonly variant: Variant;
  readonly entry: WeightsEntry;
}

/** All families by name; each is loaded when its function is called. */
export const families: Readonly<Record<string, () => Promise<Family>>> = Object.fromEntries(
  Object.entries(catalog).map(([name, { load }]) => [name, load]),
);

/** What is known of all families without loading one, by name: titles, papers, lineage, the tasks and sizes of variants. */
export const summaries: Readonly<Record<string, FamilySummary>> = catalog;

/** The ids of all variants, without loading a family. */
export const variantIds: readonly string[] = Object.values(catalog).flatMap(({ variants }) => Object.keys(variants));

/** Other spellings of the ids of variants, such as torchvision's `vgg16_bn`, without loading a family. */
export const aliases: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(catalog).map((entry) => entry.aliases),
);

/** The ids of all recipes, without loading a family. */
export const recipeIds: readonly string[] = Object.values(catalog).flatMap(({ recipes }) => recipes);

/** The tags of all trained weights, without loading a family. */
export const weightsTags: readonly string[] = Object.values(catalog).flatMap(({ weights }) => weights);

/**
 * A variant by its id, such as `"lenet5"`; only its family is loaded.
 *
 * @throws BlockzooError that lists the ids where there is none
 */
export async function findVariant(id: string): Promise<FoundVariant> {
  const family = await familyWith("variants", id);
  return { id, family, variant: family.variants[id]! };
}

/**
 * A recipe by its id, such as `"lenet5.glyphs"`; only its family is loaded.
 *
 * @throws BlockzooError that lists the ids where there is none
 */
export async function findRecipe(id: string): Promise<FoundRecipe> {
  const family = await familyWith("recipes", id);
  const { recipes } = await family.recipes();
  return { family, recipe: recipes.find((recipe) => recipe.id === id)! };
}

/**
 * Trained weights by their tag, such as `"lenet5.mnist"`; only their family is loaded.
 *
 * @throws BlockzooError that lists the tags where there is none
 */
export async function findWeights(tag: string): Promise<FoundWeights> {
  const family = await familyWith("weights", tag);
  const entry = family.weights[tag]!;
  return { tag, family, variant: family.variants[entry.variant]!, entry };
}

const nouns = { variants: "variant", recipes: "recipe", weights: "weights tag" } as const;

function familyWith(kind: keyof typeof nouns, id: string): Promise<Family> {
  const entries: readonly CatalogEntry[] = Object.values(catalog);
  const found = entries.find((entry) => idsOf(entry, kind).includes(id));
  if (found !== undefined) return found.load();
  const known = entries.flatMap((entry) => idsOf(entry, kind));
  throw new BlockzooError(`there is no ${nouns[kind]} "${id}": there are ${known.join(", ")}`);
}

function idsOf(entry: CatalogEntry, kind: keyof typeof nouns): readonly string[] {
  return kind === "variants" ? Object.keys(entry.variants) : entry[kind];
}
