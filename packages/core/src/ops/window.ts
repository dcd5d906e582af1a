import { slide, type Dimension } from "../dimensions.js";
import { check } from "../errors.js";
import { sizeOf, stridesOf, type NDArray } from "../ndarray.js";
import { describeType, type TensorType } from "../tensor.js";

/** One number for all spatial axes, or one for each. */
export type PerAxis = number | readonly number[];

/** Padding: one number for all sides, or for each spatial axis a number for both sides or a pair [before, after]. */
export type Padding = number | readonly (number | readonly [number, number])[];

/** How a window slides over the spatial axes; every list has one entry for each of them. */
export type Window = {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Before and after, for each axis. */
  readonly padding: readonly (readonly [number, number])[];
};

export interface WindowOptions {
  readonly strides?: PerAxis | undefined;
  readonly padding?: Padding | undefined;
  readonly dilations?: PerAxis | undefined;
}

/** The canonical form of what a user may write: one entry for each spatial axis. Strides default to 1. */
export function normalizeWindow(op: string, spatial: number, kernel: PerAxis, options: WindowOptions): Window {
  const { padding = 0 } = options;
  const pairs = typeof padding === "number" ? new Array<number>(spatial).fill(padding) : padding;
  check(
    pairs.length === spatial,
    () =>
      `${op}: padding has ${pairs.length} entries for ${spatial} spatial axes; give one number, one an axis or [before, after] pairs`,
  );
  return {
    kernel: perAxis(op, "kernel", kernel, spatial, 1),
    strides: perAxis(op, "strides", options.strides ?? 1, spatial, 1),
    dilations: perAxis(op, "dilations", options.dilations ?? 1, spatial, 1),
    padding: pairs.map((pair) => {
      const [before, after] = perAxis(op, "padding", pair, 2, 0) as [number, number];
      return [before, after] as const;
    }),
  };
}

/** One whole number, not below `least`, for each of `count` axes. */
export function perAxis(op: string, name: string, value: PerAxis, count: number, least: number): readonly number[] {
  const values = typeof value === "number" ? new Array<number>(count).fill(value) : [...value];
  check(values.length === count, () => `${op}: ${name} [${values}] has ${values.length} entries, expected ${count}`);
  check(
    values.every((each) => Number.isInteger(each) && each >= least),
    () => `${op}: ${name} must be whole numbers of at least ${least}, got [${values}]`,
  );
  return values;
}

/** The number of positions that a dilated kernel spans, gaps included. */
export function extentOf(window: Window, axis: number): number {
  return window.dilations[axis]! * (window.kernel[axis]! - 1) + 1;
}

/**
 * The spatial sizes of the output, `floor((size + before + after - extent) / stride) + 1`. With `ceilMode` the last window
 * may hang over the end by less than a stride, provided that it starts inside the input or the padding before it (PyTorch's
 * rule); so may the only one of an input that is smaller than the kernel.
 */
export function windowOutput(op: string, input: TensorType, window: Window, ceilMode = false): Dimension[] {
  const sizes = input.shape.slice(2);
  return sizes.map((size, axis) => {
    const [before, after] = window.padding[axis]!;
    const extent = extentOf(window, axis);
    const stride = window.strides[axis]!;
    const reach = ceilMode ? stride - 1 : 0;
    check(typeof size !== "number" || size + before + after + reach >= extent, () => {
      const padded = sizes.map((each, index) =>
        typeof each === "number" ? each + window.padding[index]![0] + window.padding[index]![1] : each,
      );
      const covers = sizes.map((_, index) => extentOf(window, index));
      return `${op}: the kernel covers ${covers.join("x")}, more than the padded input ${padded.join("x")} of ${describeType(input)}`;
    });
    if (!ceilMode) return slide(size, before + after - extent, stride, 1);
    // Rounding up, a last window would start behind the input just where the stride steps over what a kernel reaches.
    return extent - after >= stride
      ? slide(size, before + after - extent + stride - 1, stride, 1)
      : slide(size, before + stride - 1, stride, 0);
  });
}

/** Pooling has nothing to say of a window that lies in the padding alone; PyTorch's limit excludes that. */
export function checkPoolPadding(op: string, input: TensorType, window: Window): void {
  const { kernel, padding, dilations } = window;
  padding.forEach(([before, after], axis) => {
    check(
      Math.max(before, after) <= kernel[axis]! / 2,
      () =>
        `${op}: padding may be at most half of the kernel, got padding [${before},${after}] for kernel ${kernel[axis]}`,
    );
    const size = input.shape[2 + axis]!;
    check(
      before + after === 0 || typeof size !== "number" || dilations[axis]! <= size,
      () =>
        `${op}: dilation ${dilations[axis]} steps over all ${size} positions of ${describeType(input)}; use a smaller one`,
    );
  });
}

/**
 * How many elements each window of an average pool counts, one number for each position of the output plane. A window that
 * hangs over the end (ceilMode) counts up to the end of the padding, as in PyTorch.
 */
