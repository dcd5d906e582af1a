import { isNumeric, sizeOf, type Shape, type Tensor } from "@blockzoo/core";
import type { LoweringContext } from "../lowering-context.js";
import type { AttributesOf, Lowering } from "../lowering.js";
import type { NodeAttributes } from "../scope.js";
import { int64, type Value } from "../values.js";
import { onnxPads, type Pairs } from "./convolution.js";

/** What the two pools have in common; only maxPool is dilated. */
type PoolAttributes = Omit<AttributesOf<"maxPool">, "dilations"> & { readonly dilations?: readonly number[] };

/**
 * Values, and the position of each maximum in its plane. ONNX counts positions over the whole tensor, so the offset of the
 * plane is taken off for those who ask for the position.
 */
export const maxPool: Lowering<AttributesOf<"maxPool">> = (context) => {
  const x = context.input(0);
  const [values, switches] = context.node.outputs as [Tensor, Tensor];
  const attributes = windowAttributes(context, context.attributes.padding);
  if (!context.isUsed(1)) return context.emit("MaxPool", [x], attributes, values);
  const types = [values, { dtype: "int64", shape: switches.shape }] as const;
  const [pooled, flat] = context.emitAll("MaxPool", [x], attributes, types) as [Value, Value];
  context.emitter.flatSwitches.set(switches, flat);
  return [pooled, () => withinPlane(context, flat, x.shape)];
};

function withinPlane(context: LoweringContext, flat: Value, shape: Shape): Value {
  if (isNumeric(shape)) {
    // Subtracting is several times faster than the remainder of a division.
    const [samples, channels, ...plane] = shape as [number, number, ...number[]];
    const planeSize = sizeOf(plane);
    const offsets = Array.from({ length: samples * channels }, (_, index) => index * planeSize);
    const start = context.constant(int64(offsets, [samples, channels, ...plane.map(() => 1)]));
    return context.emit("Sub", [flat, start], {}, flat);
  }
  const planeSize = context.emit(
    "ReduceProd",
    [context.shape(shape.slice(2))],
    { keepdims: 0 },
    { dtype: "int64", shape: [] },
  );
  return context.emit("Mod", [flat, planeSize], {}, flat);
}

/**
 * Where windows do not overlap, no two maxima are the same element, and the gradient is ONNX's MaxUnpool: one pass with
 * the indices that MaxPool gave, where adding up needs zeros, a copy of them and other indices.
 */
export const maxPoolGradient: Lowering = (context) => {
  const { kernel, strides, dilations } = context.attributes as AttributesOf<"maxPool">;
  const flat = context.emitter.flatSwitches.get(context.node.inputs[0]!);
  const apart = kernel.every((size, axis) => strides[axis]! >= (size - 1) * dilations[axis]! + 1);
  // ONNX Runtime wants room for whole windows, which ceil mode and padding do not give.
  const pooled = context.node.inputs[1]!.shape.slice(2);
  const plane = context.output.shape.slice(2);
  const isRoomy = plane.every(
    (size, axis) => Number(size) >= (Number(pooled[axis]) - 1) * strides[axis]! + kernel[axis]!,
  );
  if (flat === undefined || !apart || !isRoomy) return context.decompose();
  const shape = context.shape(context.output.shape);
  return context.emit("MaxUnpool", [context.input(1), flat, shape], { kernel_shape: kernel, strides });
};

/**
 * The padding counts for the mean or not; what a last window covers beyond it, in ceil mode, never does. Where both occur,
 * the padding is written as zeros of the tensor, and ONNX's own padding is what hangs over.
 */
export const averagePool: Lowering<AttributesOf<"averagePool">> = (context) => {
  const { padding, countIncludePad } = context.attributes;
  const x = context.input(0);
  const overhang = overhangs(context);
  const counts = countIncludePad && padding.flat().some((size) => size !== 0);
  if (!counts || overhang === undefined || overhang.every((size) => size === 0)) {
    const attributes = windowAttributes(context, padding);
    return context.emit("AveragePool", [x], { ...attributes, count_include_pad: Number(counts) });
  }
  const pads = [[0, 0], [0, 0], ...padding] as Pairs;
  const shape = x.shape.map((size, axis) => (size as number) + pads[axis]![0] + pads[axis]![1]);
  const padded = context.emit("Pad", [x, context.integers(onnxPads(pads))], {}, { dtype: x.dtype, shape });
  const none = padding.map(() => [0, 0] as const);
  return context.emit("AveragePool", [padded], windowAttributes(context, none));
};

/**
 * ONNX rounds up by another rule than PyTorch does (and shape inference by a third), so the overhang is written as padding;
 * only where a size is a name is it left to `ceil_mode`.
 */
function windowAttributes(context: LoweringContext<PoolAttributes>, padding: Pairs): NodeAttributes {
  const { kernel, strides, dilations, ceilMode } = context.attributes;
  const overhang = ceilMode ? overhangs(context) : undefined;
  const pads = padding.map(([before, after], axis) => [before, after + (overhang?.[axis] ?? 0)] as const);
  return {
    kernel_shape: kernel,
    strides,
    ...(dilations?.some((dilation) => dilation !== 1) && { dilations }),
    pads: onnxPads(pads),
    ...(ceilMode && overhang === undefined && { ceil_mode: 1 }),
  };
}

/** How far the last window reaches beyond the padding, along each axis; undefined where a size is a name. */
function overhangs(context: LoweringContext<PoolAttributes>): number[] | undefined {
  const { kernel, strides, padding, dilations } = context.attributes;
  const sizes = context.node.inputs[0]!.shape.slice(2);
  const counts = context.output.shape.slice(2);
  if (![...sizes, ...counts].every((size) => typeof size === "number")) return undefined;
  return sizes.map((size, axis) => {
    const [before, after] = padding[axis]!;
    const end = ((counts[axis] as number) - 1) * strides[axis]! + (kernel[axis]! - 1) * (dilations?.[axis] ?? 1) + 1;
    return Math.max(0, end - ((size as number) + before + after));
  });
}
