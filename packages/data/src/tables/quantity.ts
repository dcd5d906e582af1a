import { check, ndarray, type NDArray } from "@blockzoo/core";

/** What one number y of a network says: `mean + deviation * y`, as features are standardised. */
export interface Quantity {
  readonly mean: number;
  /** Above 0. */
  readonly deviation: number;
}

/** What a network says of a quantity, float32 of any shape, on the scale of the table. */
export function scaleBack({ data, shape }: NDArray, { mean, deviation }: Quantity): NDArray {
  return ndarray(
    Float32Array.from(data, (value) => mean + deviation * value),
    shape,
  );
}