export function averageCounts(
  { kernel, strides, dilations, padding, countIncludePad }: Window & { readonly countIncludePad: boolean },
  sizes: readonly number[],
  windows: readonly number[],
): Float64Array {
  const alongAxes = windows.map((count, axis) => {
    const [before, after] = padding[axis]!;
    const [low, high] = countIncludePad ? [-before, sizes[axis]! + after] : [0, sizes[axis]!];
    const taps = Array.from({ length: kernel[axis]! }, (_, tap) => tap * dilations[axis]! - before);
    return Array.from({ length: count }, (_, index) => {
      const start = index * strides[axis]!;
      return taps.filter((tap) => start + tap >= low && start + tap < high).length;
    });
  });
  return Float64Array.from(
    alongAxes.reduce((counts, along) => counts.flatMap((count) => along.map((each) => count * each)), [1]),
  );
}

/** Rows of {@link windowRuns}: `tap`, offset in the large plane, offset in the small plane, length. */
export const runLength = 4;

/**
 * All pairs of positions that a sliding window connects, as runs along the last axis: tap `tap` of the window at
 * `small + i` lies at `large + i * stride` for `i < length`, where `stride` is that of the last axis. Taps come in
 * row-major order and padding is left out. Convolution, its adjoint and pooling all walk this one list.
 */
export function windowRuns(window: Window, large: readonly number[], small: readonly number[]): Int32Array {
  const { kernel, strides, dilations, padding } = window;
  const last = kernel.length - 1;
  const [largeSteps, smallSteps] = [stridesOf(large), stridesOf(small)];
  const runs: number[] = [];
  const visitRows = (axis: number, tap: number, taps: readonly number[], largeAt: number, smallAt: number): void => {
    const shift = taps[axis]! * dilations[axis]! - padding[axis]![0];
    const stride = strides[axis]!;
    const first = Math.max(0, Math.ceil(-shift / stride));
    const end = Math.min(small[axis]!, Math.floor((large[axis]! - 1 - shift) / stride) + 1);
    if (axis === last) {
      if (end > first) runs.push(tap, largeAt + first * stride + shift, smallAt + first, end - first);
      return;
    }
    for (let i = first; i < end; i++) {
      visitRows(
        axis + 1,
        tap,
        taps,
        largeAt + (i * stride + shift) * largeSteps[axis]!,
        smallAt + i * smallSteps[axis]!,
      );
    }
  };
  positionsIn(kernel).forEach((taps, tap) => visitRows(0, tap, taps, 0, 0));
  return Int32Array.from(runs);
}

/**
 * All positions of a grid, as the taps of a kernel, in row-major order.
 *
 * @example positionsIn([2, 2]) // [[0, 0], [0, 1], [1, 0], [1, 1]]
 */
export function positionsIn(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (positions, size) => positions.flatMap((position) => Array.from({ length: size }, (_, at) => [...position, at])),
    [[]],
  );
}

type Shaped = { readonly shape: readonly number[] };

/** Visits every plane of x with its plane of windows: where both begin, their runs, and the step in x from one to the next. */
export function forEachPlane(
  window: Window,
  x: Shaped,
  output: Shaped,
  visit: (largeBase: number, smallBase: number, runs: Int32Array, step: number) => void,
): void {
  const [sizes, windows] = [x.shape.slice(2), output.shape.slice(2)];
  const runs = windowRuns(window, sizes, windows);
  const [large, small] = [sizeOf(sizes), sizeOf(windows)];
  const planes = x.shape[0]! * x.shape[1]!;
  for (let plane = 0; plane < planes; plane++) visit(plane * large, plane * small, runs, window.strides.at(-1)!);
}

/**
 * Visits every pair of channel planes that a filter connects: a plane of `large`, over which the window slides, and one of
 * `small`, which has a position for each window. The weight is [small channels, large channels of a group, ...].
 */
export function forEachChannelPair(
  attributes: Omit<Window, "kernel"> & { readonly groups: number },
  weight: NDArray,
  large: Shaped,
  small: Shaped,
  visit: (largeBase: number, smallBase: number, factor: Float64Array, runs: Int32Array, step: number) => void,
): void {
  const [batch, smallChannels, ...smallSizes] = small.shape as [number, number, ...number[]];
  const [, largeChannels, ...largeSizes] = large.shape as [number, number, ...number[]];
  const [, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  const runs = windowRuns({ ...attributes, kernel }, largeSizes, smallSizes);
  const [largePlane, smallPlane, taps] = [sizeOf(largeSizes), sizeOf(smallSizes), sizeOf(kernel)];
  const step = attributes.strides.at(-1)!;
  const factors = Float64Array.from(weight.data);
  for (let n = 0; n < batch; n++) {
    for (let s = 0; s < smallChannels; s++) {
      const group = Math.floor((s * attributes.groups) / smallChannels);
      for (let c = 0; c < perGroup; c++) {
        const filter = (s * perGroup + c) * taps;
        const largeBase = (n * largeChannels + group * perGroup + c) * largePlane;
        const smallBase = (n * smallChannels + s) * smallPlane;
        visit(largeBase, smallBase, factors.subarray(filter, filter + taps), runs, step);
      }
    }
  }
}
