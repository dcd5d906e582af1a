import { Block } from "../blocks/block.js";
import { checkOptions } from "../check-options.js";
import { numericShape } from "../dimensions.js";
import { check } from "../errors.js";
import { add, and, cast, div, equal, floor, less, lessOrEqual, maximum, mul, sub, where } from "../ops/elementwise.js";
import { gather, gatherElements, iota } from "../ops/indexing.js";
import { argMax } from "../ops/reduce.js";
import { concat, reshape, slice } from "../ops/shape.js";
import { perAxis } from "../ops/window.js";
import { describeType, type Tensor } from "../tensor.js";
import type { Pair } from "./sizes.js";

/**
 * The largest value of each bin of a grid over regions of interest, so that a region of any size gives a map of one size.
 * Regions are rounded to whole positions of the map; the edges of bins are rounded outward, so that bins may overlap; a bin
 * outside the map gives 0. The gradient goes to the first maximum of each bin alone.
 *
 * Formula: with `s = round(scale x0)`, `w = max(round(scale x1) - s + 1, 1)`, bin j of P covers the columns
 * `s + floor(j w / P) .. s + ceil((j + 1) w / P) - 1`, rows likewise; `y = max` over them
 *
 * Shapes: maps `[N, C, H, W]` and regions `[R, 5]`, float32 rows of batch index, x0, y0, x1, y1 (both ends inside), give
 * `[R, C, P, Q]`, as `torchvision.ops.roi_pool`
 *
 * Reference: Girshick 2015, "Fast R-CNN", arXiv 1504.08083, section 2.1.
 *
 * Useful for: detection, where the features of an image are computed once and read for many regions.
 *
 * @example new RoiPool2d(7, { spatialScale: 1 / 16 })
 */
export class RoiPool2d extends Block {
  /** @param options `spatialScale`: positions of the map for one of the regions' coordinates, 1/16 after four halvings; default 1 */
  constructor(
    readonly outputSize: Pair,
    readonly options: { readonly spatialScale?: number } = {},
  ) {
    super();
    checkOptions("RoiPool2d", options, { spatialScale: true });
  }

  forward(x: Tensor, regions: Tensor): Tensor {
    check(x.rank === 4, () => `expects maps [N, C, H, W], got x ${describeType(x)}`);
    check(
      regions.rank === 2 && regions.shape[1] === 5,
      () => `expects regions [R, 5] of batch index, x0, y0, x1, y1, got ${describeType(regions)}`,
    );
    const [height, width] = numericShape(x.shape.slice(2), "RoI pooling") as [number, number];
    const [rows, columns] = perAxis("RoiPool2d", "outputSize", this.outputSize, 2, 1) as [number, number];
    const scale = this.options.spatialScale ?? 1;
    const count = regions.shape[0]!;
    const column = (index: number) =>
      reshape(slice(regions, { axes: [1], starts: [index], ends: [index + 1] }), [count, 1, 1, 1]);
    const rounded = (values: Tensor) => floor(add(values, 0.5));
    const edge = (index: number) => rounded(mul(column(index), scale));
    const across = binMasks({ start: edge(1), end: edge(3) }, [1, 1, 1, width], columns);
    const down = binMasks({ start: edge(2), end: edge(4) }, [1, 1, height, 1], rows);

    // One axis after the other, bin by bin: memory for one copy of the regions' maps at a time.
    const maps = gather(x, reshape(cast(rounded(column(0)), "int32"), [count]), { axis: 0 });
    const wide = concat(
      across.map((mask) => largestWhere(mask, maps, 3)),
      3,
    );
    const values = concat(
      down.map((mask) => largestWhere(mask, wide, 2)),
      2,
    );
    return where(equal(values, nothing), 0, values);
  }
}

/** The least float32, for bins without a position. */
const nothing = -3.4028234663852886e38;

/** For each bin which positions of the map are in it; `shape` has the map's size along its axis, start and end are [R, 1, 1, 1]. */
function binMasks({ start, end }: Record<"start" | "end", Tensor>, shape: readonly number[], bins: number): Tensor[] {
  const size = Math.max(...shape);
  const positions = reshape(cast(iota(size), "float32"), shape);
  const extent = maximum(add(sub(end, start), 1), 1);
  return Array.from({ length: bins }, (_, bin) => {
    const first = add(start, floor(div(mul(extent, bin), bins)));
    const beyond = sub(start, floor(div(mul(extent, -(bin + 1)), bins)));
    return and(lessOrEqual(first, positions), less(positions, beyond));
  });
}

/** The first of the largest values along an axis, which stays with size 1, among those that the mask leaves. */
function largestWhere(mask: Tensor, x: Tensor, axis: number): Tensor {
  const left = where(mask, x, nothing);
  return gatherElements(left, argMax(left, { axis, keepDimensions: true }), { axis });
}
