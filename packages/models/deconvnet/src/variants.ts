import { float32 } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { DeconvNet, dense, pointwise, type DeconvNetOptions } from "./deconvnet.js";

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

export const variants = {
  deconvnet: {
    summary: "VGG-16 and its mirror image, unpooling by switches",
    create: () => new DeconvNet({ stages: vgg16, middle: dense(4096), classes: 21 }),
    input: { input: float32("N", 3, 224, 224) },
    output: "logits",
    params: 251_805_653,
  },
  "deconvnet-mini": {
    summary: "three small stages for grey images",
    create: () => new DeconvNet(mini),
    input: { input: float32("N", 1, "H", "W") },
    output: "logits",
    params: 107_396,
  },
} as const satisfies Readonly<Record<string, Variant>>;
