/** A hundred labelled handwritten digits, and thousands without a label. */
import { digitClassifier } from "../../src/dbn/variants.js";
import { aboutFewLabelledDigits, fewLabelledDigits } from "../few-labelled-digits.js";
import { withShuffledPixels } from "../shuffled-pixels.js";
import { withFewLabels } from "./few-labels.js";

export const dbnMnist100 = withFewLabels({
  id: "dbn-classifier.mnist-100",
  variant: "dbn-classifier",
  reads: "MNIST",
  claim:
    "With a hundred labelled digits, a classifier that starts from layers trained on thousands without a label is at least 3 points " +
    "better than one that starts at random (Hinton, Osindero & Teh 2006).",
  gate: { metric: "accuracy", atLeast: 0.75 },
  ahead: { random: 0.03 },
  network: digitClassifier,
  about: aboutFewLabelledDigits,
  data: fewLabelledDigits,
  layers: { epochs: 10, batchSize: 100, learningRate: 0.05, momentum: 0.9 },
  labels: { steps: 600, batchSize: 100, learningRate: 1e-3 },
  broken: { images: withShuffledPixels, about: "on images of shuffled pixels" },
});
