import { Linear } from "@blockzoo/core";
import { moons, type Dataset } from "@blockzoo/data";
import { adam, supervisedRecipe, withShuffledLabels, type RecipeDataContext } from "@blockzoo/train";
import { TemplateNet } from "../src/template-net.js";

const [count, noise] = [1000, 0.1];

async function twoMoons({ trainSeed, testSeed }: RecipeDataContext): Promise<{ train: Dataset; test: Dataset }> {
  return { train: moons({ count, noise, seed: trainSeed }), test: moons({ count, noise, seed: testSeed }) };
}

const data = { data: "moons", count, noise };
const training = { optimizer: adam({ learningRate: 0.02 }), batchSize: 50, steps: 400 };

/** The same task for something simpler, whose gate says what it cannot reach. */
const linear = supervisedRecipe({
  id: "template-net.moons.linear",
  variant: "linear",
  claim: "No straight line separates the two moons.",
  gate: { metric: "accuracy", atMost: 0.9 },
  create: () => new Linear(2, 2),
  data: twoMoons,
  ...training,
  settings: { ...data, network: "linear" },
});

const options = {
  id: "template-net.moons",
  variant: "template-net",
  claim: "A hidden layer separates the two moons, which no straight line does (Rumelhart et al. 1986).",
  gate: { metric: "accuracy", atLeast: 0.98 },
  create: () => new TemplateNet(),
  ...training,
};

export const templateNetMoons = supervisedRecipe({
  ...options,
  data: twoMoons,
  settings: data,
  baselines: { linear },
  ahead: { linear: 0.05 },
  // The same with the classes of the training points dealt out at random: it must miss the gate.
  control: supervisedRecipe({
    ...options,
    id: "template-net.moons.control",
    data: withShuffledLabels(twoMoons),
    settings: { ...data, labels: "shuffled" },
  }),
});
