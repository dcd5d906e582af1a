import { BlockzooError, describeType, type NDArray } from "@blockzoo/core";

/**
 * How far two results may be apart, in the measure of {@link difference}. Tests name a preset; none has numbers of its own.
 */
export const tolerances = {
  /** The float64 reference against a closed form or itself. */
  exact: 1e-12,
  /** Analytic gradients against central differences of the float64 reference. */
  differences: 1e-6,
  /** The reference against committed float64 values of PyTorch. */
  golden: 1e-9,
  /** One op in float32 on a CPU runtime against the reference. */
  op: 2e-6,
  /** A whole network's outputs in float32 against the reference or PyTorch. */
  network: 1e-5,
  /** Losses of ten training steps in float32 against PyTorch's. */
  training: 1e-4,
} as const;

export type Tolerance = keyof typeof tolerances;

/**
 * The one measure of equality: `max|a - b| / max(1, max|b|)`; infinite where types differ or a value is not finite in one
 * of them only.
 */
export function difference(a: NDArray, b: NDArray): number {
  if (describeType(a) !== describeType(b)) return Infinity;
  let largest = 0;
  let scale = 1;
  for (let i = 0; i < b.data.length; i++) {
    const [x, y] = [a.data[i]!, b.data[i]!];
    if (Object.is(x, y)) continue;
    if (Number.isFinite(y)) scale = Math.max(scale, Math.abs(y));
    const apart = Math.abs(x - y);
    largest = Number.isNaN(apart)
      ? Number.isNaN(x) && Number.isNaN(y)
        ? largest
        : Infinity
      : Math.max(largest, apart);
  }
  return largest / scale;
}

/** Whether `difference(a, b)` is within a preset. */
export function close(a: NDArray, b: NDArray, tolerance: Tolerance): boolean {
  return difference(a, b) <= tolerances[tolerance];
}

/** Throws, naming `what`, unless the arrays are {@link close}. */
export function expectClose(a: NDArray, b: NDArray, tolerance: Tolerance, what: string): void {
  const found = difference(a, b);
  if (found <= tolerances[tolerance]) return;
  const types = describeType(a) === describeType(b) ? "" : `: ${describeType(a)} against ${describeType(b)}`;
  throw new BlockzooError(
    `${what}: differs by ${found.toExponential(2)}, allowed is ${tolerances[tolerance]} (${tolerance})${types}`,
  );
}
