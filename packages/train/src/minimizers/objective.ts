/** A point: what is minimised over. Steps keep the precision of the one that they begin at; sums are taken in double. */
export type Vector = Float32Array | Float64Array;

/** The value of a function at a point, and its gradient there, in an array of its own. */
export interface ValueAtPoint {
  readonly value: number;
  readonly gradient: Vector;
  /** What else is told of the point, such as the terms of a sum; nothing depends on it. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** A function with its gradient, computed on the host or by a compiled program. It must neither change nor keep the point. */
export type Objective = (x: Vector) => ValueAtPoint | Promise<ValueAtPoint>;

/** Whether a value and all of its gradient are finite. */
export function isFiniteAt({ value, gradient }: ValueAtPoint): boolean {
  return Number.isFinite(value) && Number.isFinite(largest(gradient));
}

export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

/** `x + factor * d`, in the precision of x. */
export function along(x: Vector, d: Vector, factor: number): Vector {
  const moved = x.slice();
  addScaled(moved, d, factor);
  return moved;
}

/** Adds `factor * d` to x. */
export function addScaled(x: Vector, d: Vector, factor: number): void {
  for (let index = 0; index < x.length; index++) x[index]! += factor * d[index]!;
}

/** The largest entry, without its sign. */
export function largest(x: Vector): number {
  let found = 0;
  for (let index = 0; index < x.length; index++) found = Math.max(found, Math.abs(x[index]!));
  return found;
}
