import { float32 } from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";
import { TemplateNet } from "./template-net.js";

export const variants = {
  "template-net": {
    summary: "2-16-2: two features that no line separates",
    create: () => new TemplateNet(),
    input: { input: float32("N", 2) },
    output: "logits",
    params: 82,
  },
} as const satisfies Readonly<Record<string, Variant>>;
