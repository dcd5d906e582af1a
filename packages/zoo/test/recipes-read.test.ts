// A recipe says whether it reads a data set: a page, which has no data folder, runs those that do not.
import { BlockzooError, referenceBackend, type Backend } from "@blockzoo/core";
import { findRecipe, recipeIds } from "@blockzoo/zoo";
import { afterEach, describe, expect, it, vi } from "vitest";

const reached = new Error("a program was to be compiled, for which its data had been there");
const backend: Backend = { ...referenceBackend(), compile: () => Promise.reject(reached) };
const missing = "/a/folder/that/is/nowhere";

const all = await Promise.all(recipeIds.map((id) => findRecipe(id)));
const reading = all.filter(({ recipe }) => recipe.reads !== undefined);
/** By what their settings call their data: one recipe of a family for each. */
const making = new Map(
  all
    .filter(({ recipe }) => recipe.reads === undefined)
    .map((found) => [`${found.family.name} ${String(found.recipe.settings["data"])}`, found]),
);
const named = ({ recipe }: (typeof all)[number]) => [recipe.id, recipe] as const;

afterEach(() => vi.unstubAllEnvs());

describe("recipes", () => {
  it.each([...making.values()].map(named))(
    "%s makes its own data",
    async (_, recipe) => {
      vi.stubEnv("BLOCKZOO_DATA", missing);
      await expect(recipe.run({ backend, steps: 1 })).rejects.toBe(reached);
    },
    60_000,
  );

  it.each(reading.map(named))("%s asks for its data", async (_, recipe) => {
    vi.stubEnv("BLOCKZOO_DATA", undefined);
    const run = recipe.run({ backend, steps: 1, data: missing });
    await expect(run).rejects.toThrow(BlockzooError);
    await expect(run).rejects.toThrow(missing);
  });
});
