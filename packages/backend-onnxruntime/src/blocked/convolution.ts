import {
  convolutionAttributes,
  onnxLowerings,
  type AttributesOf,
  type LoweredOutput,
  type Lowering,
  type LoweringContext,
  type Value,
} from "@blockzoo/onnx";
import { isFasterInBlocks } from "./choice.js";
import type { BlockedFilters } from "./filters.js";
import type { BlockedLayout } from "./layout.js";
import { padded } from "./moves.js";
import { blockedOperators } from "./operators.js";

type ConvContext = LoweringContext<AttributesOf<"conv">>;

interface BlockedConvolution {
  readonly conv: Lowering<AttributesOf<"conv">>;
  readonly flippedConv: Lowering;
}

/** Convolutions with filters that are trained, in blocks where that is faster. */
export function blockedConvolution(layout: BlockedLayout, filters: BlockedFilters): BlockedConvolution {
  const conv: Lowering<AttributesOf<"conv">> = (context) => {
    const [outputs, inputs] = context.node.inputs[1]!.shape as readonly [number, number];
    if (!isFasterInBlocks(layout, context, { inputs, outputs })) return onnxLowerings.conv(context);
    const arePlanes = context.attributes.groups === 1 && inputs < layout.block;
    const x = arePlanes ? context.input(0) : layout.input(context, 0);
    return [whole(layout, context, x, filters.forward(context, context.input(1)))];
  };

  /** The convolution of a gradient dy with the adjoint of a filter. */
  const flippedConv: Lowering = (given) => {
    const context = given as ConvContext;
    const [inputs, outputs, ...kernel] = context.node.inputs[1]!.shape as readonly [number, number, ...number[]];
    const isOfBlocks = context.attributes.groups === 1 && inputs >= layout.block;
    if (!isOfBlocks || !isFasterInBlocks(layout, context, { inputs, outputs })) return context.decompose();
    const backwards = kernel.map((size) => Array.from({ length: size }, (_, tap) => size - 1 - tap));
    const weight = filters.adjoint(context, context.input(1), backwards);
    return [whole(layout, context, layout.input(context, 0), weight)];
  };

  return { conv, flippedConv };
}

/** A convolution whose output is that of the node. */
function whole(layout: BlockedLayout, context: ConvContext, x: Value, weight: Value): LoweredOutput {
  const sizes = context.output.shape.slice(2) as readonly number[];
  return layout.output(context, convolved(context, { x, weight, window: context.attributes, sizes }));
}

interface Operands {
  /** In blocks, or planes. */
  readonly x: Value;
  /** In blocks. */
  readonly weight: Value;
  readonly window: AttributesOf<"conv">;
  /** Of the output. */
  readonly sizes: readonly number[];
}

/** A convolution with the bias that the node has as its third input, if it has one, in blocks. */
export function convolved(context: LoweringContext, { x, weight, window, sizes }: Operands): Value {
  const [outputs, , ...kernel] = weight.shape as readonly [number, number, ...number[]];
  const bias = context.arity > 2 ? [padded(context, context.input(2), [outputs])] : [];
  const type = { dtype: "float32", shape: [context.output.shape[0]!, outputs, ...sizes] } as const;
  return context.emit(blockedOperators.conv, [x, weight, ...bias], convolutionAttributes(window, kernel), type);
}
