/** A hundred labelled handwritten digits, and thousands without a label. */
import { RandomStream } from "@blockzoo/core";
import { subset } from "@blockzoo/data";
import { digitClassifier } from "../../src/dbn/variants.js";
import { mnistDigits } from "../mnist-digits.js";
import { withFewLabels } from "./few-labels.js";
import { withShuffledPixels } from "../shuffled-pixels.js";

const counts = { unlabelled: 20_000, labelled: 100 };

export const dbnMnist100 = withFewLabels({
  id: "dbn-classifier.mnist-100",
  variant: "dbn-classifier",
  claim:
    "With a hundred labelled digits, a classifier that starts from layers trained on thousands without a label is at least 3 points " +
    "better than one that starts at random (Hinton, Osindero & Teh 2006).",
  gate: { metric: "accuracy", atLeast: 0.75 },
  ahead: { random: 0.03 },
  network: digitClassifier,
  about:
    "MNIST, 28x28 pixels from 0 to 1: 20,000 training images without a label, 100 of them with one, all 10,000 for testing",
  data: async (context) => {
    const train = await mnistDigits(context, "train");
    const order = new RandomStream(context.trainSeed, "few labels").permutation(train.size);
    return {
      unlabelled: subset(train, order.subarray(0, counts.unlabelled)),
      labelled: subset(train, order.subarray(0, counts.labelled)),
      test: await mnistDigits(context, "test"),
    };
  },
  layers: { epochs: 10, batchSize: 100, learningRate: 0.05, momentum: 0.9 },
  labels: { steps: 600, batchSize: 100, learningRate: 1e-3 },
  broken: { images: withShuffledPixels, about: "on images of shuffled pixels" },
});
