import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { MobileNet, type SeparableLayer } from "./mobilenet.js";

const task = imageClassification();

/** 32x32 pixels become 16x16 by the first convolution, 8x8 and 4x4 by these. */
const layers32: readonly SeparableLayer[] = [
  [32, 1],
  [64, 2],
  [64, 1],
  [128, 2],
];

export const createMini = () => new MobileNet({ inChannels: 1, classes: 10, first: 16, layers: layers32 });

export const variants = {
  mobilenet: {
    summary: "MobileNet 1.0-224, table 1: 224x224 colour images, a thousand classes",
    create: () => new MobileNet(),
    task,
    graphs: forward({ input: float32("N", 3, 224, 224) }, "logits"),
    params: 4_231_976,
  },
  "mobilenet-mini": {
    summary: "four separable layers: 32x32 grey images, ten classes",
    create: createMini,
    task,
    graphs: forward({ input: float32("N", 1, 32, 32) }, "logits"),
    params: 18_826,
  },
} as const satisfies Readonly<Record<string, Variant>>;
