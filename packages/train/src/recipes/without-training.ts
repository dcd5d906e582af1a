import type { Recipe } from "@blockzoo/family";
import type { RecipeDataContext } from "./recipe-data.js";
import { recipe } from "./recipe.js";

/**
 * A baseline that learns nothing: a rule, measured on the held-out data of a seed beside what is trained.
 *
 * @example
 * const baselines = { black: withoutTraining(description, async (context) => ({ mse: meanSquare((await data(context)).test) })) };
 */
export function withoutTraining(
  claim: Pick<Recipe, "id" | "variant" | "claim" | "gate" | "settings">,
  metrics: (context: RecipeDataContext) => Promise<Readonly<Record<string, number>>>,
): Recipe {
  return recipe({
    ...claim,
    data: async (context) => context,
    learn: async () => ({ weights: new Map(), history: [], finished: true }),
    measure: async (_weights, context) => ({ metrics: await metrics(context) }),
  });
}
