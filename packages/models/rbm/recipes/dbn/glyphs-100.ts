/** A hundred labelled glyphs, and thousands without a label. */
import { ndarray } from "@blockzoo/core";
import { glyphs, mapDataset, subset, type Dataset } from "@blockzoo/data";
import { glyphClassifier } from "../../src/dbn/variants.js";
import { withFewLabels } from "./few-labels.js";
import { withShuffledPixels } from "../shuffled-pixels.js";

const labels = 100;

function binaryGlyphs(count: number, seed: number): Dataset {
  const geometry = { rotation: 15, shear: 0.2, scale: [0.75, 1], shift: 0.1, noise: 0.25 } as const;
  return mapDataset(glyphs({ count, seed, size: 16, geometry }), ({ x, ...rest }) => ({
    ...rest,
    x: ndarray(
      x!.data.map((ink) => (ink > 0.5 ? 1 : 0)),
      x!.shape,
    ),
  }));
}

export const dbnGlyphs100 = withFewLabels({
  id: "dbn-classifier-mini.glyphs-100",
  variant: "dbn-classifier-mini",
  claim:
    "With a hundred labels, a classifier that starts from layers trained on unlabelled images is at least 3 points better " +
    "than one that starts at random (Hinton, Osindero & Teh 2006).",
  gate: { metric: "accuracy", atLeast: 0.94 },
  ahead: { random: 0.03 },
  network: glyphClassifier,
  about:
    "glyphs of 16x16 pixels, black and white: 5,000 without a label, the first 100 of them with one, 1,000 for testing",
  data: async ({ trainSeed, testSeed }) => {
    const unlabelled = binaryGlyphs(5000, trainSeed);
    return {
      unlabelled,
      labelled: subset(
        unlabelled,
        Array.from({ length: labels }, (_, index) => index),
      ),
      test: binaryGlyphs(1000, testSeed),
    };
  },
  layers: { epochs: 15, batchSize: 100, learningRate: 0.05, momentum: 0.9 },
  labels: { steps: 600, batchSize: 100, learningRate: 1e-3 },
  broken: { images: withShuffledPixels, about: "on images of shuffled pixels" },
});
