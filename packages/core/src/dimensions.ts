import { BlockzooError } from "./errors.js";

/**
 * The size of one axis: a number, or in eval and export graphs a name such as `"N"`. What arithmetic makes of a name is
 * again a name, its text (`"(H-1)/2+1"`): two dimensions are the same when their texts are.
 */
export type Dimension = number | string;
export type Shape = readonly Dimension[];

/** The dimension as a number, or an error that says which dimension of what has to be one. */
export function numeric(dimension: Dimension, what: string): number {
  if (typeof dimension === "number") return dimension;
  throw new BlockzooError(`${what} needs a number, but the dimension is "${dimension}": specialize the graph first`);
}

/** The shape as numbers; the error names the first dimension that is a name. */
export function numericShape(shape: Shape, what: string): number[] {
  return shape.map((dimension) => numeric(dimension, what));
}

export function isNumeric(shape: Shape): shape is readonly number[] {
  return shape.every((dimension) => typeof dimension === "number");
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** The product of dimensions; names stay in it as factors. */
export function product(shape: Shape): Dimension {
  let factor = 1;
  const names: string[] = [];
  for (const dimension of shape) {
    if (typeof dimension === "number") factor *= dimension;
    else names.push(dimension);
  }
  if (names.length === 0 || factor === 0) return factor;
  return [...(factor === 1 ? [] : [factor]), ...names.map(atom)].join("*");
}

/** `floor((dimension + offset) / divisor) + addend`, the arithmetic of sliding windows. */
export function slide(dimension: Dimension, offset: number, divisor: number, addend: number): Dimension {
  if (typeof dimension === "number") return Math.floor((dimension + offset) / divisor) + addend;
  const shifted = signed(dimension, divisor === 1 ? offset + addend : offset);
  if (divisor === 1) return shifted;
  return signed(`${atom(shifted)}/${divisor}`, addend);
}

/** `dimension * factor + addend`. */
export function scale(dimension: Dimension, factor: number, addend = 0): Dimension {
  if (typeof dimension === "number") return dimension * factor + addend;
  if (factor === 1) return signed(dimension, addend);
  // Twice "H*2" is "H*4".
  const [, rest = atom(dimension), before = "1"] = /^(\w+)\*(\d+)$/.exec(dimension) ?? [];
  return signed(`${rest}*${Number(before) * factor}`, addend);
}

/** The sum of dimensions, for concatenation. */
export function sum(dimensions: Shape): Dimension {
  let total = 0;
  const names: string[] = [];
  for (const dimension of dimensions) {
    if (typeof dimension === "number") total += dimension;
    else names.push(dimension);
  }
  return names.length === 0 ? total : signed(names.join("+"), total);
}

/** A number that the text ends with takes in the addend: a frame that a kernel uses up leaves the name as it was. */
function signed(text: string, addend: number): string {
  const [, rest = text, last = "0"] = /^(.+)([+-]\d+)$/.exec(text) ?? [];
  const total = Number(last) + addend;
  if (total === 0) return rest;
  return total > 0 ? `${rest}+${total}` : `${rest}-${-total}`;
}

function atom(text: string): string {
  return /^\w+$/.test(text) ? text : `(${text})`;
}
