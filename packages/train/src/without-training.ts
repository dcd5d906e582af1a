import type { Recipe } from "@blockzoo/family";
import { recipeDataContext, type RecipeDataContext } from "./recipe-data.js";

/**
 * A baseline that learns nothing: a rule, measured on the held-out data of a seed beside what is trained.
 *
 * @example
 * const baselines = { black: withoutTraining(description, async (context) => ({ mse: meanSquare((await data(context)).test) })) };
 */
export function withoutTraining(
  recipe: Pick<Recipe, "id" | "variant" | "claim" | "gate" | "settings">,
  metrics: (context: RecipeDataContext) => Promise<Readonly<Record<string, number>>>,
): Recipe {
  const measure: Recipe["measure"] = async (_weights, context) => ({
    metrics: await metrics(recipeDataContext(context)),
  });
  return {
    ...recipe,
    measure,
    run: async (context) => ({
      weights: new Map(),
      history: [],
      finished: true,
      ...(await measure(new Map(), context)),
    }),
  };
}
