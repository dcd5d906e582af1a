import { check } from "../errors.js";
import { concat, expand, pad, reverse, slice } from "../ops/shape.js";
import { describeType, type Tensor } from "../tensor.js";

/** One number all around, one for each spatial axis, or `[before, after]` for each. Negative numbers crop. */
export type SpatialPads = number | readonly number[] | readonly (readonly [number, number])[];

type Pads = readonly (readonly [number, number])[];

/**
 * A frame of one value around each channel, zero by default; negative numbers crop.
 *
 * Formula: `y[p] = x[p - before]` inside, the value outside
 *
 * Shapes: `[N, C, ...] -> [N, C, size + before + after, ...]` with 1 to 3 spatial axes
 *
 * Reference: Goodfellow, Bengio & Courville 2016, "Deep Learning", section 9.5 (zero padding).
 *
 * Useful for: convolutions that keep the size; asymmetrical frames; cropping.
 *
 * @example constantPad(x, [[0, 1], [0, 1]])   // a row below, a column to the right
 */
export function constantPad(x: Tensor, pads: SpatialPads, value = 0): Tensor {
  return pad(x, [[0, 0], [0, 0], ...pairsOf("constantPad", x, pads)], value);
}

/**
 * A frame of what lies inside, mirrored at the edge elements, which are not repeated; negative numbers crop first.
 *
 * Formula: `y[p] = x[|p - before|]` at the beginning, mirrored likewise at the end
 *
 * Shapes: `[N, C, ...] -> [N, C, size + before + after, ...]` with 1 to 3 spatial axes; pads smaller than the size
 *
 * Reference: Johnson, Alahi & Fei-Fei 2016, "Perceptual losses", arXiv 1603.08155, supplement.
 *
 * Useful for: generators of images, where zeros at the border would be seen.
 *
 * @example reflectPad(x, 40)
 */
export function reflectPad(x: Tensor, pads: SpatialPads): Tensor {
  return padded("reflectPad", x, pads, (y, axis, [before, after]) => {
    checkReach("reflectPad", y, axis, { pads: [before, after], edge: 1 });
    return [
      before > 0 ? reverse(part(y, axis, 1, 1 + before), [axis]) : undefined,
      after > 0 ? reverse(part(y, axis, -1 - after, -1), [axis]) : undefined,
    ];
  });
}

/**
 * A frame of the nearest edge elements; negative numbers crop first.
 *
 * Formula: `y[p] = x[min(max(p - before, 0), size - 1)]`
 *
 * Shapes: `[N, C, ...] -> [N, C, size + before + after, ...]` with 1 to 3 spatial axes
 *
 * Reference: Gonzalez & Woods 2018, "Digital Image Processing", section 3.4.
 *
 * Useful for: filters and resampling, for which the world goes on as it ends.
 *
 * @example replicatePad(x, [2, 0])   // rows above and below
 */
export function replicatePad(x: Tensor, pads: SpatialPads): Tensor {
  return padded("replicatePad", x, pads, (y, axis, [before, after]) => {
    const repeated = (edge: Tensor, count: number) => expand(edge, y.shape.with(axis, count));
    return [
      before > 0 ? repeated(part(y, axis, 0, 1), before) : undefined,
      after > 0 ? repeated(part(y, axis, -1), after) : undefined,
    ];
  });
}

/**
 * A frame of what stands at the opposite edge: the plane becomes a torus; negative numbers crop first.
 *
 * Formula: `y[p] = x[(p - before) mod size]`
 *
 * Shapes: `[N, C, ...] -> [N, C, size + before + after, ...]` with 1 to 3 spatial axes; pads at most the size
 *
 * Reference: Ulyanov et al. 2016, "Texture networks", arXiv 1603.03417, section 3.
 *
 * Useful for: textures that tile, angles, and whatever else is periodic.
 *
 * @example circularPad(x, 1)
 */
export function circularPad(x: Tensor, pads: SpatialPads): Tensor {
  return padded("circularPad", x, pads, (y, axis, [before, after]) => {
    checkReach("circularPad", y, axis, { pads: [before, after], edge: 0 });
    return [before > 0 ? part(y, axis, -before) : undefined, after > 0 ? part(y, axis, 0, after) : undefined];
  });
}

/** What comes before and after y along an axis. */
type Frame = (
  y: Tensor,
  axis: number,
  pads: readonly [number, number],
) => readonly [Tensor | undefined, Tensor | undefined];

/**
 * Crops, then frames one axis after the other, so that corners are made of edges. Slices and one concatenation an axis: a
 * gather would do it too, but its gradient scatters every element of the map.
 */
function padded(op: string, x: Tensor, pads: SpatialPads, frame: Frame): Tensor {
  const pairs = pairsOf(op, x, pads);
  const cropped = constantPad(
    x,
    pairs.map(([before, after]) => [Math.min(before, 0), Math.min(after, 0)] as const),
  );
  return pairs.reduce((y, [before, after], index) => {
    const axis = index + 2;
    if (before <= 0 && after <= 0) return y;
    const [first, last] = frame(y, axis, [before, after]);
    const parts = [first, y, last].filter((each) => each !== undefined);
    return concat(parts, axis);
  }, cropped);
}

function part(x: Tensor, axis: number, start: number, end?: number): Tensor {
  return slice(x, { axes: [axis], starts: [start], ends: [end] });
}

/** Where the axis has a size, no pad may need more elements than it has beside so many at the edge. */
function checkReach(
  op: string,
  x: Tensor,
  axis: number,
  { pads, edge }: { readonly pads: readonly [number, number]; readonly edge: number },
): void {
  const size = x.shape[axis]!;
  const most = typeof size === "number" ? size - edge : Infinity;
  check(
    Math.max(...pads) <= most,
    () => `${op}: pads [${pads}] reach further than the ${most} elements that there are, of ${describeType(x)}`,
  );
}

function pairsOf(op: string, x: Tensor, pads: SpatialPads): Pads {
  const spatial = x.rank - 2;
  check(spatial >= 1 && spatial <= 3, () => `${op} expects [N,C,...] with 1 to 3 spatial axes, got ${describeType(x)}`);
  const entries: readonly (number | readonly [number, number])[] =
    typeof pads === "number" ? new Array<number>(spatial).fill(pads) : pads;
  check(
    entries.length === spatial && entries.flat().every(Number.isInteger),
    () =>
      `${op}: pads must be whole numbers, one all around, one for each of ${spatial} spatial axes, or [before, after] pairs, got ${JSON.stringify(pads)}`,
  );
  return entries.map((entry) => (typeof entry === "number" ? [entry, entry] : entry));
}
