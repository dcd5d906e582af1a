import { numericShape } from "../../dimensions.js";
import { pad, slice, transpose } from "../../ops/shape.js";
import type { Tensor } from "../../tensor.js";

/** Pads the last axes with zeros, or crops them where a pad is negative. */
export function placed(x: Tensor, pads: readonly (readonly [number, number])[]): Tensor {
  if (pads.every(([before, after]) => before === 0 && after === 0)) return x;
  const lead = x.rank - pads.length;
  const padAll = (tensor: Tensor, own: typeof pads) =>
    pad(tensor, [...Array.from({ length: lead }, () => [0, 0] as const), ...own]);
  // A tap that only ever meets padding crops all of x: there must be padding before it can be cropped.
  const isGone = numericShape(x.shape.slice(lead), "the gradient of conv").some((size, axis) => {
    const [before, after] = belowZero(pads[axis]!);
    return size + before + after <= 0;
  });
  if (!isGone) return padAll(x, pads);
  const padded = padAll(
    x,
    pads.map(([before, after]) => [Math.max(0, before), Math.max(0, after)] as const),
  );
  return padAll(padded, pads.map(belowZero));
}

/** `counts` elements of each of the last axes, from `starts` on in `steps`. */
export function strided(
  x: Tensor,
  starts: readonly number[],
  steps: readonly number[],
  counts: readonly number[],
): Tensor {
  const lead = x.rank - counts.length;
  const ends = counts.map((count, axis) => starts[axis]! + (count - 1) * steps[axis]! + 1);
  if (ends.every((end, axis) => starts[axis] === 0 && steps[axis] === 1 && end === x.shape[lead + axis])) return x;
  return slice(x, { axes: counts.map((_, axis) => lead + axis), starts, ends, steps });
}

/** The first `sizes` positions of the spatial axes. */
export function cropEnd(x: Tensor, sizes: readonly number[]): Tensor {
  return strided(
    x,
    sizes.map(() => 0),
    sizes.map(() => 1),
    sizes,
  );
}

/** What a pair of pads crops: its negative sides. */
export function belowZero([before, after]: readonly [number, number]): [number, number] {
  return [Math.min(0, before), Math.min(0, after)];
}

export function swapAxes(x: Tensor, a: number, b: number): Tensor {
  return transpose(
    x,
    x.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis)),
  );
}
