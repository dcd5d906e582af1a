import { Linear, Sequential, tanh, type Block } from "@blockzoo/core";
import { moons } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { adam, supervisedRecipe, withoutTraining, withShuffledLabels, type RecipeData } from "@blockzoo/train";

const data: RecipeData = async ({ trainSeed, testSeed }) => ({
  train: moons({ count: 120, noise: 0.1, seed: trainSeed }),
  test: moons({ count: 60, noise: 0.1, seed: testSeed }),
});
const training = { optimizer: adam({ learningRate: 0.02 }), batchSize: 20, steps: 24, variant: "net" };
const gate = { metric: "accuracy", atLeast: 0.9 };
const net = (): Block => new Sequential(new Linear(2, 8), tanh, new Linear(8, 2));
const own = (id: string, create: () => Block, from: RecipeData = data): Recipe =>
  supervisedRecipe({ ...training, id, claim: "", gate, create, data: from, settings: { data: "moons" } });

/** Two moons in 24 steps, with baselines and a control beside it. */
export const moonsRecipe: Recipe = {
  ...own("net.moons", net),
  baselines: {
    linear: own("net.moons.linear", () => new Linear(2, 2)),
    chance: withoutTraining({ id: "net.moons.chance", variant: "chance", claim: "", gate, settings: {} }, async () => ({
      accuracy: 0.5,
    })),
  },
  control: own("net.moons.control", net, withShuffledLabels(data)),
};
