import { sizeOf } from "@blockzoo/core";
import type { AttributesOf, Lowering, LoweringContext, Value } from "@blockzoo/onnx";
import { affine, oneTap } from "./affine.js";
import type { BlockedLayout } from "./layout.js";
import { reshaped } from "./moves.js";
import { blockedOperators } from "./operators.js";

// What has a number for each channel, as batch normalisation and its gradient do, of tensors that are in blocks by now.

/** The blocks of an input of a node, if there are any by now and no channel fills up the last one. */
function blocksOf(layout: BlockedLayout, context: LoweringContext, index: number): Value | undefined {
  return Number(context.node.inputs[index]!.shape[1]) % layout.block === 0 ? layout.known(context, index) : undefined;
}

/** A number for each channel as the filter of a convolution of one tap. */
function asFilter(context: LoweringContext, value: Value): Value {
  return reshaped(context, value, [sizeOf(value.shape as readonly number[]), 1, 1, 1]);
}

/** A product with a number for each channel, `[1,C,1,1]`. */
export function scaledChannels(
  layout: BlockedLayout,
  plain: Lowering<AttributesOf<"mul">>,
): Lowering<AttributesOf<"mul">> {
  return (context) => {
    const [first, second] = context.node.inputs.map(({ shape }) => shape.join()) as [string, string];
    const whole = context.output.shape.join();
    const column = [1, context.output.shape[1], 1, 1].join();
    const large = first === whole && second === column ? 0 : second === whole && first === column ? 1 : undefined;
    const blocks = large === undefined || whole === column ? undefined : blocksOf(layout, context, large);
    if (blocks === undefined) return plain(context);
    return [layout.output(context, affine(context, blocks, { scale: asFilter(context, context.input(1 - large!)) }))];
  };
}

/** Batch normalisation with given statistics. */
export function normalizedChannels(layout: BlockedLayout, plain: Lowering): Lowering {
  return (context) => {
    const areVectors = context.node.inputs.slice(1).every(({ rank }) => rank === 1);
    const blocks = areVectors ? blocksOf(layout, context, 0) : undefined;
    if (blocks === undefined) return plain(context);
    const [, weight, bias, mean, variance] = context.node.inputs.map((_, index) =>
      index === 0 ? blocks : context.input(index),
    ) as [Value, Value, Value, Value, Value];
    const small = (opType: string, ...inputs: readonly Value[]) => context.emit(opType, inputs, {}, weight);
    const epsilon = context.scalar(context.attributes["epsilon"] as number);
    const scale = small("Div", weight, small("Sqrt", small("Add", variance, epsilon)));
    const shift = small("Sub", bias, small("Mul", mean, scale));
    return [layout.output(context, affine(context, blocks, { scale: asFilter(context, scale), shift }))];
  };
}

/** Sums over samples and places. */
export function summedChannels(
  layout: BlockedLayout,
  plain: Lowering<AttributesOf<"reduceSum">>,
): Lowering<AttributesOf<"reduceSum">> {
  return (context) => {
    const { axes, keepDimensions } = context.attributes;
    const isOfChannels = context.node.inputs[0]!.rank === 4 && axes.join() === "0,2,3" && !keepDimensions;
    const blocks = isOfChannels ? blocksOf(layout, context, 0) : undefined;
    if (blocks === undefined) return plain(context);
    const [batch, channels, height, width] = blocks.shape as readonly [number, number, number, number];
    const type = { dtype: "float32", shape: [batch, channels, 1, 1] } as const;
    const means = context.emit(blockedOperators.globalAveragePool, [blocks], {}, type);
    const sums = context.emit("ReduceSum", [means, context.integers(axes)], { keepdims: 0 });
    return context.emit("Mul", [sums, context.scalar(height * width)]);
  };
}

/**
 * Sums of products over samples and places: each plane is a filter for the other. Where the second, which a convolution made, is in blocks,
 * the first is brought there, a gradient: from here on both are read so, and the planes of neither have to be kept for it.
 */
export function multipliedChannels(layout: BlockedLayout, plain: Lowering): Lowering {
  return (context) => {
    const isImage = context.node.inputs[0]!.rank === 4;
    const filter = isImage ? blocksOf(layout, context, 1) : undefined;
    if (filter === undefined) return plain(context);
    const image = layout.input(context, 0);
    const [batch, channels, ...sizes] = image.shape as readonly [number, number, number, number];
    const group = batch * channels;
    const planes = [reshaped(context, image, [1, group, ...sizes]), reshaped(context, filter, [group, 1, ...sizes])];
    const type = { dtype: "float32", shape: [1, group, 1, 1] } as const;
    const products = context.emit(blockedOperators.conv, planes, { ...oneTap, kernel_shape: sizes, group }, type);
    const apart = reshaped(context, products, [batch, channels]);
    return context.emit("ReduceSum", [apart, context.integers([0])], { keepdims: 0 });
  };
}
