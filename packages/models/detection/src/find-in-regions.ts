/** How an RoI detector is asked: about a grid of regions first, then about where that leads to. */
import { ndarray, type NDArray } from "@blockzoo/core";
import type { Box, BoxFinder, Found } from "./object-detection/index.js";
import { clipBox, moveBox, type BoxDeltas, type Size } from "./boxes.js";
import { gridProposals, type Grid } from "./proposals.js";
import { softmax } from "@blockzoo/tasks/classes";
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

/** The network of the head. */
type Judge = Parameters<BoxFinder<"judge">["find"]>[1]["judge"];

/** The maps of an image as the trunk sees it, and its size. */
interface Seen {
  readonly maps: NDArray;
  readonly size: Size;
}

/** What the network says of each region: its most probable class that is not the background, and where the box should be. */
async function judgeRegions({ maps, size }: Seen, regions: readonly Box[], judge: Judge): Promise<Found[]> {
  const { scores, deltas } = await judge.outputs({ maps, regions: regionsOf(regions) });
  const classes = scores!.shape[1]!;
  return regions.map((region, row) => {
    const probabilities = softmax(scores!.data.subarray(row * classes, (row + 1) * classes));
    const probability = Math.max(...probabilities.slice(1));
    const moved = moveBox(region, [...deltas!.data.subarray(row * 4, row * 4 + 4)] as unknown as BoxDeltas);
    return { index: probabilities.indexOf(probability, 1), probability, box: clipBox(moved, size) };
  });
}

/** Finds objects with an RoI detector: a grid of regions, then the best of what they were moved to once more. */
export const inRegions: BoxFinder<"extract" | "judge"> = {
  graphs: ["extract", "judge"],
  ignored: [background],
  async find(image, { extract, judge }, { threshold }) {
    const size: Size = { height: image.shape[2]!, width: image.shape[3]! };
    const { maps } = await extract.outputs({ image });
    const seen = { maps: maps!, size };
    const first = await judgeRegions(seen, gridProposals(size, proposalGrid), judge);
    const candidates = suppressOverlapping(
      first.filter(({ probability, box }) => probability >= threshold && box.width > 0 && box.height > 0),
      { overlap: largestOverlap },
    ).slice(0, mostCandidates);
    if (candidates.length === 0) return [];
    const again = await judgeRegions(
      seen,
      candidates.map(({ box }) => box),
      judge,
    );
    return suppressOverlapping(
      again.filter(({ probability }) => probability >= threshold),
      { overlap: largestOverlap },
    );
  },
  drill: async () => (await import("./region-drill.js")).regionDrill,
};
