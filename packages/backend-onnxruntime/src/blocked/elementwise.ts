import type { Attributes } from "@blockzoo/core";
import {
  LoweringContext,
  type Lowering,
  type NodeAttributes,
  type Operator,
  type Value,
  type ValueType,
} from "@blockzoo/onnx";
import type { BlockedLayout } from "./layout.js";

/**
 * What treats all elements alike and makes zeros of zeros, between convolutions: written as ever, but of operands in blocks, where that
 * reorders less. It is so on the way back through activations and sums.
 */
export function elementwise<A extends Attributes>(layout: BlockedLayout, plain: Lowering<A>): Lowering<A> {
  return (context) => {
    const shape = context.output.shape.join();
    const operands = context.node.inputs.every((input) => input.shape.join() === shape) && layout.together(context);
    if (!operands) return plain(context);
    return [layout.output(context, plain(new BlocksContext(context, operands)) as Value)];
  };
}

/** A node whose operands are in blocks. */
class BlocksContext<A extends Attributes> extends LoweringContext<A> {
  readonly #operands: readonly Value[];

  constructor({ emitter, node }: LoweringContext, operands: readonly Value[]) {
    super(emitter, node);
    this.#operands = operands;
  }

  override input(index: number): Value {
    return this.#operands[index]!;
  }

  override emit(
    operator: string | Operator,
    inputs: readonly (Value | undefined)[],
    attributes: NodeAttributes = {},
    type: ValueType = this.#operands[0]!,
  ): Value {
    return super.emit(operator, inputs, attributes, type);
  }
}
