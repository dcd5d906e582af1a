import { moons, type Dataset } from "@blockzoo/data";
import { adam, supervisedRecipe, type RecipeDataContext } from "@blockzoo/train";
import { Mlp } from "../src/mlp.js";

const noise = 0.1;
const count = 1000;

async function twoMoons({ trainSeed, testSeed }: RecipeDataContext): Promise<{ train: Dataset; test: Dataset }> {
  return { train: moons({ count, noise, seed: trainSeed }), test: moons({ count, noise, seed: testSeed }) };
}

const training = { data: twoMoons, optimizer: adam({ learningRate: 0.02 }), batchSize: 50, steps: 400 };
const settingsFor = (sizes: readonly number[]) => ({ data: "moons", count, noise, sizes });

export const linearMoons = supervisedRecipe({
  id: "linear-moons.moons",
  variant: "linear-moons",
  claim: "No straight line separates the two moons.",
  gate: { metric: "accuracy", atMost: 0.9 },
  create: () => new Mlp([2, 2]),
  ...training,
  settings: settingsFor([2, 2]),
});

/** Without the nonlinearity, a hidden layer adds nothing to a line: the claim must fail. */
const control = supervisedRecipe({
  id: "mlp-moons.moons.control",
  variant: "mlp-moons",
  claim: "Linear layers in a row are one linear layer.",
  gate: { metric: "accuracy", atLeast: 0.98 },
  create: () => new Mlp([2, 16, 2], { activation: "identity" }),
  ...training,
  settings: { ...settingsFor([2, 16, 2]), activation: "identity" },
});

export const mlpMoons = supervisedRecipe({
  id: "mlp-moons.moons",
  variant: "mlp-moons",
  claim: "A hidden layer separates the two moons, which no straight line does (Rumelhart et al. 1986).",
  gate: { metric: "accuracy", atLeast: 0.98 },
  create: () => new Mlp([2, 16, 2]),
  ...training,
  settings: settingsFor([2, 16, 2]),
  baselines: { linear: linearMoons },
  control,
});
