import {
  concat,
  conv,
  isNumeric,
  numericShape,
  pad,
  reshape,
  reverse,
  sizeOf,
  split,
  transpose,
  type Tensor,
} from "@blockzoo/core";
import { onnxLowerings, type AttributesOf, type Lowering } from "@blockzoo/onnx";

/**
 * Conv is wrong for 6, 9, 15 ... input channels, multiples of 3 but not of 4 (its kernel takes them three at a time, and is
 * right only where those are all): channels of zeros make them a multiple of 4. It is wrong for groups of 6 outputs, say, of
 * which two are 12: its kernel writes as many outputs at once as divide those of all groups together, here 4, and then some
 * of another group. Those are convolved each for itself, as are groups of volumes, which it does not have.
 */
export const convRow: Lowering<AttributesOf<"conv">> = (context) => {
  const { groups, strides } = context.attributes;
  const [outputs, channels] = numericShape(context.node.inputs[1]!.shape, "the weight of conv") as [number, number];
  if (groups > 1 && (strides.length === 3 || writesOtherGroups(outputs, groups))) return convEachGroup(context);
  if (groups > 1 || channels === 3 || channels % 3 !== 0 || channels % 4 === 0) return onnxLowerings.conv(context);
  const missing = [0, 4 - (channels % 4)] as const;
  const widened = (x: Tensor) =>
    pad(
      x,
      x.shape.map((_, axis) => (axis === 1 ? missing : [0, 0])),
    );
  return context.rewrite(([x, weight, bias]) => conv(widened(x!), widened(weight!), { ...context.attributes, bias }));
};

/** How many outputs the kernel of Conv writes at once. */
const writtenAtOnce = (outputs: number) => [4, 2, 1].find((count) => outputs % count === 0)!;

/** Groups of fewer than four outputs are written one by one. */
function writesOtherGroups(outputs: number, groups: number): boolean {
  const perGroup = outputs / groups;
  return perGroup >= 4 && perGroup % writtenAtOnce(outputs) !== 0;
}

/** One convolution for each group. */
const convEachGroup: Lowering<AttributesOf<"conv">> = (context) =>
  context.rewrite(([x, weight, bias]) => {
    const { groups: parts } = context.attributes;
    const [images, weights] = [split(x!, { axis: 1, parts }), split(weight!, { axis: 0, parts })];
    const biases = bias && split(bias, { axis: 0, parts });
    const maps = images.map((image, group) =>
      conv(image, weights[group]!, { ...context.attributes, groups: 1, bias: biases?.[group] }),
    );
    return concat(maps, 1);
  });

/**
 * ConvTranspose fails with three spatial axes, and is wrong for groups with one output and several inputs: then it is the
 * convolution of x, with zeros between its elements, with the kernel backwards.
 */
export const convTranspose: Lowering<AttributesOf<"convTranspose">> = (context) => {
  const { strides, dilations, padding, outputPadding, groups } = context.attributes;
  const [xType, weightType] = context.node.inputs as [Tensor, Tensor];
  const [channels, outputs, ...kernel] = numericShape(weightType.shape, "the weight of convTranspose") as [
    number,
    number,
    ...number[],
  ];
  const isWrong = groups > 1 && outputs === 1 && channels > groups;
  if (kernel.length < 3 && !isWrong) return onnxLowerings.convTranspose(context);
  const sizes = xType.shape.slice(2);
  if (!isNumeric(sizes)) return context.refuse("the provider needs numbers as spatial sizes for this one");
  return context.rewrite(([x, weight, bias]) => {
    const perGroup = channels / groups;
    const backwards = reverse(
      weight!,
      kernel.map((_, axis) => axis + 2),
    );
    const grouped = reshape(backwards, [groups, perGroup, outputs * sizeOf(kernel)]);
    const kernels = reshape(transpose(reshape(grouped, [groups, perGroup, outputs, sizeOf(kernel)]), [0, 2, 1, 3]), [
      groups * outputs,
      perGroup,
      ...kernel,
    ]);
    const apart = sizes.reduce((spread, _, axis) => zerosBetween(spread, axis + 2, strides[axis]!), x!);
    const pads = kernel.map((size, axis) => {
      const reach = (size - 1) * dilations[axis]!;
      const [before, after] = padding[axis]!;
      // The zeros after the last element are not between two.
      return [reach - before, reach - after + outputPadding[axis]! - (strides[axis]! - 1)] as const;
    });
    const framed = pad(apart, [[0, 0], [0, 0], ...pads]);
    return conv(framed, kernels, { bias, dilations, groups });
  });
};

/** Every element along an axis with `stride - 1` zeros after it. */
function zerosBetween(x: Tensor, axis: number, stride: number): Tensor {
  if (stride === 1) return x;
  const { shape } = x;
  const column = reshape(x, [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)]);
  const pads = column.shape.map((_, each) => [0, each === axis + 1 ? stride - 1 : 0] as const);
  return reshape(
    pad(column, pads),
    shape.map((size, each) => (each === axis ? (size as number) * stride : size)),
  );
}
