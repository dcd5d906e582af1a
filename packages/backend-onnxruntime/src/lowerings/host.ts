import { isNumeric, sizeOf, type PrimitiveName, type Tensor } from "@blockzoo/core";
import {
  compositeLowerings,
  int64,
  onnxLowerings,
  TensorProto_DataType as DataType,
  type AttributesOf,
  type CompositeLowerings,
  type Lowering,
  type LoweringContext,
  type Lowerings,
  type Value,
} from "@blockzoo/onnx";
import { hostArithmetic } from "./arithmetic.js";

/*
 * What ONNX Runtime's kernels on the host, native and WebAssembly, do slowly (1.30), written as ops that they do fast. Training steps
 * are run as they are written: the runtime fuses nothing.
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

/** MatMul that reads its operands transposed, in batches too, which Gemm does not know. */
const fusedMatMul = { domain: "com.microsoft", opType: "FusedMatMul" } as const;

/** One node, where ONNX's own operators need copies of the transposed matrices. */
const matMul: Lowering<AttributesOf<"matMul">> = (context) => {
  const { transposeA, transposeB } = context.attributes;
  const isBatch = context.node.inputs.some(({ rank }) => rank > 2);
  if (!isBatch || !(transposeA || transposeB)) return onnxLowerings.matMul(context);
  return context.emit(fusedMatMul, context.inputs(), { transA: Number(transposeA), transB: Number(transposeB) });
};

/** How many elements a plane must have for a product of two planes to be faster than to multiply all elements and add them up. */
const smallestPlane = 512;

/** Of large planes each sum is a row times a column, which reads both once and writes nothing. */
const channelProduct: Lowering = (context) => {
  const { shape } = context.node.inputs[0]!;
  if (!isNumeric(shape)) return context.decompose();
  const [batch, channels, ...space] = shape as readonly [number, number, ...number[]];
  if (sizeOf(space) < smallestPlane) return context.decompose();
  const reshaped = (value: Value, to: readonly number[]) =>
    context.emit("Reshape", [value, context.shape(to)], {}, { dtype: "float32", shape: to });
  const rows = context.inputs().map((value) => reshaped(value, [batch * channels, 1, sizeOf(space)]));
  const type = { dtype: "float32", shape: [batch * channels, 1, 1] } as const;
  const products = context.emit(fusedMatMul, rows, { transB: 1 }, type);
  return context.emit("ReduceSum", [reshaped(products, [batch, channels]), context.integers([0])], { keepdims: 0 });
};

/** Where the elements of a grid lie, row by row, from the steps that it is apart along each axis. */
function positions([rows, columns]: readonly [number, number], [down, right]: readonly [number, number]): number[] {
  return Array.from(
    { length: rows * columns },
    (_, index) => Math.floor(index / columns) * down + (index % columns) * right,
  );
}

export const hostLowerings: Lowerings<PrimitiveName> = { ...onnxLowerings, ...hostArithmetic, maxPool, matMul };

/** Composites for which the host has more than ONNX's operators. */
export const hostComposites: CompositeLowerings = { channelProduct };

/**
 * BatchNormalization runs on one thread. With several, statistics that the graph computes, as the gradient of batch normalisation
 * does, are applied by ops that are shared out; those of inference are constants, and go into the convolution.
 */
const batchNorm: Lowering = (context) => {
  const isComputed = context.node.inputs.slice(1).some(({ node }) => node.definition !== undefined);
  return isComputed ? context.decompose() : compositeLowerings["batchNorm"]!(context);
};

/** What takes their place where there are several threads. */
export const sharedComposites: CompositeLowerings = { batchNorm };
