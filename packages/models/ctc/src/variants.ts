import { float32, int32, ndarray, type Feeds } from "@blockzoo/core";
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
    graphs: forward({ x: float32("N", "T", 8), lengths: int32("N") }, "logits", { example: unequalLengths }),
    params: 16_567,
  },
  "ctc-digits": {
    summary: "two convolutions and a bidirectional LSTM of 96 on 40 bands, 10 labels and the blank",
    create: () => new AcousticModel({ bands: 40, classes: 11, hidden: 96, channels: 96 }),
    task,
    graphs: forward({ x: float32("N", "T", 40), lengths: int32("N") }, "logits", { example: unequalLengths }),
    params: 216_587,
  },
} as const satisfies Readonly<Record<string, Variant>>;

/** The last sequence fills the batch, the others are shorter. */
function unequalLengths({ x }: Feeds): Feeds {
  const [samples, steps] = x!.shape as [number, number];
  const lengths = Int32Array.from({ length: samples }, (_, sample) => Math.ceil((steps * (sample + 1)) / samples));
  return { lengths: ndarray(lengths) };
}
