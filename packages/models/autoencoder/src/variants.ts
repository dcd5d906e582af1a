import { float32 } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { Autoencoder } from "./autoencoder.js";
import { convolutionalCoder } from "./convolutional-coder.js";
import { MaskingNoise } from "./corruption.js";
import { denseCoder } from "./dense-coder.js";
import { imageCoding } from "./image-coding/index.js";

const task = imageCoding();

type Image = readonly [channels: number, height: number, width: number];

/** What MNIST has. */
const digit: Image = [1, 28, 28];
/** The glyphs on which claims are tested. */
const glyph: Image = [1, 16, 16];

interface Network {
  readonly summary: string;
  readonly image: Image;
  /** Length of the code. */
  readonly units: number;
  readonly create: () => Autoencoder;
  readonly params: number;
}

/** A network for grey images of one size, bright strokes on a dark ground, from 0 to 1. */
function network({ image, units, ...rest }: Network) {
  const images = { image: float32("N", ...image) };
  return {
    ...rest,
    task,
    graphs: {
      forward: { input: images, output: "reconstruction" },
      encode: { input: images, output: "code" },
      decode: { input: { code: float32("N", units) }, output: "reconstruction" },
    },
    meaning: {
      preprocessing: {
        kind: "image",
        channels: 1,
        resize: [image[1], image[2]],
        mean: [0],
        deviation: [1],
        foreground: "bright",
      },
    },
  } as const satisfies Variant;
}

/** Parameters of dense layers of these sizes and back, with a bias to each output. */
const dense = (...sizes: readonly number[]) =>
  sizes.slice(1).reduce((sum, outputs, index) => sum + 2 * sizes[index]! * outputs + sizes[index]! + outputs, 0);

/** Dense layers of these widths, the last of which is the code, and back, for digits. */
function deep(widths: readonly number[], { summary }: Pick<Network, "summary">) {
  return network({
    summary,
    image: digit,
    units: widths.at(-1)!,
    create: () => new Autoencoder(denseCoder({ image: digit, widths })),
    params: dense(784, ...widths),
  });
}

export const variants = {
  autoencoder: network({
    summary: "the one of 2006: 784-1000-500-250-30 and back, logistic units, linear code",
    image: digit,
    units: 30,
    create: () => new Autoencoder(denseCoder({ image: digit, widths: [1000, 500, 250, 30], hidden: "logistic" })),
    params: dense(784, 1000, 500, 250, 30),
  }),
  "autoencoder-30": deep([256, 64, 30], { summary: "784-256-64-30 and back, ReLU" }),
  "autoencoder-10": deep([256, 64, 10], { summary: "784-256-64-10 and back, ReLU" }),
  "autoencoder-2": deep([128, 64, 2], { summary: "784-128-64-2 and back, ReLU: a code that can be drawn" }),
  "autoencoder-tied": network({
    summary: "784-256-64-30 and back by the same matrices, transposed, with biases of their own",
    image: digit,
    units: 30,
    create: () => new Autoencoder(denseCoder({ image: digit, widths: [256, 64, 30], tied: true })),
    params: 784 * 256 + 256 * 64 + 64 * 30 + (256 + 64 + 30) + (784 + 256 + 64),
  }),
  "autoencoder-denoising": network({
    summary: "784-256 and back by the same matrix, logistic units, trained with half of the pixels masked",
    image: digit,
    units: 256,
    create: () =>
      new Autoencoder(denseCoder({ image: digit, widths: [256], code: "logistic", tied: true }), {
        corruption: new MaskingNoise(0.5),
      }),
    params: 784 * 256 + 256 + 784,
  }),
  "autoencoder-conv": network({
    summary: "3x3 convolutions of 16 and 32 channels to a code of 30, resizing and convolutions back",
    image: digit,
    units: 30,
    create: () => new Autoencoder(convolutionalCoder({ image: digit, channels: [16, 32], units: 30 })),
    params: 160 + 4640 + (1568 + 1) * 30 + (30 + 1) * 1568 + 4624 + 145,
  }),
  "autoencoder-linear": network({
    summary: "256-10-256 without a nonlinearity, 16x16 pixels: principal components, found by descent",
    image: glyph,
    units: 10,
    create: () => new Autoencoder(denseCoder({ image: glyph, widths: [10] }), { pixels: "linear" }),
    params: dense(256, 10),
  }),
  "autoencoder-mini": network({
    summary: "256-128-64-10 and back, ReLU, 16x16 pixels",
    image: glyph,
    units: 10,
    create: () => new Autoencoder(denseCoder({ image: glyph, widths: [128, 64, 10] }), { pixels: "linear" }),
    params: dense(256, 128, 64, 10),
  }),
} as const satisfies Readonly<Record<string, Variant>>;
