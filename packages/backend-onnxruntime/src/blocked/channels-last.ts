import { sizeOf } from "@blockzoo/core";
import type { LoweringContext, Value } from "@blockzoo/onnx";
import type { BlockedLayout } from "./layout.js";
import { moved, reshaped } from "./moves.js";
import { blockedOperators } from "./operators.js";

/** An input of a node as `[N, H, W, C]`. Two reorders are faster than a Transpose with several threads, which it does not share out well. */
export function channelsLast(layout: BlockedLayout, context: LoweringContext, index: number): Value {
  const known = layout.known(context, index);
  const [batch, channels, ...sizes] = context.node.inputs[index]!.shape as readonly [number, number, ...number[]];
  if (known === undefined && channels % 4 !== 0) return moved(context, context.input(index), [0, 2, 3, 1]);
  const blocks = known ?? layout.reordered(context, context.input(index));
  const type = { dtype: "float32", shape: [batch, ...sizes, channels] } as const;
  // They are last where one block is all the channels of a place, or where there is one place.
  const areLast = channels === layout.block || (sizeOf(sizes) === 1 && channels === blocks.shape[1]);
  if (areLast) return reshaped(context, blocks, type.shape);
  return context.emit(blockedOperators.reorderOutput, [blocks], { channels, channels_last: 1 }, type);
}
