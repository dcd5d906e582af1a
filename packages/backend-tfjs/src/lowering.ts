import {
  sizeOf,
  type Attributes,
  type AttributesOf,
  type Graph,
  type Node,
  type PrimitiveName,
  type Tensor,
} from "@blockzoo/core";
import { sameSizes, type Plan, type Value, type ValueType } from "./plan.js";

/** A value of four axes whose channels come last on the device: what the graph calls [N,C,H,W] lies there as [N,H,W,C]. */
export interface ChannelsLast {
  readonly channelsLast: Value;
}

/** What a lowering makes of an output. */
export type Lowered = Value | ChannelsLast;

export type Layout = "plain" | "channelsLast";

/** A tensor of the graph on the device, in one layout or in both. */
export interface Placed {
  plain?: Value;
  channelsLast?: Value;
}

export type Lowering<A extends Attributes = Attributes> = (context: LoweringContext<A>) => Lowered | readonly Lowered[];

export type { AttributesOf };

/** One row for each primitive, so that an op without a lowering does not compile. */
export type Lowerings<Name extends PrimitiveName> = { readonly [Key in Name]: Lowering<AttributesOf<Key>> };

/** A composite's own way on the device; undefined where it has none for these attributes and shapes. */
export type CompositeLowering = (context: LoweringContext) => Lowered | readonly Lowered[] | undefined;

export const toChannelsLast: readonly number[] = [0, 2, 3, 1];
export const toPlain: readonly number[] = [0, 3, 1, 2];

/** Operands in one layout, and what axes and shapes of the graph are in it. */
export interface Operands {
  readonly values: readonly Value[];
  /** Where an axis of the graph lies. */
  axis(axis: number): number;
  /** Anything with one entry for each axis, in the order of the layout. */
  arrange<T>(perAxis: readonly T[]): readonly T[];
  result(value: Value): Lowered;
}

const plainOperands = (values: readonly Value[]): Operands => ({
  values,
  axis: (axis) => axis,
  arrange: (perAxis) => perAxis,
  result: (value) => value,
});

const channelsLastOperands = (values: readonly Value[]): Operands => ({
  values,
  axis: (axis) => toPlain[axis]!,
  arrange: (perAxis) => toChannelsLast.map((axis) => perAxis[axis]!),
  result: (channelsLast) => ({ channelsLast }),
});

interface LoweringScope {
  readonly plan: Plan;
  readonly node: Node;
  readonly placedOf: (tensor: Tensor) => Placed;
  readonly isUsed: (tensor: Tensor) => boolean;
  readonly lowerGraph: (graph: Graph, inputs: readonly Value[]) => Value[];
}

/** What a lowering sees of the node it lowers. */
export class LoweringContext<A extends Attributes = Attributes> {
  readonly plan: Plan;
  readonly node: Node;
  readonly #scope: LoweringScope;

  constructor(scope: LoweringScope) {
    this.plan = scope.plan;
    this.node = scope.node;
    this.#scope = scope;
  }

  /** Where an operand lies. */
  placedOf(index: number): Placed {
    return this.#scope.placedOf(this.node.inputs[index]!);
  }

  /** Where any tensor of the graph lies that was made before. */
  placedOfTensor(tensor: Tensor): Placed {
    return this.#scope.placedOf(tensor);
  }

  /** Whether something uses an output. */
  isUsed(index: number): boolean {
    return this.#scope.isUsed(this.node.outputs[index]!);
  }

  /** Lowers the body of a node. @returns its outputs */
  lowerGraph(graph: Graph, inputs: readonly Value[]): Value[] {
    return this.#scope.lowerGraph(graph, inputs);
  }

  get attributes(): A {
    return this.node.attributes as A;
  }

  /** The type of an output. */
  type(index = 0): ValueType {
    return this.node.outputs[index] as ValueType;
  }

  /** An operand as the graph has it. */
  input(index: number): Value {
    return plainOf(this.placedOf(index), this.plan);
  }

  inputs(): Value[] {
    return this.node.inputs.map((_, index) => this.input(index));
  }

  /** An operand [N,C,H,W] as [N,H,W,C]. */
  channelsLast(index: number): Value {
    return this.channelsLastOf(this.node.inputs[index]!);
  }

  /** The same of any tensor of the graph that was made before. */
  channelsLastOf(tensor: Tensor): Value {
    const placed = this.placedOfTensor(tensor);
    return (placed.channelsLast ??= this.plan.transpose(placed.plain!, toChannelsLast));
  }

