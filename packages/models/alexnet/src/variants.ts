import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { imageNetLabels, imageNetPreprocessing } from "@blockzoo/tasks/imagenet";
import { AlexNet, type AlexNetOptions } from "./alexnet.js";
import { OneTowerAlexNet } from "./alexnet-one-tower.js";

const task = imageClassification();

/**
 * An eighth of the paper's widths, for grey images of 64x64. The stride of the first convolution is 2: after the paper's 4, one
 * pixel would be left for the last pool.
 */
export const mini = {
  kernels: [12, 32, 48, 48, 32],
  stride: 2,
  pooled: 2,
  hidden: 512,
  channels: 1,
  classes: 10,
} as const satisfies AlexNetOptions;

export const variants = {
  "alexnet-2012": {
    summary: "as published: two towers that meet at the third convolution, local response normalisation",
    create: () => new AlexNet(),
    task,
    graphs: forward({ input: float32("N", 3, 227, 227) }, "logits"),
    params: 60_965_224,
    meaning: { preprocessing: { ...imageNetPreprocessing, crop: [227, 227] }, labels: imageNetLabels },
  },
  alexnet: {
    summary: "one tower, as in torchvision",
    create: () => new OneTowerAlexNet(),
    task,
    graphs: forward({ input: float32("N", 3, 224, 224) }, "logits"),
    params: 61_100_840,
    meaning: { preprocessing: imageNetPreprocessing, labels: imageNetLabels },
  },
  "alexnet-mini": {
    summary: "the published form with an eighth of its widths, for grey 64x64",
    create: () => new AlexNet(mini),
    task,
    graphs: forward({ input: float32("N", 1, 64, 64) }, "logits"),
    params: 371_362,
  },
} as const satisfies Readonly<Record<string, Variant>>;
