import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { tableClassification } from "@blockzoo/tasks/table-classification";
import { TemplateNet } from "./template-net.js";

const task = tableClassification();

export const variants = {
  "template-net": {
    summary: "2-16-2: two features that no line separates",
    create: () => new TemplateNet(),
    task,
    graphs: forward({ input: float32("N", 2) }, "logits"),
    params: 82,
  },
} as const satisfies Readonly<Record<string, Variant>>;
