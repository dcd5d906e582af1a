/** How an RoI detector is asked: about a grid of regions first, then about where that leads to. */
import { ndarray, type NDArray } from "@blockzoo/core";
import type { Box, BoxFinder, Found } from "@blockzoo/family";
import { clipBox, moveBox, type BoxDeltas, type Size } from "./boxes.js";
import { gridProposals, type Grid } from "./proposals.js";
import { suppressOverlapping } from "./suppression.js";

/** 13 x 13 places on 48 x 48 pixels, two squares at each. */
export const proposalGrid: Grid = { sides: [10, 16], step: 3, margin: 6 };

export const background = "background";
/** Boxes of which the less probable one goes. */
const largestOverlap = 0.3;
/** The regions that are looked at again. */
const mostCandidates = 16;

/** Rows of image index, x0, y0, x1, y1: what an RoI detector takes. */
function regionsOf(boxes: readonly Box[]): NDArray {
  const rows = boxes.flatMap(({ x, y, width, height }) => [0, x, y, x + width, y + height]);
  return ndarray(Float32Array.from(rows), [boxes.length, 5]);
}

type Run = Parameters<BoxFinder["find"]>[1];

/** What the network says of each region: its most probable class that is not the background, and where the box should be. */
async function judgeRegions(image: NDArray, regions: readonly Box[], run: Run): Promise<Found[]> {
  const { scores, deltas } = await run({ image, regions: regionsOf(regions) });
  const classes = scores!.shape[1]!;
  const size: Size = { height: image.shape[2]!, width: image.shape[3]! };
  return regions.map((region, row) => {
    const logits = scores!.data.subarray(row * classes, (row + 1) * classes);
    const largest = Math.max(...logits);
    const exponentials = Array.from(logits, (logit) => Math.exp(logit - largest));
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    const best = Math.max(...exponentials.slice(1));
    const moved = moveBox(region, [...deltas!.data.subarray(row * 4, row * 4 + 4)] as unknown as BoxDeltas);
    return { index: exponentials.indexOf(best, 1), probability: best / total, box: clipBox(moved, size) };
  });
}

/** Finds objects with an RoI detector: a grid of regions, then the best of what they were moved to once more. */
export const inRegions: BoxFinder = {
  ignored: [background],
  async find(image, run, { threshold }) {
    const proposals = gridProposals({ height: image.shape[2]!, width: image.shape[3]! }, proposalGrid);
    const first = await judgeRegions(image, proposals, run);
    const candidates = suppressOverlapping(
      first.filter(({ probability, box }) => probability >= threshold && box.width > 0 && box.height > 0),
      { overlap: largestOverlap },
    ).slice(0, mostCandidates);
    if (candidates.length === 0) return [];
    const again = await judgeRegions(
      image,
      candidates.map(({ box }) => box),
      run,
    );
    return suppressOverlapping(
      again.filter(({ probability }) => probability >= threshold),
      { overlap: largestOverlap },
    );
  },
};
