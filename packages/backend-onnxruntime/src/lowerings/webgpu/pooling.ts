import {
  add,
  equal,
  isNumeric,
  maxPool,
  ndarray,
  pad,
  positionsIn,
  sizeOf,
  slice,
  tensor,
  where,
  type Tensor,
} from "@blockzoo/core";
import { onnxLowerings, type AttributesOf, type Lowering } from "@blockzoo/onnx";

/**
 * MaxPool gives no indices: the switch of a window is the first of its taps that equals the largest element.
 */
export const maxPoolRow: Lowering<AttributesOf<"maxPool">> = (context) => {
  if (!context.isUsed(1)) return onnxLowerings.maxPool(context);
  const { kernel, strides, dilations, padding } = context.attributes;
  const [{ shape: pooled }] = context.node.outputs as [Tensor];
  const spatial = [context.node.inputs[0]!.shape.slice(2), pooled.slice(2)];
  if (!spatial.every(isNumeric)) return context.refuse("the provider needs numbers as spatial sizes for switches");
  const [sizes, counts] = spatial as [number[], number[]];
  const planeStrides = sizes.map((_, axis) => sizeOf(sizes.slice(axis + 1)));
  const flat = (position: readonly number[]) =>
    position.reduce((total, at, axis) => total + at * planeStrides[axis]!, 0);
  return context.rewrite(([x]) => {
    const values = maxPool(x!, context.attributes);
    const framed = pad(
      x!,
      [
        [0, 0],
        [0, 0],
        ...sizes.map((size, axis) => {
          const before = padding[axis]![0];
          const reach = (counts[axis]! - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1;
          return [before, Math.max(0, reach - before - size)] as const;
        }),
      ],
      -Infinity,
    );
    const axes = sizes.map((_, axis) => axis + 2);
    const isLargest = (tap: readonly number[]) => {
      const starts = tap.map((at, axis) => at * dilations[axis]!);
      const ends = starts.map((start, axis) => start + (counts[axis]! - 1) * strides[axis]! + 1);
      return equal(slice(framed, { axes, starts, ends, steps: strides }), values);
    };
    const taps = positionsIn(kernel);
    const offset = (tap: readonly number[]) => flat(tap.map((at, axis) => at * dilations[axis]!));
    // From the last tap to the first, so that the first one stays.
    const places = taps.reduceRight<Tensor>(
      (chosen, tap) => where(isLargest(tap), offset(tap), chosen),
      tensor(ndarray(new Int32Array(1), [1, 1, ...sizes.map(() => 1)])),
    );
    const windows = Int32Array.from(positionsIn(counts), (position) =>
      flat(position.map((at, axis) => at * strides[axis]! - padding[axis]![0])),
    );
    return [values, add(places, tensor(ndarray(windows, counts)))];
  });
};
