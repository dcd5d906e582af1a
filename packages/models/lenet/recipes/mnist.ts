import { flatten, Linear, Sequential } from "@blockzoo/core";
import type { Recipe } from "@blockzoo/family";
import { adam, mnistData, oneCycle, supervisedRecipe, withShuffledLabels } from "@blockzoo/train";
import { LeNet5Modern } from "../src/lenet5-modern.js";
import { preprocessing } from "../src/preprocessing.js";

interface Claim {
  readonly name: "mnist" | "fashion-mnist";
  readonly claim: string;
  /** The accuracy that must be reached, and the one that a linear classifier does not exceed. */
  readonly atLeast: number;
  readonly linearAtMost: number;
  readonly epochs: number;
}

function recipe({ name, claim, atLeast, linearAtMost, epochs }: Claim): Recipe {
  const { mean, deviation } = preprocessing[name];
  const settings = { data: name, pad: 2, mean: [...mean], deviation: [...deviation] };
  const data = mnistData({ name, mean, deviation });
  const lenet = {
    id: `lenet5.${name}`,
    variant: "lenet5",
    reads: name === "mnist" ? "MNIST" : "Fashion-MNIST",
    claim,
    gate: { metric: "accuracy", atLeast },
    create: () => new LeNet5Modern(),
    optimizer: adam({ learningRate: 3e-3 }),
    schedule: oneCycle({ rise: 0.2 }),
    batchSize: 64,
    epochs,
  };
  const linear = supervisedRecipe({
    ...lenet,
    id: `lenet5.${name}.linear`,
    variant: "linear",
    claim: "A softmax on pixels is behind.",
    gate: { metric: "accuracy", atMost: linearAtMost },
    create: () => new Sequential(flatten, new Linear(1024, 10)),
    data,
    settings: { ...settings, network: "linear" },
  });
  const control = supervisedRecipe({
    ...lenet,
    id: `lenet5.${name}.control`,
    data: withShuffledLabels(data),
    settings: { ...settings, labels: "shuffled" },
  });
  return supervisedRecipe({ ...lenet, data, settings, baselines: { linear }, control });
}

export const lenet5Mnist = recipe({
  name: "mnist",
  claim:
    "Reads handwritten digits with less than 1.5 % errors after three passes over the data; the paper reports 0.95 % after " +
    "twenty (LeCun et al. 1998, section III.B).",
  atLeast: 0.985,
  linearAtMost: 0.94,
  epochs: 3,
});

export const lenet5FashionMnist = recipe({
  name: "fashion-mnist",
  claim: "Tells ten kinds of clothing apart with less than 11 % errors; a linear classifier makes about 16 %.",
  atLeast: 0.89,
  linearAtMost: 0.87,
  epochs: 10,
});
