import { float32, int32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { tensors } from "@blockzoo/tasks/tensors";
import { AcousticModel } from "./acoustic-model.js";

/** A function of frames, which is learned by the loss that it is made for. */
const task: ReturnType<typeof tensors> = {
  ...tensors(),
  drill: async () => (await import("@blockzoo/tasks/drills")).unalignedLabelsDrill,
};

export const variants = {
  "ctc-tones": {
    summary: "bidirectional LSTM of 40 on 8 bands, 6 labels and the blank",
    create: () => new AcousticModel({ bands: 8, classes: 7, hidden: 40 }),
    task,
    graphs: forward({ x: float32("N", "T", 8), xLengths: int32("N") }, "logits"),
    params: 16_567,
  },
  "ctc-digits": {
    summary: "two convolutions and a bidirectional LSTM of 96 on 40 bands, 10 labels and the blank",
    create: () => new AcousticModel({ bands: 40, classes: 11, hidden: 96, channels: 96 }),
    task,
    graphs: forward({ x: float32("N", "T", 40), xLengths: int32("N") }, "logits"),
    params: 216_587,
  },
} as const satisfies Readonly<Record<string, Variant>>;
