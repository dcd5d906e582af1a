import { isNumeric, sizeOf } from "@blockzoo/core";
import type { AttributesOf, LoweringContext } from "@blockzoo/onnx";
import type { BlockedLayout } from "./layout.js";

/** Input channels of a group, and output channels. */
interface Channels {
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * Whether a convolution is to be computed in blocks. A constant filter is the runtime's own to reorder, and the body of a loop
 * stays plain.
 */
export function isFasterInBlocks(
  layout: BlockedLayout,
  context: LoweringContext<AttributesOf<"conv" | "convTranspose">>,
  channels: Channels,
): boolean {
  const { scope } = context.emitter;
  const [x, weight] = context.node.inputs;
  const isImage = x!.rank === 4 && isNumeric(x!.shape) && isNumeric(weight!.shape);
  if (scope.parent !== undefined || !isImage || scope.isConstant(context.input(1))) return false;
  const { groups, strides } = context.attributes;
  if (groups > 1) return isMadeOfBlocks(layout, groups, channels);
  const taps = sizeOf(weight!.shape.slice(2) as readonly number[]);
  return isFaster(layout, channels, { taps, isDense: strides.every((stride) => stride === 1) });
}

/** Groups of whole blocks, or of one channel each. */
function isMadeOfBlocks({ block }: BlockedLayout, groups: number, { inputs, outputs }: Channels): boolean {
  const isDepthwise = inputs === 1 && outputs === groups;
  return isDepthwise ? groups % block === 0 : inputs % block === 0 && (outputs / groups) % block === 0;
}

/**
 * Reorders included, as measured on onnxruntime 1.30 with one thread and two, blocks of 16:
 *
 * - Up to half a block of inputs are read as planes. What is left to pay is the reorder of the output, whose elements must have
 *   products enough: 64 (a first layer of 7x7), or 24 where all outputs are one block.
 * - Between that and a block, and where the last block would be mostly filled up, too many products are with zeros.
 * - Without taps a plain convolution is a product of matrices: blocks win where an element that is reordered is in 150 products.
 */
function isFaster(
  layout: BlockedLayout,
  { inputs, outputs }: Channels,
  { taps, isDense }: { readonly taps: number; readonly isDense: boolean },
): boolean {
  const { block } = layout;
  if (2 * inputs <= block) return outputs >= block && taps * inputs >= (outputs === block ? 24 : 64);
  const isFull = inputs >= block && inputs % 4 === 0 && layout.filled(inputs) <= 1.4 * inputs;
  const isPointwise = taps === 1 && isDense;
  return isFull && outputs >= 8 && (!isPointwise || (inputs * outputs) / (inputs + outputs) >= 150);
}
