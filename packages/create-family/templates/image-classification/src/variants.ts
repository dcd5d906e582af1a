import { float32 } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { TemplateNet } from "./template-net.js";

export const variants = {
  "template-net": {
    summary: "16x16 grey images, ten classes",
    create: () => new TemplateNet(),
    input: { input: float32("N", 1, 16, 16) },
    output: "logits",
    params: 5_994,
  },
} as const satisfies Readonly<Record<string, Variant>>;
