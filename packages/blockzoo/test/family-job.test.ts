import { float32 } from "@blockzoo/core";
import type { Recipe } from "@blockzoo/family";
import { findRecipe } from "@blockzoo/zoo";
import { expect, it } from "vitest";
import { familyJob } from "../src/training/family-job.js";

const { family } = await findRecipe("lstm-adding.adding");

const recipe: Recipe = {
  id: "lstm-forecaster.tides",
  variant: "lstm-forecaster",
  claim: "",
  gate: { metric: "error" },
  settings: {},
  run: () => Promise.reject(new Error("is not run")),
  measure: () => Promise.reject(new Error("is not measured")),
};

it("weights mean what the data of a recipe say, and their network is of that size", async () => {
  const meaning = { series: [{ name: "height", mean: 2, deviation: 1 }], length: 5, horizon: 3 };
  const seen: unknown[] = [];
  const own = {
    ...recipe,
    meaning: async (context: unknown) => {
      seen.push(context);
      return meaning;
    },
  };
  const job = await familyJob({ family, recipe: own }, { data: "tides", seed: 4 });
  expect(seen).toEqual([{ data: "tides", seed: 4 }]);
  expect(job.description).toEqual({ task: "forecasting", meaning });
  expect(job.model.variant.graphs["forward"]!.input).toEqual({ input: float32("N", 5, 1) });
});

it("without that they mean what the variant says, which may be nothing", async () => {
  const job = await familyJob({ family, recipe }, {});
  expect(job.description).toBeUndefined();
  const written = { ...recipe, id: "lstm-writer.tales", variant: "lstm-writer" };
  const { description } = await familyJob({ family, recipe: written }, {});
  expect(description).toEqual({ task: "text-generation", meaning: family.variants["lstm-writer"]!.meaning });
});
