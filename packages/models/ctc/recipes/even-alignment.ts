import {
  cast,
  div,
  floor,
  iota,
  lengthMask,
  mul,
  numeric,
  oneHot,
  reduceSum,
  transpose,
  unsqueeze,
  type Tensor,
} from "@blockzoo/core";
import { crossEntropy, type Supervised } from "@blockzoo/train";
import type { Labelled, Labelling } from "./learning.js";

/**
 * The cross-entropy with a target for each step: the steps are shared out evenly among the labels, which is all that can be done
 * where nobody knows their times.
 */
export function byEvenAlignment(model: Labelling, batch: Supervised): Tensor {
  const { x, xLengths, y, yLengths } = batch as Labelled;
  const { logits, steps } = model.forward(x, xLengths);
  const column = (lengths: Tensor) => unsqueeze(cast(lengths, "float32"), [1]);
  const [count, labels] = [logits.shape[1]!, numeric(y.shape[1]!, "byEvenAlignment")];
  // Of L labels at step t of n, that at place ⌊t L / n⌋.
  const places = floor(div(mul(cast(iota(count), "float32"), column(yLengths)), column(steps)));
  const chosen = oneHot(cast(places, "int32"), { depth: labels });
  const targets = reduceSum(mul(chosen, unsqueeze(cast(y, "float32"), [1])), { axes: [2] });
  const mask = lengthMask(steps, count);
  return crossEntropy(transpose(logits, [0, 2, 1]), cast(targets, "int32"), { mask });
}
