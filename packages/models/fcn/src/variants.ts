import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageHeatMap, type MapGrid } from "@blockzoo/tasks/image-heat-map";
import { imageSegmentation } from "@blockzoo/tasks/image-segmentation";
import { FcnMini, type FcnMiniOptions } from "./fcn-mini.js";
import { FcnResNet, type FcnResNetOptions } from "./fcn-resnet.js";
import { Fcn, type FcnStride } from "./fcn.js";
import { toFullyConvolutional } from "./fully-convolutional.js";
import { GlyphClassifier } from "./glyph-classifier.js";
import { vocLabels, vocPreprocessing } from "./voc.js";

const task = imageSegmentation();

function onVgg(stride: FcnStride, params: number, summary: string): Variant<typeof task> {
  return {
    summary,
    create: () => new Fcn({ stride }),
    task,
    graphs: forward({ input: float32("N", 3, "H", "W") }, "logits"),
    params,
  };
}

function onResNet(blocks: FcnResNetOptions["blocks"], params: number, alias: string): Variant<typeof task> {
  return {
    summary: `dilated ResNet-${alias.replace("fcn_resnet", "")}, torchvision's ${alias}`,
    aliases: [alias],
    create: () => new FcnResNet({ blocks }),
    task,
    graphs: forward({ input: float32("N", 3, "H", "W") }, "out"),
    params,
    meaning: { preprocessing: vocPreprocessing, labels: vocLabels },
  };
}

/** Classes of the small networks: background, circle, square, triangle. */
export const shapeClasses = 4;

function mini(
  skips: FcnMiniOptions["skips"],
  params: number,
  summary: string,
  classes = shapeClasses,
): Variant<typeof task> {
  return {
    summary,
    create: () => new FcnMini({ skips, classes }),
    task,
    graphs: forward({ input: float32("N", 1, "H", "W") }, "logits"),
    params,
  };
}

/** The digits, and the background. */
export const glyphClasses = 11;

/** Two pools of 2; the first window covers pixels 0 to 31. */
export const heatMapGrid: MapGrid = { stride: 4, offset: 15.5 };

/** Parameters are those of the paper's networks, counted, and torchvision's, with its auxiliary classifier. */
export const variants = {
  "fcn-32s": onVgg(32, 136_152_917, "VGG-16, scores of stride 32 upsampled at once"),
  "fcn-16s": onVgg(16, 134_815_994, "VGG-16, scores of pool4 added"),
  "fcn-8s": onVgg(8, 134_489_759, "VGG-16, scores of pool4 and pool3 added"),
  "fcn-resnet50": onResNet([3, 4, 6, 3], 35_322_218, "fcn_resnet50"),
  "fcn-resnet101": onResNet([3, 4, 23, 3], 54_314_346, "fcn_resnet101"),
  "fcn-mini": mini(2, 52_572, "three small stages for grey images, two skips"),
  "fcn-mini-1skip": mini(1, 53_016, "three small stages, one skip"),
  "fcn-mini-0skips": mini(0, 55_700, "three small stages, no skip"),
  "fcn-mini-nuclei": mini(2, 51_798, "fcn-mini with two classes, nucleus and background", 2),
  "heat-map-mini": {
    summary: "a small classifier of digits of 32x32, turned into convolutions",
    create: () => toFullyConvolutional(new GlyphClassifier(glyphClasses), [1, 32, 32]),
    task: imageHeatMap({ grid: heatMapGrid }),
    graphs: forward({ input: float32("N", 1, "H", "W") }, "logits"),
    params: 46_715,
  },
} as const satisfies Readonly<Record<string, Variant>>;
