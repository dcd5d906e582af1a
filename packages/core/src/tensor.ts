import type { Shape } from "./dimensions.js";
import type { Node } from "./graph/graph.js";
import type { DType } from "./ndarray.js";

/** What is known of a value before it exists. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** A stage of {@link Tensor.pipe}: a function, or anything with a `forward`, such as a block. */
export type Stage = ((x: Tensor) => Tensor) | { forward(x: Tensor): Tensor };

const brand = Symbol.for("blockzoo.Tensor");

/**
 * A symbolic tensor: one output of one node of the graph being traced. It has a type but no values; to see values,
 * `await evaluate(() => ...)` or `probe(x, "label")`.
 */
export class Tensor implements TensorType {
  readonly [brand] = true;

  constructor(
    readonly node: Node,
    readonly index: number,
    readonly dtype: DType,
    readonly shape: Shape,
  ) {}

  get rank(): number {
    return this.shape.length;
  }

  /**
   * Passes the tensor through blocks and functions in order.
   *
   * @example x.pipe(this.conv1, relu, this.conv2)
   */
  pipe(...stages: readonly Stage[]): Tensor {
    let x: Tensor = this;
    for (const stage of stages) x = typeof stage === "function" ? stage(x) : stage.forward(x);
    return x;
  }

  toString(): string {
    return describeType(this);
  }
}

/** True for a tensor of any copy of this package. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && brand in value;
}

/** `float32[N,3,32,32]` */
export function describeType(type: TensorType): string {
  return `${type.dtype}[${type.shape.join(",")}]`;
}

/** A float32 type: `float32("N", 1, 32, 32)`. */
export function float32(...shape: Shape): TensorType {
  return { dtype: "float32", shape };
}

/** An int32 type: `int32("N")`. */
export function int32(...shape: Shape): TensorType {
  return { dtype: "int32", shape };
}

/** A bool type: `bool("N", 10)`. */
export function bool(...shape: Shape): TensorType {
  return { dtype: "bool", shape };
}
