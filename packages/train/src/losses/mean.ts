import {
  cast,
  check,
  describeType,
  div,
  maximum,
  mul,
  notEqual,
  numericShape,
  reduceMean,
  reduceSum,
  reshape,
  sizeOf,
  where,
  type Tensor,
} from "@blockzoo/core";

export interface MaskOptions {
  /**
   * 1 for what counts and 0 for what does not, float32 or bool, of the shape of the values or of their first axes: a mask
   * `[N]` leaves out whole samples, one `[N, T]` steps of sequences, as `lengthMask` makes it. What does not count adds
   * exactly 0 to the loss and to the gradient, whatever finite numbers and labels stand there. Everything counts by default.
   */
  readonly mask?: Tensor | undefined;
}

/** The mean of all values, or of those that the mask leaves; 0 when it leaves none. */
export function meanOf(values: Tensor, { mask }: MaskOptions): Tensor {
  if (mask === undefined) return reduceMean(values);
  const shape = numericShape(values.shape, "a masked loss");
  check(
    mask.rank <= shape.length && mask.shape.every((size, axis) => size === shape[axis]),
    () =>
      `the mask must have the shape of the values ${describeType(values)} or of their first axes, got ${describeType(mask)}`,
  );
  const counts = isCounted(mask);
  const rest = shape.slice(mask.rank);
  // Chosen and not multiplied: 0 times what is not finite would not be 0.
  const kept = where(reshape(counts, [...shape.slice(0, mask.rank), ...rest.map(() => 1)]), values, 0);
  return div(reduceSum(kept), mul(maximum(reduceSum(cast(counts, "float32")), 1), sizeOf(rest)));
}

/** A mask as bool. */
export function isCounted(mask: Tensor): Tensor {
  return mask.dtype === "bool" ? mask : notEqual(mask, 0);
}
