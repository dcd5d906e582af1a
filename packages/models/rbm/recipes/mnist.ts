/**
 * How likely handwritten digits are to a machine that has learned others, in nats an image. Its partition function is estimated by
 * annealed importance sampling, after R. Salakhutdinov and I. Murray, "On the Quantitative Analysis of Deep Belief Networks",
 * ICML 2008, whose machines of 500 hidden units reach about -86 in a training many times as long.
 *
 * Pixels are black or white: white where they are brighter than a half. The paper draws them by their brightness.
 */
import { ndarray, type NDArray, type StateDict } from "@blockzoo/core";
import { batched, everything, mapDataset, type BatchTransform, type Dataset } from "@blockzoo/data";
import { openVariant, type Figure, type MeasureContext, type Recipe } from "@blockzoo/family";
import {
  cosineSchedule,
  recipe,
  sgd,
  withoutTraining,
  type RecipeDataContext,
  type RecipeDatasets,
} from "@blockzoo/train";
import { annealedImportanceSampling } from "../src/likelihood/annealed-importance-sampling.js";
import { firstVisibleBias } from "../src/first-visible-bias.js";
import { Rbm } from "../src/rbm.js";
import { mnistMachine, variants } from "../src/variants.js";
import { freeEnergies, mean } from "./free-energies.js";
import { learnMachine } from "./learn-machine.js";
import { withPixelsOfOthers } from "./pixels-of-others.js";

const side = 28;
const pixels = side ** 2;

/** Images [n, 1, 28, 28] to black and white visible units [n, 784]. */
const blackOrWhite: BatchTransform = ({ x }) => ({
  x: ndarray(Float32Array.from(x!.data, Math.round), [x!.shape[0]!, pixels]),
});

async function digits({ data: folder }: RecipeDataContext): Promise<RecipeDatasets> {
  // In a function, since it reads files: recipes are also loaded in a page.
  const { mnist } = await import("@blockzoo/data/node");
  const read = async (split: "train" | "test") =>
    mapDataset(await mnist({ split, ...(folder !== undefined && { folder }) }), blackOrWhite);
  return { train: await read("train"), test: await read("test") };
}

/** How often each pixel is white, as visible biases. */
function biasesOf(train: Dataset): NDArray {
  return firstVisibleBias(everything(train)["x"]!);
}

const training = { gibbsSteps: 1, chains: 100, weightDecay: 2e-4, epochs: 4 } as const;
const optimizer = sgd({ learningRate: 0.05 });
const batchSize = 100;
const annealingSteps = 1000;

const gate = { metric: "logLikelihood", atLeast: -110 };

function trained(options: Pick<Recipe, "id" | "claim"> & Partial<Recipe>, order: "of others" | "as they are"): Recipe {
  return recipe<RecipeDatasets>({
    variant: "rbm",
    gate,
    ...options,
    settings: {
      data: "mnist, black or white at a half",
      pixels: order,
      machine: mnistMachine,
      ...training,
      batchSize,
      optimizer: "sgd(learningRate 0.05), falling along half a cosine",
      annealingSteps,
    },
    data: digits,
    reads: "MNIST",
    learn: ({ train }, context) =>
      learnMachine(
        new Rbm(mnistMachine),
        {
          ...training,
          data: batched(order === "of others" ? withPixelsOfOthers(train) : train, {
            batchSize,
            seed: context.seeds.batchSeed,
          }),
          optimizer,
          schedule: cosineSchedule(),
          firstVisibleBias: biasesOf(train),
        },
        context,
      ),
    async measure(weights, { train, test }, context) {
      const { backend, seed = 0, signal } = context;
      const network = new Rbm(mnistMachine);
      const { logPartition, standardError } = await annealedImportanceSampling(network, {
        weights,
        backend,
        seed,
        baseBias: biasesOf(train),
        steps: annealingSteps,
        ...(signal && { signal }),
      });
      const meanFreeEnergy = mean(await freeEnergies(network, { weights, samples: test }, context));
      return {
        metrics: { logLikelihood: -meanFreeEnergy - logPartition, standardError },
        figures: await figures(weights, context),
      };
    },
  });
}

/** What the first hidden units look for, and what the machine draws. */
async function figures(weights: StateDict, { backend, signal }: MeasureContext): Promise<readonly Figure[]> {
  const { data, shape } = weights.get("weight")!;
  const shown = 30;
  const filters = Float32Array.from({ length: shown * pixels }, (_, index) => {
    const [unit, pixel] = [Math.floor(index / pixels), index % pixels];
    return data[pixel * shape[1]! + unit]!;
  });
  const { use } = await openVariant({
    variant: variants.rbm,
    meaning: variants.rbm.meaning,
    source: "rbm.mnist",
    weights,
    backend,
  });
  const samples = await use.pixels({ count: 20, steps: 2000, ...(signal && { signal }) });
  use.dispose();
  return [
    {
      kind: "images",
      title: "Weights of 30 hidden units",
      images: ndarray(filters, [shown, 1, side, side]),
      range: [-0.7, 0.7],
    },
    { kind: "images", title: "Probabilities of pixels after 2000 steps from noise", images: samples },
  ];
}

const independent = withoutTraining(
  {
    id: "rbm.mnist.independent",
    variant: "independent",
    claim: "Pixels that know nothing of each other.",
    gate: { metric: "logLikelihood", atMost: -190 },
    settings: { data: "mnist, black or white at a half" },
  },
  async (context) => {
    const { train, test } = await digits(context);
    const odds = biasesOf(train).data;
    const images = Array.from(everything(test)["x"]!.data);
    // log p where a pixel is white, log(1 - p) where it is black, of p = σ(odds)
    const total = images.reduce((sum, pixel, index) => {
      const sign = pixel === 1 ? -1 : 1;
      return sum - Math.log1p(Math.exp(sign * odds[index % pixels]!));
    }, 0);
    return { logLikelihood: total / test.size };
  },
);

export const mnistDigits = trained(
  {
    id: "rbm.mnist",
    claim:
      "A machine of 500 hidden units finds digits that it has not seen far likelier than pixels that know nothing of each other " +
      "(Salakhutdinov & Murray 2008).",
    baselines: { independent },
    ahead: { independent: 60 },
    control: trained({ id: "rbm.mnist.control", claim: "There are no strokes in pixels of any image." }, "of others"),
  },
  "as they are",
);
