import {
  convolutionAttributes,
  onnxLowerings,
  type AttributesOf,
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

/** Convolutions with filters that are trained, in blocks where that is faster. */
export function blockedConvolution(layout: BlockedLayout, filters: BlockedFilters) {
  const conv: Lowering<AttributesOf<"conv">> = (context) => {
    const [outputs, inputs] = context.node.inputs[1]!.shape as readonly number[];
    if (!isFasterInBlocks(layout, context, { inputs: inputs!, outputs: outputs! })) return onnxLowerings.conv(context);
    const { groups } = context.attributes;
    const arePlanes = groups === 1 && inputs! < layout.block;
    const x = arePlanes ? context.input(0) : layout.input(context, 0);
    const weight = filters.forward(context, context.input(1));
    return [convolved(layout, context, x, weight)];
  };

  /** The convolution of a gradient dy with the adjoint of a filter. */
  const flippedConv: Lowering = (given) => {
    const context = given as ConvContext;
    const [inputs, outputs] = context.node.inputs[1]!.shape as readonly number[];
    const isWhole = context.attributes.groups === 1 && inputs! >= layout.block;
    if (!isWhole || !isFasterInBlocks(layout, context, { inputs: inputs!, outputs: outputs! }))
      return context.decompose();
    const weight = filters.adjoint(context, context.input(1));
    return [convolved(layout, context, layout.input(context, 0), weight)];
  };

  return { conv, flippedConv };
}

function convolved(layout: BlockedLayout, context: ConvContext, x: Value, weight: Value) {
  const [batch, , ...sizes] = context.output.shape as readonly number[];
  const shape = [batch!, weight.shape[0] as number, ...sizes];
  const bias = context.arity > 2 ? [padded(context, context.input(2), [shape[1]!])] : [];
  const attributes = convolutionAttributes(context.attributes, weight.shape.slice(2));
  const blocks = context.emit(blockedOperators.conv, [x, weight, ...bias], attributes, { dtype: "float32", shape });
  return layout.output(context, blocks);
}
