import { numericShape } from "../dimensions.js";
import { currentBuilder, emitOne } from "../graph/builder.js";
import { composite } from "../graph/composite.js";
import { ndarray, sizeOf } from "../ndarray.js";
import { convTransposeOp } from "../ops/convolution.js";
import { div } from "../ops/elementwise.js";
import { averagePool, maxUnpool, type AveragePoolAttributes, type MaxPoolAttributes } from "../ops/pooling.js";
import { repeatEach } from "../ops/repeat-each.js";
import { expand, reshape } from "../ops/shape.js";
import { averageCounts, extentOf } from "../ops/window.js";
import type { Tensor } from "../tensor.js";
import { placed } from "./convolution/placement.js";

type SpatialSizes = { readonly spatial: readonly number[] };

/**
 * The gradient of maxPool: every element of dy at its switch, those of one place added. The composite is
 * "maxPoolGradient", of switches and dy: a backend without a scatter that adds can compare the switches with the places
 * that each tap of the window stands for.
 */
export function maxPoolGradient(
  problem: MaxPoolAttributes & { readonly x: Tensor; readonly switches: Tensor; readonly dy: Tensor },
): Tensor {
  const { x, switches, dy, ...attributes } = problem;
  return maxGradient([switches, dy], { ...attributes, spatial: spatialOf(x) });
}

const maxGradient = composite<MaxPoolAttributes & SpatialSizes>("maxPoolGradient", ([switches, dy], { spatial }) =>
  maxUnpool(dy!, switches!, { outputShape: spatial }),
);

/** The gradient of averagePool: every window hands its share of dy to all its elements. Composite "averagePoolGradient". */
export function averagePoolGradient(
  problem: AveragePoolAttributes & { readonly x: Tensor; readonly dy: Tensor },
): Tensor {
  const { x, dy, ...attributes } = problem;
  return averageGradient([dy], { ...attributes, spatial: spatialOf(x) });
}

const averageGradient = composite<AveragePoolAttributes & SpatialSizes>("averagePoolGradient", ([dy], attributes) => {
  const [batch, channels, ...windows] = numericShape(dy!.shape, "the gradient of averagePool") as [
    number,
    number,
    ...number[],
  ];
  const { kernel, strides, dilations, padding, spatial } = attributes;
  const counts = countsOf(attributes, windows);
  if (kernel.every((size, axis) => size === strides[axis] && dilations[axis] === 1)) {
    // The windows tile the padded input: repeat each share, then cut the padding off and fill up what no window saw.
    const [shares, share] = typeof counts === "number" ? [dy!, 1 / counts] : [div(dy!, counts), 1];
    const repeated = repeatEach(shares, kernel, share);
    const tiled = windows.map((count, axis) => count * kernel[axis]!);
    const pads = spatial.map((size, axis) => [-padding[axis]![0], size + padding[axis]![0] - tiled[axis]!] as const);
    return placed(repeated, pads);
  }
  if (strides.every((stride) => stride === 1) && dilations.every((dilation) => dilation === 1)) {
    const shares = typeof counts === "number" ? dy! : div(dy!, div(counts, sizeOf(kernel)));
    return poolBack(shares, attributes);
  }
  // Channels go to the batch, so that no backend needs grouped kernels for this.
  const planes = emitOne(
    convTransposeOp,
    [reshape(div(dy!, counts), [batch * channels, 1, ...windows]), expand(1, [1, 1, ...kernel])],
    { ...adjointWindow(attributes, windows), groups: 1 },
  );
  return reshape(planes, [batch, channels, ...spatial]);
});

/**
 * With strides of one an element lies in windows that begin side by side, so that the mean of what they hand it is again a
 * pool; where that one would have to pad by more than the half of its kernel, zeros are written around the shares.
 */
function poolBack(shares: Tensor, { kernel, padding }: Pick<AveragePoolAttributes, "kernel" | "padding">): Tensor {
  const pads = padding.map(([before, after], axis) => [kernel[axis]! - 1 - before, kernel[axis]! - 1 - after] as const);
  const fits = pads.every(([before, after], axis) => 2 * Math.max(before, after) <= kernel[axis]!);
  return fits
    ? averagePool(shares, { kernel, strides: 1, padding: pads })
    : averagePool(placed(shares, pads), { kernel, strides: 1 });
}

/** The window of the adjoint: ceilMode and unread rests make it end elsewhere than the padding says. */
function adjointWindow(attributes: AveragePoolAttributes & SpatialSizes, windows: readonly number[]) {
  const { strides, dilations, padding, spatial } = attributes;
  const over = windows.map(
    (count, axis) => (count - 1) * strides[axis]! + extentOf(attributes, axis) - padding[axis]![0] - spatial[axis]!,
  );
  return {
    strides,
    dilations,
    padding: padding.map(([before], axis) => [before, Math.max(0, over[axis]!)] as const),
    outputPadding: over.map((count) => Math.max(0, -count)),
  };
}

/** The number of elements that each window averages: one number, where all windows have as many. */
function countsOf(attributes: AveragePoolAttributes & SpatialSizes, windows: readonly number[]): Tensor | number {
  const counts = averageCounts(attributes, attributes.spatial, windows);
  if (counts.every((count) => count === counts[0])) return counts[0]!;
  return currentBuilder("averagePool").constant(ndarray(Float32Array.from(counts), windows));
}

function spatialOf(x: Tensor): number[] {
  return numericShape(x.shape, "the gradient of a pool").slice(2);
}
