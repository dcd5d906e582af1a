import { isNumeric, sizeOf, type Tensor } from "@blockzoo/core";
import type { AttributesOf, Lowering } from "@blockzoo/onnx";
import { channelsLast } from "./channels-last.js";
import type { BlockedLayout } from "./layout.js";
import { reshaped } from "./moves.js";

/**
 * The gradient of a filter without taps, of x and dy that are both in blocks: one product of them with their channels last, as which blocks
 * are read faster than planes are transposed. The planes of x need not be kept for it.
 */
export function pointwiseFilterGradient(layout: BlockedLayout, others: Lowering): Lowering {
  return (context) => {
    const [x, dy] = context.node.inputs as readonly [Tensor, Tensor];
    const attributes = context.attributes as AttributesOf<"conv"> & { readonly kernel: readonly number[] };
    const { kernel, strides, padding, groups } = attributes;
    const isPointwise =
      groups === 1 && [...kernel, ...strides].every((size) => size === 1) && padding.flat().every((size) => size === 0);
    const areKnown = [0, 1].every((index) => layout.known(context, index) !== undefined);
    if (!isPointwise || !areKnown || !isNumeric(x.shape)) return others(context);
    const [batch, channels, ...sizes] = x.shape as readonly [number, number, ...number[]];
    const outputs = dy.shape[1] as number;
    const rows = batch * sizeOf(sizes);
    const [pixels, signals] = ([channels, outputs] as const).map((count, index) =>
      reshaped(context, channelsLast(layout, context, index), [rows, count]),
    );
    const type = { dtype: "float32", shape: [outputs, channels] } as const;
    const product = context.emit("Gemm", [signals, pixels], { transA: 1 }, type);
    return reshaped(context, product, [outputs, channels, ...kernel]);
  };
}
