import { float32 } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { LeNet5 } from "./lenet5.js";
import { LeNet5Modern } from "./lenet5-modern.js";

export const variants = {
  lenet5: {
    summary: "the modern form: dense C3, average pooling, linear output",
    create: () => new LeNet5Modern(),
    input: { input: float32("N", 1, 32, 32) },
    output: "logits",
    params: 61_706,
  },
  "lenet5-1998": {
    summary: "as published: trained subsampling, C3 connected by table I, distances to codes as output",
    create: () => new LeNet5(),
    input: { input: float32("N", 1, 32, 32) },
    output: "logits",
    params: 60_000,
  },
} as const satisfies Readonly<Record<string, Variant>>;
