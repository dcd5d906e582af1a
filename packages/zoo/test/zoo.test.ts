import { expect, test } from "vitest";
import {
  aliases,
  families,
  findRecipe,
  findVariant,
  findWeights,
  recipeIds,
  summaries,
  variantIds,
  weightsTags,
} from "../src/index.js";

/** The first test imports all families, in milliseconds. */
const importing = 60_000;

test(
  "ids are unique, and those of the families",
  async () => {
    for (const ids of [variantIds, recipeIds, weightsTags]) expect(new Set(ids).size).toBe(ids.length);
    const loaded = await Promise.all(Object.values(families).map((load) => load()));
    expect(loaded.map(({ name }) => name)).toEqual(Object.keys(families));
    expect(loaded.flatMap(({ variants }) => Object.keys(variants))).toEqual(variantIds);
    expect(loaded.flatMap(({ weights }) => Object.keys(weights))).toEqual(weightsTags);
    const recipes = await Promise.all(loaded.map((family) => family.recipes()));
    expect(recipes.flatMap((entry) => entry.recipes.map(({ id }) => id))).toEqual(recipeIds);
  },
  importing,
);

test("summaries are what the families say", async () => {
  for (const [name, summary] of Object.entries(summaries)) {
    const family = await families[name]!();
    const { title, papers, lineage } = family;
    expect(summary).toMatchObject({ title, paper: papers[0], lineage });
    for (const [id, { task, params }] of Object.entries(family.variants)) {
      expect(summary.variants[id]).toEqual({ task: task.name, params });
    }
  }
});

test("every family says where it stands, and came from families that are not younger", () => {
  const yearOf = (name: string) => summaries[name]?.paper.year ?? Infinity;
  for (const [name, { lineage }] of Object.entries(summaries)) {
    const wrong = lineage?.ancestors.filter(({ family }) => yearOf(family) > yearOf(name));
    expect({ name, wrong }).toEqual({ name, wrong: [] });
  }
});

test("no family came from itself", () => {
  const ancestorsOf = (name: string): readonly string[] =>
    summaries[name]!.lineage!.ancestors.flatMap(({ family }) => [family, ...ancestorsOf(family)]);
  for (const name of Object.keys(summaries)) expect(ancestorsOf(name)).not.toContain(name);
});

test("everything is found by its id", async () => {
  for (const id of variantIds) expect(Object.keys((await findVariant(id)).family.variants)).toContain(id);
  for (const id of recipeIds) expect((await findRecipe(id)).recipe.id).toBe(id);
  for (const tag of weightsTags) expect(tag.startsWith((await findWeights(tag)).entry.variant)).toBe(true);
});

test("torchvision's spellings, where they are others, name what torchvision means", async () => {
  const spellings = ["fcn_resnet101", "fcn_resnet50", "inception_v3", "vgg11_bn", "vgg13_bn", "vgg16_bn", "vgg19_bn"];
  expect(Object.keys(aliases).toSorted()).toEqual(spellings);
  for (const [alias, id] of Object.entries(aliases)) {
    expect(variantIds).not.toContain(alias);
    expect(id).toBe(alias.replaceAll("_", "-"));
    expect((await findVariant(id)).variant.aliases).toContain(alias);
  }
});

test("recipes train variants of their family and are named after them", async () => {
  for (const id of recipeIds) {
    const { family, recipe } = await findRecipe(id);
    expect(Object.keys(family.variants)).toContain(recipe.variant);
    expect(id.startsWith(`${recipe.variant}.`)).toBe(true);
  }
});

test("what there is not is answered by what there is", async () => {
  await expect(findVariant("lenet6")).rejects.toThrow(/^there is no variant "lenet6": there are .*\blenet5, /);
  await expect(findRecipe("lenet5.cats")).rejects.toThrow(
    /^there is no recipe "lenet5.cats": there are .*\blenet5.glyphs, /,
  );
  await expect(findWeights("lenet5.cats")).rejects.toThrow('there is no weights tag "lenet5.cats": there are ');
});