  /**
   * All operands in the layout that moves the fewest elements; smaller ones that are stretched over four axes follow the
   * others. A result then lies as they do.
   */
  operands(): Operands {
    const all = this.node.inputs.map((_, index) => this.placedOf(index));
    if (!all.some(({ channelsLast }) => channelsLast !== undefined) || this.node.outputs[0]!.shape.length !== 4) {
      return plainOperands(this.inputs());
    }
    const missing = (layout: Layout) =>
      all.reduce((total, placed) => total + (placed[layout] === undefined ? movedElements(placed, layout) : 0), 0);
    if (missing("plain") < missing("channelsLast")) return plainOperands(this.inputs());
    return channelsLastOperands(all.map((placed) => this.#stretched(placed)));
  }

  #stretched(placed: Placed): Value {
    if (placed.channelsLast !== undefined) return placed.channelsLast;
    const { plan } = this;
    const value = placed.plain!;
    if (sizeOf(value.shape) === 1) return plan.reshape(value, []);
    const shape = [...new Array<number>(4 - value.shape.length).fill(1), ...value.shape];
    const moved = plan.transpose(plan.reshape(value, shape), toChannelsLast);
    if (value.shape.length === 4) placed.channelsLast = moved;
    return moved;
  }
}

function movedElements({ plain, channelsLast }: Placed, layout: Layout): number {
  const { shape } = (plain ?? channelsLast)!;
  const four = [...new Array<number>(4 - shape.length).fill(1), ...shape];
  const order = layout === "plain" ? toPlain : toChannelsLast;
  const moved = order.filter((axis) => four[axis] !== 1);
  return moved.every((axis, index) => index === 0 || moved[index - 1]! < axis) ? 0 : sizeOf(shape);
}

/** The value as the graph has it, with channels before rows. */
export function plainOf(placed: Placed, plan: Plan): Value {
  return (placed.plain ??= plan.transpose(placed.channelsLast!, toPlain));
}

/** A value stretched along axes of size 1, and new leading axes. */
export function expanded(plan: Plan, value: Value, shape: readonly number[]): Value {
  if (sameSizes(value.shape, shape)) return value;
  const [from, to] = withFewAxes([value.shape, shape]) as [number[], number[]];
  const counts = to.map((size, axis) => size / from[axis]!);
  return plan.reshape(stretched(plan, plan.reshape(value, from), counts), shape);
}

/**
 * Each element as often as `counts` says along axes of size 1, times a factor. One axis after the other, the last one first: GPUs know
 * three axes well, and rows are long by the time that there are many.
 */
export function stretched(plan: Plan, x: Value, counts: readonly number[], factor = 1): Value {
  const last = counts.findLastIndex((count) => count > 1);
  return counts.reduceRight((whole, count, axis) => {
    if (count === 1) return whole;
    const inner = sizeOf(whole.shape.slice(axis + 1));
    const rows = plan.reshape(whole, [sizeOf(whole.shape) / inner, 1, inner]);
    const copies = repeated(plan, rows, count, axis === last ? factor : 1);
    return plan.reshape(copies, whole.shape.with(axis, count));
  }, x);
}

/** Tile of wasm takes 50 ns an element; a product with ones stretches its operand, at half a nanosecond. */
function repeated(plan: Plan, x: Value, count: number, factor: number): Value {
  const type = { dtype: x.dtype, shape: x.shape.with(1, count) };
  if (factor === 1 && (plan.host.device !== "wasm" || x.dtype !== "float32")) {
    return plan.call("Tile", { x }, { reps: [1, count, 1] }, type);
  }
  const b = plan.constant({ dtype: "float32", shape: [1, count, 1], data: new Float32Array(count).fill(factor) });
  return plan.call("Multiply", { a: x, b }, {}, type);
}

/**
 * Shapes that broadcast, with neighbouring axes made one where all operands have them, or the same of them lack them:
 * kernels take few axes, and are faster with fewer.
 */
export function withFewAxes(shapes: readonly (readonly number[])[]): number[][] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const full = shapes.map((shape) => [...new Array<number>(rank - shape.length).fill(1), ...shape]);
  const merged: number[][] = shapes.map(() => []);
  let before: string | undefined;
  for (let axis = 0; axis < rank; axis++) {
    const sizes = full.map((shape) => shape[axis]!);
    if (sizes.every((size) => size === 1)) continue;
    const kind = sizes.map((size) => Number(size === 1)).join("");
    merged.forEach((shape, index) => {
      if (kind === before) shape[shape.length - 1]! *= sizes[index]!;
      else shape.push(sizes[index]!);
    });
    before = kind;
  }
  return merged;
}
