/** How the maps of a heat detector are read: the peaks are the objects. */
import { check, type NDArray } from "@blockzoo/core";
import type { Box, BoxFinder, Found } from "./object-detection/index.js";
import { clipBox, moveBox, type BoxDeltas, type Size } from "./boxes.js";
import { stride } from "./heat-detector.js";
import { suppressOverlapping } from "./suppression.js";

/** The side of the square that regressed sizes are relative to, in pixels. */
export const unitSide = 12;
/** Boxes of which the less probable one goes. */
const largestOverlap = 0.5;

/** The square of `unitSide` pixels around the centre of a cell. */
export function unitBox(row: number, column: number): Box {
  const corner = (cell: number) => (cell + 0.5) * stride - unitSide / 2;
  return { x: corner(column), y: corner(row), width: unitSide, height: unitSide };
}

/** The regression counts shifts in cells, {@link moveBox} in sizes of the reference. */
export const cellsPerUnit = unitSide / stride;

/** The outputs of a heat detector for one image: `scores` [1, K, h, w] and `boxes` [1, 4, h, w]. */
type HeatOutputs = Readonly<Record<string, NDArray>>;

/**
 * The objects of an image: cells at which a class is at least as probable as at the eight around, and as `threshold`, with
 * their boxes, without those that overlap a more probable one.
 */
function readPeaks({ scores, boxes }: HeatOutputs, size: Size, threshold: number): Found[] {
  check(scores !== undefined && boxes !== undefined, () => "a heat detector gives scores and boxes");
  const [, classes, rows, columns] = scores.shape as [number, number, number, number];
  const cells = rows * columns;
  const found: Found[] = [];
  for (let index = 0; index < classes; index++) {
    const map = scores.data.subarray(index * cells, (index + 1) * cells);
    for (let cell = 0; cell < cells; cell++) {
      const probability = 1 / (1 + Math.exp(-map[cell]!));
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      if (probability < threshold || !isPeak(map, [rows, columns], [row, column])) continue;
      const at = (channel: number) => boxes.data[channel * cells + cell]!;
      const deltas: BoxDeltas = [at(0) / cellsPerUnit, at(1) / cellsPerUnit, at(2), at(3)];
      const box = clipBox(moveBox(unitBox(row, column), deltas), size);
      found.push({ index, probability, box });
    }
  }
  return suppressOverlapping(found, { overlap: largestOverlap });
}

/** Whether no neighbour is higher; of equal ones the first counts. */
function isPeak(map: NDArray["data"], [rows, columns]: readonly [number, number], place: readonly [number, number]) {
  const own = place[0] * columns + place[1];
  for (let row = Math.max(0, place[0] - 1); row <= Math.min(rows - 1, place[0] + 1); row++) {
    for (let column = Math.max(0, place[1] - 1); column <= Math.min(columns - 1, place[1] + 1); column++) {
      const cell = row * columns + column;
      if (cell < own ? map[cell]! >= map[own]! : map[cell]! > map[own]!) return false;
    }
  }
  return true;
}

/** Finds objects as the peaks of a heat detector's maps. */
export const peaks: BoxFinder<"forward"> = {
  graphs: ["forward"],
  async find(image, { forward }, { threshold }) {
    const [, , height, width] = image.shape as [number, number, number, number];
    return readPeaks(await forward.outputs({ image }), { height, width }, threshold);
  },
  drill: async () => (await import("@blockzoo/tasks/drills")).classesDrill,
};
