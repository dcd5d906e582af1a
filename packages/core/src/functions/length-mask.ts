import type { Dimension } from "../dimensions.js";
import { check } from "../errors.js";
import { cast, less } from "../ops/elementwise.js";
import { iota } from "../ops/indexing.js";
import { reshape } from "../ops/shape.js";
import { describeType, type Tensor } from "../tensor.js";

/**
 * Which steps of padded sequences are real: 1 for the first `lengths[n]` of each, 0 for the padding behind them.
 *
 * Formula: `mask[n, t] = (t < lengths[n])`
 *
 * Shapes: int32 `[N] -> ` float32 `[N, T]`
 *
 * Useful for: losses and means over sequences of unequal length, `{ mask }`; `mul(outputs, mask)`.
 *
 * @param steps T, to how many steps the sequences are padded: a number, or the name of a dimension
 * @example crossEntropy(logits, y, { mask: lengthMask(yLengths, y.shape[1]!) })
 */
export function lengthMask(lengths: Tensor, steps: Dimension): Tensor {
  check(
    lengths.dtype === "int32" && lengths.rank === 1,
    () => `lengthMask expects int32 lengths [N], one for each sequence, got ${describeType(lengths)}`,
  );
  return cast(less(iota(steps), reshape(lengths, [lengths.shape[0]!, 1])), "float32");
}
