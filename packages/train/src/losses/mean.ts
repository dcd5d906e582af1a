import {
  cast,
  check,
  describeType,
  div,
  maximum,
  mul,
  numericShape,
  reduceMean,
  reduceSum,
  reshape,
  sizeOf,
  type Tensor,
} from "@blockzoo/core";

export interface MaskOptions {
  /**
   * 1 for what counts and 0 for what does not, float32 or bool, of the shape of the values or of their first axes: a mask
   * `[N]` leaves out whole samples. Everything counts by default.
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
  const weights = mask.dtype === "float32" ? mask : cast(mask, "float32");
  const rest = shape.slice(mask.rank);
  const total = reduceSum(mul(values, reshape(weights, [...shape.slice(0, mask.rank), ...rest.map(() => 1)])));
  return div(total, mul(maximum(reduceSum(weights), 1), sizeOf(rest)));
}
