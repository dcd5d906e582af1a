/**
 * Proposals: where an RoI head looks. Fast R-CNN takes some two thousand from selective search; on small images with one
 * scale a grid does.
 */
import type { Box } from "./object-detection/index.js";
import { intersectionOverUnion, type Size } from "./boxes.js";

export interface Grid {
  /** The sides of the squares that stand at each place, in pixels. */
  readonly sides: readonly number[];
  /** From one centre to the next, in pixels. */
  readonly step: number;
  /** From the image's edges to the outermost centres, in pixels. */
  readonly margin: number;
}

/** Squares over the whole image, side by side, row by row. Those near its edges reach over them. */
export function gridProposals({ height, width }: Size, { sides, step, margin }: Grid): Box[] {
  const centres = (extent: number) =>
    Array.from({ length: Math.floor((extent - 2 * margin) / step) + 1 }, (_, index) => margin + index * step);
  return sides.flatMap((side) =>
    centres(height).flatMap((y) =>
      centres(width).map((x) => ({ x: x - side / 2, y: y - side / 2, width: side, height: side })),
    ),
  );
}

/** The overlaps that decide what a proposal is; between them it is neither, and is left out of the loss. */
export interface Overlaps {
  /** From here on a proposal shows the object. */
  readonly positive: number;
  /** Below this it shows background. */
  readonly negative: number;
}

/** What a proposal shows: the object with this index, background or neither. */
export type Match = number | "background" | "neither";

/** Compares proposals with the boxes of the objects: the one that each overlaps most, the first of several. */
export function matchProposals(
  proposals: readonly Box[],
  objects: readonly Box[],
  { positive, negative }: Overlaps,
): Match[] {
  return proposals.map((proposal) => {
    const overlaps = objects.map((object) => intersectionOverUnion(proposal, object));
    const largest = Math.max(0, ...overlaps);
    if (largest >= positive) return overlaps.indexOf(largest);
    return largest < negative ? "background" : "neither";
  });
}
