import {
  allocate,
  BlockzooError,
  describeType,
  difference,
  tolerances,
  type NDArray,
  type Tolerance,
} from "@blockzoo/core";

/** Whether `difference(a, b)` is within a preset. */
export function close(a: NDArray, b: NDArray, tolerance: Tolerance): boolean {
  return difference(a, b) <= tolerances[tolerance];
}

/** Throws, naming `what`, unless the arrays are {@link close}, and the first one holds what its type says. */
export function expectClose(a: NDArray, b: NDArray, tolerance: Tolerance, what: string): void {
  const isDouble = a.dtype === "float32" && a.data instanceof Float64Array;
  if (!isDouble && a.data.constructor !== allocate(a.dtype, 0).constructor) {
    throw new BlockzooError(`${what}: ${describeType(a)} is in a ${a.data.constructor.name}`);
  }
  if (close(a, b, tolerance)) return;
  const types = describeType(a) === describeType(b) ? "" : `: ${describeType(a)} against ${describeType(b)}`;
  throw new BlockzooError(
    `${what}: differs by ${difference(a, b).toExponential(2)}, allowed is ${tolerances[tolerance]} (${tolerance})${types}`,
  );
}
