import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { digitLabels, imageClassification } from "@blockzoo/tasks/image-classification";
import { imageSampling } from "../image-sampling/index.js";
import { DbnClassifier, type DbnClassifierOptions } from "./dbn-classifier.js";
import { DbnGenerator, type DbnGeneratorOptions } from "./dbn-generator.js";

/** Half of the published one: what it learns is below a megabyte in half precision. */
export const digits = {
  image: [28, 28],
  layers: [256, 256],
  classes: 10,
  hidden: 512,
} as const satisfies DbnGeneratorOptions;

/** Hinton, Osindero & Teh 2006, figure 1. */
const published = { ...digits, layers: [500, 500], hidden: 2000 } as const satisfies DbnGeneratorOptions;

export const digitClassifier = { sizes: [784, 256, 256, 256], classes: 10 } as const satisfies DbnClassifierOptions;

export const glyphClassifier = { sizes: [256, 200, 200, 200], classes: 10 } as const satisfies DbnClassifierOptions;

/** The published one with a linear layer for the classes. */
const publishedClassifier = { sizes: [784, 500, 500, 2000], classes: 10 } as const satisfies DbnClassifierOptions;

const sampling = imageSampling({
  state: "features",
  units: { features: "bernoulli", hidden: "bernoulli" },
  image: "image",
});

/** Ink is 1 and paper 0. */
const pixels = {
  kind: "image",
  channels: 1,
  foreground: "bright",
  resize: [28, 28],
  mean: [0],
  deviation: [1],
} as const;

function generator(options: DbnGeneratorOptions) {
  const { image, layers, classes, hidden } = options;
  const [features, label] = [float32("N", layers.at(-1)!), float32("N", classes)];
  return {
    create: () => new DbnGenerator(options),
    task: sampling,
    meaning: { preprocessing: pixels, labels: digitLabels },
    graphs: {
      gibbs: {
        input: { features, label, hiddenNoise: float32("N", hidden), featuresNoise: features },
        output: "means",
      },
      image: { input: { means: features }, output: "image" },
      up: { input: { image: float32("N", 1, ...image) }, output: "features" },
      forward: { input: { image: float32("N", 1, ...image) }, output: "scores" },
    },
  };
}

const classification = imageClassification();

const classifier = (options: DbnClassifierOptions, side: number) => ({
  create: () => new DbnClassifier(options),
  task: classification,
  graphs: forward({ input: float32("N", 1, side, side) }, "logits"),
});

export const dbnVariants = {
  dbn: {
    summary: "784-256-256, and 512 units above these and ten labels: draws images of 28x28 pixels of a class",
    ...generator(digits),
    params: 404_762,
  },
  "dbn-2006": {
    summary: "784-500-500, and 2000 units above these and ten labels, as published",
    ...generator(published),
    params: 1_666_794,
  },
  "dbn-classifier": {
    summary: "784-256-256-256-10, sigmoid: images of 28x28 pixels, ten classes",
    ...classifier(digitClassifier, 28),
    params: 335_114,
  },
  "dbn-classifier-2006": {
    summary: "784-500-500-2000-10, sigmoid: images of 28x28 pixels, ten classes",
    ...classifier(publishedClassifier, 28),
    params: 1_665_010,
  },
  "dbn-classifier-mini": {
    summary: "256-200-200-200-10, sigmoid: images of 16x16 pixels, ten classes",
    ...classifier(glyphClassifier, 16),
    params: 133_810,
  },
} as const satisfies Readonly<Record<string, Variant>>;
