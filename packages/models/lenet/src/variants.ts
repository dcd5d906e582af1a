import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { LeNet5 } from "./lenet5.js";
import { LeNet5Modern } from "./lenet5-modern.js";

const task = imageClassification();

export const variants = {
  lenet5: {
    summary: "the modern form: dense C3, average pooling, linear output",
    create: () => new LeNet5Modern(),
    task,
    graphs: forward({ input: float32("N", 1, 32, 32) }, "logits"),
    params: 61_706,
  },
  "lenet5-1998": {
    summary: "as published: trained subsampling, C3 connected by table I, distances to codes as output",
    create: () => new LeNet5(),
    task,
    graphs: forward({ input: float32("N", 1, 32, 32) }, "logits"),
    params: 60_000,
  },
} as const satisfies Readonly<Record<string, Variant>>;
