import { isNumeric } from "@blockzoo/core";
import {
  convolutionAttributes,
  onnxLowerings,
  type AttributesOf,
  type Lowering,
  type LoweringContext,
  type Value,
} from "@blockzoo/onnx";
import type { BlockedFilters } from "./filters.js";
import type { BlockedLayout } from "./layout.js";
import { padded } from "./moves.js";
import { blockedOperators } from "./operators.js";

type ConvContext = LoweringContext<AttributesOf<"conv">>;

/** Convolutions with filters that are trained, in blocks where that is faster. */
export function blockedConvolution(layout: BlockedLayout, filters: BlockedFilters) {
  const conv: Lowering<AttributesOf<"conv">> = (context) => {
    const [outputs, inputs] = context.node.inputs[1]!.shape as readonly number[];
    if (!pays(context, layout, { inputs: inputs!, outputs: outputs! })) return onnxLowerings.conv(context);
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
    if (!isWhole || !pays(context, layout, { inputs: inputs!, outputs: outputs! })) return context.decompose();
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

/**
 * Whether a convolution of so many channels is faster in blocks, reorders included, than as it is; measured on onnxruntime
 * 1.30, two cores with AVX-512. A constant filter is the runtime's own to reorder, and the body of a loop stays plain.
 */
function pays(context: ConvContext, layout: BlockedLayout, sizes: { inputs: number; outputs: number }): boolean {
  const { inputs, outputs } = sizes;
  const { scope } = context.emitter;
  const [x, weight] = context.node.inputs;
  if (scope.parent !== undefined || x!.rank !== 4 || !isNumeric(x!.shape)) return false;
  if (scope.isConstant(context.input(1)) || weight!.rank !== 4) return false;
  const { groups } = context.attributes;
  const isWhole = (channels: number) => channels % layout.block === 0;
  const isDepthwise = inputs === 1 && outputs === groups && isWhole(groups);
  if (groups > 1) return isDepthwise || (isWhole(inputs) && isWhole(outputs / groups));
  return outputs >= 16 && (inputs <= 3 || (inputs >= 16 && inputs % 4 === 0));
}
