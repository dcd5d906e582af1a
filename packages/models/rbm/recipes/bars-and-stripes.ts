/**
 * Whether contrastive divergence makes data likely, where that can be counted: 3x3 pixels with bars or stripes, 14 of 512
 * images. The best that a machine can reach is -log 14 = -2.64 nats an image, and one that has learned nothing has
 * -9 log 2 = -6.24.
 *
 * For the data: D. J. C. MacKay, "Information Theory, Inference, and Learning Algorithms", 2003, section 43.1.
 */
import { ndarray, type NDArray } from "@blockzoo/core";
import { arrayDataset, batched } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { recipe, sgd, withoutTraining, type LearnContext, type Learned } from "@blockzoo/train";
import { exactLogLikelihoods } from "../src/likelihood/exact.js";
import { Rbm } from "../src/rbm.js";
import { miniMachine } from "../src/variants.js";
import { mean } from "./free-energies.js";
import { learnMachine } from "./learn-machine.js";
import { pixelsOfOthers } from "./pixels-of-others.js";

const side = 3;

/** Images in which each row, or each column, is on or off as a whole: [14, 9]. */
function barsAndStripes(): NDArray {
  const images = new Set<string>();
  for (let code = 0; code < 2 ** side; code++) {
    const isOn = (line: number) => (code >> line) & 1;
    const pixels = Array.from({ length: side ** 2 }, (_, pixel) => [Math.floor(pixel / side), pixel % side] as const);
    for (const axis of [0, 1] as const) images.add(pixels.map((place) => isOn(place[axis])).join(""));
  }
  return ndarray(Float32Array.from([...images].join("")), [images.size, side ** 2]);
}

interface Training {
  readonly gibbsSteps: number;
  /** Chains that persist; otherwise they begin at the data. */
  readonly chains?: number;
  readonly pixels?: "of others";
}

const learningRate = 0.05;
const updates = 6000;

async function learn(images: NDArray, context: LearnContext, { pixels, ...training }: Training): Promise<Learned> {
  const x = pixels === "of others" ? pixelsOfOthers(images, context.seeds.trainSeed) : images;
  const batchSize = images.shape[0]!;
  return learnMachine(
    new Rbm(miniMachine),
    {
      ...training,
      data: batched(arrayDataset({ name: "bars and stripes", arrays: { x } }), { batchSize, sampling: "sequential" }),
      optimizer: sgd({ learningRate }),
      steps: updates,
    },
    context,
  );
}

const data = "bars and stripes, 3x3";

function trained(options: Pick<Recipe, "id" | "claim" | "gate"> & Partial<Recipe>, training: Training): Recipe {
  return recipe<NDArray>({
    variant: "rbm-mini",
    adjustable: ["learningRateFactor"],
    ...options,
    settings: { data, ...training, updates, optimizer: `sgd(learningRate ${learningRate})` },
    data: async () => barsAndStripes(),
    learn: (images, context) => learn(images, context, training),
    measure: async (weights, images) => ({
      metrics: { logLikelihood: mean(await exactLogLikelihoods(new Rbm(miniMachine), { weights, visible: images })) },
    }),
  });
}

const gate = { metric: "logLikelihood", atLeast: -3.05 };
const persistentGate = { metric: "logLikelihood", atLeast: -3.2 };

const uniform = withoutTraining(
  {
    id: "rbm-mini.bars-and-stripes.uniform",
    variant: "uniform",
    claim: "All images are equally likely.",
    gate: { metric: "logLikelihood", atMost: -6.2 },
    settings: { data },
  },
  async () => ({ logLikelihood: -9 * Math.LN2 }),
);

const oneStep = trained(
  {
    id: "rbm-mini.bars-and-stripes.one-step",
    claim: "One step of the chain goes a long way.",
    gate: { metric: "logLikelihood", atLeast: -3.5 },
  },
  { gibbsSteps: 1 },
);

export const fiveSteps = trained(
  {
    id: "rbm-mini.bars-and-stripes",
    claim: "Contrastive divergence makes data likely, with five steps of the chain more than with one (Hinton 2002).",
    gate,
    baselines: { uniform, oneStep },
    ahead: { uniform: 3, oneStep: 0 },
    control: trained(
      { id: "rbm-mini.bars-and-stripes.control", claim: "There are no bars in pixels of any image.", gate },
      { gibbsSteps: 5, pixels: "of others" },
    ),
  },
  { gibbsSteps: 5 },
);

export const persistentChains = trained(
  {
    id: "rbm-mini.bars-and-stripes-persistent",
    claim: "A chain that goes on where it was is worth many steps of one that starts anew (Tieleman 2008).",
    gate: persistentGate,
    baselines: { oneStep },
    ahead: { oneStep: 0 },
    control: trained(
      {
        id: "rbm-mini.bars-and-stripes-persistent.control",
        claim: "There are no bars in pixels of any image.",
        gate: persistentGate,
      },
      { gibbsSteps: 1, chains: 100, pixels: "of others" },
    ),
  },
  { gibbsSteps: 1, chains: 100 },
);
