import { lengthMask, slice, sub, type Tensor } from "@blockzoo/core";
import { crossEntropy } from "@blockzoo/train";
import type { Seq2Seq } from "../src/seq2seq.js";

/** Padded sources, and what is to be said of each, from the token that begins to the one that ends. */
export interface Pairs {
  readonly source: Tensor;
  readonly sourceLengths: Tensor;
  readonly target: Tensor;
  readonly targetLengths: Tensor;
}

/** The mean cross-entropy of each token behind those that should stand before it. */
export function teacherForcingLoss(model: Seq2Seq, { source, sourceLengths, target, targetLengths }: Pairs): Tensor {
  const steps = (target.shape[1] as number) - 1;
  const from = (start: number) => slice(target, { axes: [1], starts: [start], ends: [start + steps] });
  const { logits } = model.forward(source, sourceLengths, from(0));
  return crossEntropy(logits, from(1), { mask: lengthMask(sub(targetLengths, 1), steps) });
}
