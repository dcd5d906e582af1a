import type { LoweringContext, Value } from "@blockzoo/onnx";
import { blockedOperators } from "./operators.js";

/** The window of a convolution that sees one place. */
export const oneTap = { kernel_shape: [1, 1], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] };

/** How many columns of zeros stand before the first and behind the last one. */
export type Margins = readonly [before: number, behind: number];

interface Affine {
  /** A number for each channel, `[C,1,1,1]`. */
  readonly scale: Value;
  /** `[C]`. */
  readonly shift?: Value;
  /** Default: none. */
  readonly margins?: Margins;
}

/** Each channel of blocks times a number, and another one added: a convolution of one channel and one tap. */
export function affine(
  context: LoweringContext,
  blocks: Value,
  { scale, shift, margins: [before, behind] = [0, 0] }: Affine,
): Value {
  const [batch, group, height, width] = blocks.shape as readonly [number, number, number, number];
  const attributes = { ...oneTap, pads: [0, before, 0, behind], group };
  const type = { dtype: "float32", shape: [batch, group, height, before + width + behind] } as const;
  return context.emit(blockedOperators.conv, [blocks, scale, ...(shift ? [shift] : [])], attributes, type);
}
