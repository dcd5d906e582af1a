import { ndarray, parseRecord, type NDArray } from "@blockzoo/core";
import { parseScale } from "./preprocessing.js";

/** What one number y of a network says: `mean + deviation * y`, as features are standardised. */
export interface Quantity {
  readonly mean: number;
  /** Above 0. */
  readonly deviation: number;
}

/** @throws BlockzooError where a value of unknown origin is none */
export function parseQuantity(value: unknown, where: string): Quantity {
  return parseScale(parseRecord(value, where), where);
}

/** What a network says of a quantity, float32 of any shape, on the scale of the table. */
export function scaleBack({ data, shape }: NDArray, { mean, deviation }: Quantity): NDArray {
  return ndarray(
    Float32Array.from(data, (value) => mean + deviation * value),
    shape,
  );
}
