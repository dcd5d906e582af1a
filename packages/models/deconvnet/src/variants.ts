import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageSegmentation } from "@blockzoo/tasks/image-segmentation";
import { ChairGenerator, type ChairGeneratorOptions } from "./chair-generator.js";
import { viewGeneration } from "./view-generation/index.js";
import { DeconvNet, dense, pointwise, type DeconvNetOptions } from "./deconvnet.js";

const task = imageSegmentation();
const drawing = viewGeneration();

/** The stages of VGG-16. */
const vgg16 = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
] as const;

/** Background, circle, square, triangle. */
export const shapeClasses = 4;

/** The network at the size at which claims are tested: three pools, grey images. */
export const mini = {
  stages: [
    [16, 16],
    [32, 32],
    [48, 48],
  ],
  middle: pointwise,
  channels: 1,
  classes: shapeClasses,
  deconvolution: "plain",
} as const satisfies DeconvNetOptions;

/** The chair generator for 809 chairs, from any azimuth and elevation. */
export const chairs = {
  styles: 809,
  transform: 12,
  image: { first: 256, stages: [256, 92, 48, 3] },
  mask: { first: 128, stages: [128, 46, 24, 1] },
} as const satisfies ChairGeneratorOptions;

/** The generator at the size at which claims are tested: ten glyphs from any angle, 32x32, grey. */
export const glyphViewer = {
  styles: 10,
  view: 2,
  own: 64,
  shared: 128,
  side: 4,
  image: { first: 32, stages: [32, 16, 1] },
  mask: { first: 16, stages: [16, 8, 1] },
} as const satisfies ChairGeneratorOptions;

export const variants = {
  deconvnet: {
    summary: "VGG-16 and its mirror image, unpooling by switches",
    create: () => new DeconvNet({ stages: vgg16, middle: dense(4096), classes: 21 }),
    task,
    graphs: forward({ input: float32("N", 3, 224, 224) }, "logits"),
    params: 251_805_653,
  },
  "deconvnet-mini": {
    summary: "three small stages for grey images",
    create: () => new DeconvNet(mini),
    task,
    graphs: forward({ input: float32("N", 1, "H", "W") }, "logits"),
    params: 107_396,
  },
  "chair-generator": {
    summary: "images of 809 chairs from any view, 128x128, with a mask",
    create: () => new ChairGenerator(chairs),
    task: drawing,
    graphs: forward(
      { style: float32("N", chairs.styles), view: float32("N", 4), transform: float32("N", chairs.transform) },
      "image",
    ),
    params: 31_952_590,
  },
  "chair-generator-mini": {
    summary: "images of ten glyphs from any angle, 32x32, grey, with a mask",
    create: () => new ChairGenerator(glyphViewer),
    task: drawing,
    graphs: forward({ style: float32("N", glyphViewer.styles), view: float32("N", glyphViewer.view) }, "image"),
    params: 189_986,
  },
} as const satisfies Readonly<Record<string, Variant>>;
