import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { imageNetLabels, imageNetPreprocessing } from "@blockzoo/tasks/imagenet";
import { miniStages, table1 } from "./configurations.js";
import { Vgg, type VggOptions } from "./vgg.js";

const task = imageClassification();

function imageNet(
  options: VggOptions,
  params: number,
  summary: string,
  ...aliases: readonly string[]
): Variant<typeof task> {
  return {
    summary,
    create: () => new Vgg(options),
    task,
    graphs: forward({ input: float32("N", 3, 224, 224) }, "logits"),
    params,
    aliases,
    meaning: { preprocessing: imageNetPreprocessing, labels: imageNetLabels },
  };
}

function mini(create: () => Vgg, params: number, summary: string): Variant<typeof task> {
  return {
    summary,
    create,
    task,
    graphs: forward({ input: float32("N", 1, 32, 32) }, "logits"),
    params,
  };
}

/** A network for grey images of 32x32: one dense layer of 64 units, no dropout, ten classes by default. */
export function miniVgg(stages: VggOptions["stages"], options: Pick<VggOptions, "batchNorm" | "classes"> = {}): Vgg {
  return new Vgg({ stages, channels: 1, pooled: 2, hidden: [64], dropout: 0, classes: 10, ...options });
}

/** Parameters are those of table 2, exactly, and torchvision's; those of C are counted by hand. */
export const variants = {
  vgg11: imageNet({ stages: table1.A }, 132_863_336, "configuration A, 11 layers"),
  vgg13: imageNet({ stages: table1.B }, 133_047_848, "configuration B, 13 layers"),
  "vgg16-c": imageNet({ stages: table1.C }, 133_638_952, "configuration C, 16 layers, three of them 1x1"),
  vgg16: imageNet({ stages: table1.D }, 138_357_544, "configuration D, 16 layers"),
  vgg19: imageNet({ stages: table1.E }, 143_667_240, "configuration E, 19 layers"),
  "vgg11-bn": imageNet({ stages: table1.A, batchNorm: true }, 132_868_840, "A with batch normalisation", "vgg11_bn"),
  "vgg13-bn": imageNet({ stages: table1.B, batchNorm: true }, 133_053_736, "B with batch normalisation", "vgg13_bn"),
  "vgg16-bn": imageNet({ stages: table1.D, batchNorm: true }, 138_365_992, "D with batch normalisation", "vgg16_bn"),
  "vgg19-bn": imageNet({ stages: table1.E, batchNorm: true }, 143_678_248, "E with batch normalisation", "vgg19_bn"),
  "vgg-mini-a": mini(() => miniVgg(miniStages.A), 87_658, "A in small: 8, 16, 32, 64 channels, for grey 32x32"),
  "vgg-mini-a-bn": mini(
    () => miniVgg(miniStages.A, { batchNorm: true }),
    88_090,
    "A in small with batch normalisation",
  ),
  "vgg-mini-d": mini(() => miniVgg(miniStages.D), 136_738, "D in small"),
} as const satisfies Readonly<Record<string, Variant>>;
