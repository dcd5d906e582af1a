import { ndarray, type NDArray } from "@blockzoo/core";
import { boundaryF1, classIous, meanIou, segmentationMetrics } from "@blockzoo/train";
import { expect, it } from "vitest";

/** Scores that are 1 for the given classes. */
function scores(classes: readonly (readonly number[])[], count: number): NDArray {
  const [height, width] = [classes.length, classes[0]!.length];
  const data = Float32Array.from({ length: count * height * width }, (_, at) => {
    const [index, place] = [Math.floor(at / (height * width)), at % (height * width)];
    return Number(classes.flat()[place] === index);
  });
  return ndarray(data, [1, count, height, width]);
}

const labelled = (classes: number[][]) => ndarray(classes.flat(), [1, classes.length, classes[0]!.length], "int32");

it("overlaps are those counted by hand", () => {
  const logits = scores([[0, 0, 1], [0, 1, 1]], 4); // prettier-ignore
  const labels = labelled([[0, 1, 1], [0, 0, 2]]); // prettier-ignore
  // Class 0: 2 of 4. Class 1: 1 of 4. Class 2: 0 of 1. Class 3 does not occur.
  expect(classIous({ logits, labels })).toEqual([2 / 4, 1 / 4, 0, NaN]);
  expect(meanIou({ logits, labels })).toBeCloseTo((2 / 4 + 1 / 4) / 3, 12);
  const { pixelAccuracy } = segmentationMetrics;
  expect(pixelAccuracy({ outputs: { logits }, inputs: { y: labels } })).toBe(3 / 6);
});

it("boundaries are met exactly, or within a tolerance", () => {
  const labels = labelled([
    [0, 0, 1, 1, 1],
    [0, 0, 1, 1, 1],
  ]);
  const shifted = scores(
    [
      [0, 0, 0, 1, 1],
      [0, 0, 1, 1, 1],
    ],
    2,
  );
  // True boundary: the second pixel of both rows. Predicted: the third of row 0, for its right and the one below, and the
  // second of row 1; of three pixels two, of which one is met.
  expect(boundaryF1({ logits: shifted, labels })).toBeCloseTo(1 / 2, 12);
  expect(boundaryF1({ logits: shifted, labels }, { tolerance: 1 })).toBe(1);
  const none = scores([new Array<number>(5).fill(0), new Array<number>(5).fill(0)], 2);
  expect(boundaryF1({ logits: none, labels })).toBe(0);
  expect(boundaryF1({ logits: none, labels: labelled([[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]) })).toBe(1); // prettier-ignore
});

it("the last pixel of a row is no neighbour of the first of the next", () => {
  const labels = labelled([[0, 1], [0, 1]]); // prettier-ignore
  expect(boundaryF1({ logits: scores([[0, 1], [0, 1]], 2), labels })).toBe(1); // prettier-ignore
  expect(boundaryF1({ logits: scores([[1, 1], [1, 1]], 2), labels })).toBe(0); // prettier-ignore
});
