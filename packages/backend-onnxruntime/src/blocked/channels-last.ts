import { ndarray, sizeOf } from "@blockzoo/core";
import { onnxPads, type LoweringContext, type Value } from "@blockzoo/onnx";
import { affine, type Margins } from "./affine.js";
import type { BlockedLayout } from "./layout.js";
import { moved, reshaped } from "./moves.js";
import { blockedOperators } from "./operators.js";

/**
 * An input of a node as `[N, H, W, C]`, with columns of zeros beside its own if some are asked for. Two reorders are faster than a Transpose
 * with several threads, which it does not share out well, and so is a convolution that is padded than a Pad, which runs on one.
 */
export function channelsLast(
  layout: BlockedLayout,
  context: LoweringContext,
  index: number,
  margins: Margins = [0, 0],
): Value {
  const known = layout.known(context, index);
  const [batch, channels, height, width] = context.node.inputs[index]!.shape as readonly [
    number,
    number,
    number,
    number,
  ];
  const hasMargins = margins.some((columns) => columns > 0);
  const type = { dtype: "float32", shape: [batch, height, margins[0] + width + margins[1], channels] } as const;
  if (known === undefined && channels % 4 !== 0) {
    const last = moved(context, context.input(index), [0, 2, 3, 1]);
    const pads = onnxPads([[0, 0], [0, 0], margins, [0, 0]]);
    return hasMargins ? context.emit("Pad", [last, context.integers(pads)], {}, type) : last;
  }
  const own = known ?? layout.reordered(context, context.input(index));
  const blocks = hasMargins ? affine(context, own, { scale: ones(context, own), margins }) : own;
  // They are last where one block is all the channels of a place, or where there is one place.
  const areLast =
    channels === layout.block || (sizeOf(type.shape) === channels * batch && channels === blocks.shape[1]);
  if (areLast) return reshaped(context, blocks, type.shape);
  return context.emit(blockedOperators.reorderOutput, [blocks], { channels, channels_last: 1 }, type);
}

/** What each channel is multiplied by to be what it is. */
function ones(context: LoweringContext, { shape }: Value): Value {
  const channels = shape[1] as number;
  return context.constant(ndarray(new Float32Array(channels).fill(1), [channels, 1, 1, 1]));
}
