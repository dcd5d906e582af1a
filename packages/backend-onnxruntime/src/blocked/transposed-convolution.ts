import { onnxLowerings, type AttributesOf, type Lowering, type LoweringContext, type Value } from "@blockzoo/onnx";
import { isFasterInBlocks } from "./choice.js";
import { convolved } from "./convolution.js";
import type { BlockedFilters } from "./filters.js";
import type { BlockedLayout } from "./layout.js";
import { reshaped } from "./moves.js";

type TransposedContext = LoweringContext<AttributesOf<"convTranspose">>;

/** Along an axis, every so many places of the result: a convolution with every so many taps. */
interface Phase {
  /** Of the weight, in the order of the convolution's kernel. */
  readonly taps: readonly number[];
  readonly pads: readonly [number, number];
}

/**
 * Transposed convolutions with strides in blocks: places of the result that are a stride apart see the same taps, so that each phase of
 * them is a small convolution, and the phases are woven into each other. The runtime's own writes all products and adds them up. Without
 * strides there is one phase, whose kernel mostly stands beyond the edge where kernels are large: that stays the runtime's.
 */
export function blockedTransposedConvolution(
  layout: BlockedLayout,
  filters: BlockedFilters,
): Lowering<AttributesOf<"convTranspose">> {
  return (context) => {
    const [inputs, outputs] = context.node.inputs[1]!.shape as readonly [number, number];
    const isOfBlocks = context.attributes.groups === 1 && inputs >= layout.block;
    const phases = isOfBlocks && isFasterInBlocks(layout, context, { inputs, outputs }) && phasesOf(context);
    if (!phases) return onnxLowerings.convTranspose(context);
    const [down, across] = phases;
    const { strides, dilations, groups } = context.attributes;
    const sizes = context.output.shape.slice(2).map((size, axis) => (size as number) / strides[axis]!);
    const x = layout.input(context, 0);
    const part = (...own: readonly Phase[]) =>
      convolved(context, {
        x,
        weight: filters.adjoint(
          context,
          context.input(1),
          own.map(({ taps }) => taps),
        ),
        window: { strides: [1, 1], dilations, groups, padding: own.map(({ pads }) => pads) },
        sizes,
      });
    const rows = down.map((row) => across.map((column) => part(row, column)));
    return [layout.output(context, woven(context, rows, layout.block))];
  };
}

/** The phases of H and of W, where each has taps, and none of its windows begins or ends within x. */
function phasesOf(context: TransposedContext): readonly [readonly Phase[], readonly Phase[]] | undefined {
  const { strides, dilations } = context.attributes;
  const sizes = context.output.shape.slice(2) as readonly number[];
  const isStrided = strides.some((stride) => stride > 1) && dilations.every((dilation) => dilation === 1);
  if (!isStrided || sizes.some((size, axis) => size % strides[axis]! !== 0)) return undefined;
  const phases = [phasesAlong(context, 0), phasesAlong(context, 1)] as const;
  const isWritable = phases.flat().every(({ taps, pads }) => taps.length > 0 && pads.every((pad) => pad >= 0));
  return isWritable ? phases : undefined;
}

function phasesAlong(context: TransposedContext, axis: number): Phase[] {
  const { strides, padding } = context.attributes;
  const [stride, kernel, given, size] = [
    strides[axis]!,
    ...[context.node.inputs[1]!, context.node.inputs[0]!, context.output].map(({ shape }) => shape[2 + axis] as number),
  ] as [number, number, number, number];
  return Array.from({ length: stride }, (_, place) => {
    // A tap puts a value of x into the result where its own place is a whole number of strides away.
    const offset = place + padding[axis]![0];
    const taps = [...new Array(kernel).keys()].filter((tap) => (offset - tap) % stride === 0);
    const first = Math.floor(offset / stride);
    const end = first + size / stride;
    return { taps: taps.toReversed(), pads: [taps.length - 1 - first, end - given] };
  });
}

/** Phases `[N, C/c, h, w, c]` as `[N, C/c, h, phases down, w, phases across, c]`. */
function woven(context: TransposedContext, rows: readonly (readonly Value[])[], block: number): Value {
  const [batch, channels, height, width] = rows[0]![0]!.shape as readonly [number, number, number, number];
  const [down, across] = [rows.length, rows[0]!.length];
  const lines = (batch * channels * height) / block;
  const full = rows.map((phases) => joined(context, phases, [lines, width, block]));
  const whole = joined(context, full, [lines, width * across * block]);
  return reshaped(context, whole, [batch, channels, height * down, width * across]);
}

/** Values of one shape, side by side along its last axis. */
function joined(context: TransposedContext, values: readonly Value[], shape: readonly number[]): Value {
  const flat = values.map((value) => reshaped(context, value, shape));
  if (flat.length === 1) return flat[0]!;
  const axis = shape.length - 1;
  const type = { dtype: "float32", shape: shape.with(axis, shape[axis]! * flat.length) } as const;
  return context.emit("Concat", flat, { axis }, type);
}
