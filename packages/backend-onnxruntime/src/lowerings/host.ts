import { isNumeric, type PrimitiveName, type Tensor } from "@blockzoo/core";
import {
  int64,
  onnxLowerings,
  TensorProto_DataType as DataType,
  type AttributesOf,
  type Lowering,
  type LoweringContext,
  type Lowerings,
  type Value,
} from "@blockzoo/onnx";

/*
 * What ONNX Runtime's kernels on the host, native and WebAssembly, do slowly (1.30), written as ops that they do fast.
 */

/**
 * Asked for indices, MaxPool looks at one element after the other. Where windows tile the planes, their elements are compared with
 * the maxima instead, which takes a third of the time.
 */
const maxPool: Lowering<AttributesOf<"maxPool">> = (context) => {
  const { shape } = context.node.inputs[0]!;
  if (!context.isUsed(1) || !isNumeric(shape) || !areTiles(context, shape)) return onnxLowerings.maxPool(context);
  const [batch, channels, height, width] = shape as [number, number, number, number];
  const { kernel, strides } = context.attributes;
  const [side] = kernel as [number, number];
  const [values, switches] = context.node.outputs as [Tensor, Tensor];
  const x = context.input(0);
  const maxima = context.emit("MaxPool", [x], { kernel_shape: kernel, strides }, values);

  const places = positions([side, side], [width, 1]);
  const offset = offsetOfFirst(context, taps(context, x, side), maxima, places);
  const type = { dtype: "int64", shape: switches.shape } as const;
  const wide = context.emit("Cast", [offset], { to: DataType.INT64 }, type);
  const corners = positions([height / side, width / side], [side * width, side]);
  const corner = context.constant(int64(corners, [height / side, width / side]));
  const inPlane = context.emit("Add", [wide, corner], {}, type);
  const planes = positions([batch, channels], [channels * height * width, height * width]);
  const plane = context.constant(int64(planes, [batch, channels, 1, 1]));
  context.emitter.flatSwitches.set(switches, context.emit("Add", [inPlane, plane], {}, type));
  return [maxima, inPlane];
};

/** Of more taps than this, comparing would be slower than looking at each. */
const mostTaps = 16;

/** Whether the windows are squares of several elements, side by side, that leave nothing of the planes over. */
function areTiles(
  { attributes }: LoweringContext<AttributesOf<"maxPool">>,
  [, , ...sizes]: readonly number[],
): boolean {
  const { kernel, strides, dilations, padding } = attributes;
  const [side] = kernel as [number];
  return (
    sizes.length === 2 &&
    side > 1 &&
    side ** 2 <= mostTaps &&
    [...kernel, ...strides].every((size) => size === side) &&
    dilations.every((dilation) => dilation === 1) &&
    padding.flat().every((pad) => pad === 0) &&
    sizes.every((size) => size % side === 0)
  );
}

/** For each place in a window, row by row, the elements that all windows have there. */
function taps(context: LoweringContext, x: Value, side: number): Value[] {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const type = (depth: number) => ({ dtype: x.dtype, shape: [batch, depth, height / side, width / side] });
  const stacked = context.emit("SpaceToDepth", [x], { blocksize: side }, type(side ** 2 * channels));
  const depths = Array.from({ length: side ** 2 }, () => channels);
  return context.emitAll("Split", [stacked, context.integers(depths)], { axis: 1 }, depths.map(type));
}

/** From the corner of each window to the first of its maxima: a tap on, for each that is less than the maximum before it. */
function offsetOfFirst(
  context: LoweringContext,
  elements: readonly Value[],
  maxima: Value,
  places: readonly number[],
): Value {
  const { shape } = maxima;
  const offset = elements.slice(0, -1).reduceRight<Value | undefined>((further, element, tap) => {
    const isLess = context.emit("Less", [element, maxima], {}, { dtype: "bool", shape });
    const share = context.emit("Cast", [isLess], { to: DataType.FLOAT }, { dtype: "float32", shape });
    const step = context.scalar(places[tap + 1]! - places[tap]!);
    const distance = further === undefined ? step : context.emit("Add", [further, step], {}, maxima);
    return context.emit("Mul", [share, distance], {}, maxima);
  }, undefined);
  return offset!;
}

/** Where the elements of a grid lie, row by row, from the steps that it is apart along each axis. */
function positions([rows, columns]: readonly [number, number], [down, right]: readonly [number, number]): number[] {
  return Array.from(
    { length: rows * columns },
    (_, index) => Math.floor(index / columns) * down + (index % columns) * right,
  );
}

export const hostLowerings: Lowerings<PrimitiveName> = { ...onnxLowerings, maxPool };
