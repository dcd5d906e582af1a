/**
 * Whether a machine with Gaussian visible units knows glyphs from images each pixel of which is that of another glyph: the share of
 * pairs of both in which the glyph has the lower free energy, so is the likelier one. It is .5 for one that cannot tell.
 *
 * Variance 1 is that of the noise about what the hidden units say; pixels are scaled to it roughly, as section 13.2 of
 * G. E. Hinton, "A Practical Guide to Training Restricted Boltzmann Machines", 2010, asks for.
 */
import { initialize, ndarray, sizeOf, type StateDict } from "@blockzoo/core";
import { arrayDataset, batched, everything, glyphGeometries, glyphs, mapDataset, normalize } from "@blockzoo/data";
import type { MeasureContext, Recipe } from "@blockzoo/family";
import { recipe, sgd, type RecipeDataContext, type RecipeDatasets } from "@blockzoo/train";
import { firstVisibleBias } from "../src/first-visible-bias.js";
import { Rbm } from "../src/rbm.js";
import { gaussianMachine, gaussianScale } from "../src/variants.js";
import { freeEnergies, mean } from "./free-energies.js";
import { learnMachine } from "./learn-machine.js";
import { pixelsOfOthers, withPixelsOfOthers } from "./pixels-of-others.js";

const [side, pixels] = [16, 256];
const geometry = { ...glyphGeometries.easy, noise: 0.1 };
const sizes = { train: 4000, test: 500 };

/** Digits as visible units [n, 256]. */
async function digits({ trainSeed, testSeed }: RecipeDataContext): Promise<RecipeDatasets> {
  const draw = (count: number, seed: number) =>
    mapDataset(mapDataset(glyphs({ count, seed, geometry, size: side }), normalize(gaussianScale)), ({ x }) => ({
      x: ndarray(x!.data, [x!.shape[0]!, pixels]),
    }));
  return { train: draw(sizes.train, trainSeed), test: draw(sizes.test, testSeed) };
}

async function measure(weights: StateDict, { test }: RecipeDatasets, context: MeasureContext) {
  const machine = new Rbm(gaussianMachine);
  const mixed = arrayDataset({ name: "mixed", arrays: { x: pixelsOfOthers(everything(test)["x"]!) } });
  const ofGlyphs = await freeEnergies(machine, { weights, samples: test }, context);
  const ofMixed = await freeEnergies(machine, { weights, samples: mixed }, context);
  const shares = ofGlyphs.map((energy) => mean(ofMixed.map((other) => Number(energy < other))));
  return { metrics: { lower: mean(shares) } };
}

const training = { gibbsSteps: 1, weightDecay: 2e-4, steps: 1000 } as const;
const [batchSize, learningRate] = [50, 0.005];
const settings = {
  data: "glyphs, easy with noise .1, 16x16, 4,000 and 500",
  scale: gaussianScale,
  machine: gaussianMachine,
};
const gate = { metric: "lower", atLeast: 0.99 };

function trained(options: Pick<Recipe, "id" | "claim"> & Partial<Recipe>, order: "of others" | "as they are"): Recipe {
  return recipe<RecipeDatasets>({
    variant: "rbm-gaussian",
    adjustable: ["learningRateFactor", "batchSize"],
    gate,
    ...options,
    settings: {
      ...settings,
      ...training,
      pixels: order,
      batchSize,
      optimizer: `sgd(learningRate ${learningRate}, momentum .5)`,
    },
    data: digits,
    learn: ({ train }, context) =>
      learnMachine(
        new Rbm(gaussianMachine),
        {
          ...training,
          data: batched(order === "of others" ? withPixelsOfOthers(train) : train, {
            batchSize,
            seed: context.seeds.batchSeed,
          }),
          optimizer: sgd({ learningRate, momentum: 0.5 }),
          firstVisibleBias: firstVisibleBias(everything(train)["x"]!, "gaussian"),
        },
        context,
      ),
    measure,
  });
}

/** Without weights: pixels that know nothing of each other. */
const independent = recipe<RecipeDatasets>({
  id: "rbm-gaussian.glyphs.independent",
  variant: "independent",
  claim: "Pixels that know nothing of each other cannot tell.",
  gate: { metric: "lower", atMost: 0.55 },
  settings,
  data: digits,
  async learn({ train }) {
    const machine = new Rbm(gaussianMachine);
    const zeros = [...initialize(machine)].map(
      ([name, { shape }]) => [name, ndarray(new Float32Array(sizeOf(shape)), shape)] as const,
    );
    const weights = new Map(zeros).set("visibleBias", firstVisibleBias(everything(train)["x"]!, "gaussian"));
    return { weights, history: [], finished: true };
  },
  measure,
});

export const gaussianGlyphs = trained(
  {
    id: "rbm-gaussian.glyphs",
    claim:
      "A machine for pixels of any value finds glyphs likelier than images of their pixels that do not belong together (Hinton 2010).",
    baselines: { independent },
    ahead: { independent: 0.4 },
    control: trained(
      { id: "rbm-gaussian.glyphs.control", claim: "There are no strokes in pixels of any image." },
      "of others",
    ),
  },
  "as they are",
);
