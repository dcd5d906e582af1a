import { readFileSync } from "node:fs";
import { recipeIds } from "@blockzoo/zoo";
import { expect, test } from "vitest";
import { readResults } from "../src/family/measured-results.js";

const results = readResults(readFileSync(new URL("../../../docs/recipes.md", import.meta.url), "utf8"));

test("results are read from the document that they are written to", () => {
  const lenet = results.get("lenet5.glyphs")!;
  expect(lenet.gate).toBe("accuracy ≥ 0.9");
  expect(lenet.measured).toMatch(/^0\.\d{3} \/ 0\.\d{3} \/ 0\.\d{3}$/);
  expect(lenet.baselines.map(([name]) => name)).toEqual(["linear", "mlp"]);
  expect(lenet.baselines[0]![1]).toMatch(/^0\.\d{3} \/ 0\.\d{3} \/ 0\.\d{3}$/);
  expect(lenet.control).toMatch(/^0\.\d{3}$/);
  expect(results.get("mlp-moons.moons")!.control).not.toBe("");
});

test("every row is that of a recipe", () => {
  expect(results.size).toBeGreaterThan(40);
  expect([...results.keys()].filter((id) => !recipeIds.includes(id))).toEqual([]);
});
