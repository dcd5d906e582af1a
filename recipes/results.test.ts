import { recipeHash } from "@blockzoo/train";
import { findRecipe, recipeIds } from "@blockzoo/zoo";
import { describe, expect, it } from "vitest";
import { objections, readResults } from "./results.js";
import { presentTable, tableText } from "./table.js";

describe("committed results", () => {
  it.each(recipeIds)("of %s belong to the recipe as it is and bear its claim out", async (id) => {
    const { recipe } = await findRecipe(id);
    const results = readResults().find((each) => each.id === id);
    expect(results, `run pnpm test:recipes --only ${id}`).toBeDefined();
    expect(results!.hash, `the recipe changed: run pnpm test:recipes --only ${id}`).toBe(await recipeHash(recipe));
    expect(objections(recipe, results!)).toEqual([]);
  });

  it("are what docs/recipes.md shows", async () => {
    // The formatter aligns tables; cells are what counts.
    const cells = (text: string) => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");
    expect(cells(presentTable())).toBe(cells(await tableText()));
  });
});
