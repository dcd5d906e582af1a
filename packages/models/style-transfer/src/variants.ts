import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { StyleTransfer } from "./style-transfer.js";

const task = imageClassification();

export const variants = {
  "style-transfer": {
    summary: "16x16 grey images, ten classes",
    create: () => new StyleTransfer(),
    task,
    graphs: forward({ input: float32("N", 1, 16, 16) }, "logits"),
    params: 5_994,
  },
} as const satisfies Readonly<Record<string, Variant>>;
