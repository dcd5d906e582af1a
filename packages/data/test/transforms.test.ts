import { ndarray, RandomStream } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { arrayDataset, mapDataset, normalize, padImages, standardize } from "../src/index.js";

const points = (values: number[][]) => arrayDataset({ name: "points", arrays: { x: ndarray(values) } });

describe("standardize", () => {
  it("fits on one set and applies to another", () => {
    const { mean, deviation, transform } = standardize(
      points([
        [1, 10, 5],
        [3, 30, 5],
      ]),
    );
    expect(mean).toEqual([2, 20, 5]);
    expect(deviation).toEqual([1, 10, 1]);
    expect(mapDataset(points([[4, 20, 6]]), transform).gather([0]).x).toEqual(ndarray([[2, 0, 1]]));
  });

  it("keeps its digits when the mean is large, over more samples than it takes at once", () => {
    const stream = new RandomStream(0);
    const values = Array.from({ length: 3000 }, () => [10_000 + stream.normal()]);
    const { mean, deviation } = standardize(points(values));
    expect(mean[0]).toBeCloseTo(10_000, 1);
    expect(deviation[0]).toBeCloseTo(1, 1);
  });

  it("says what it cannot fit", () => {
    expect(() => standardize(points([[1]]), { array: "y" })).toThrow('needs a float32 array "y" of at least two axes');
    expect(() => standardize(arrayDataset({ name: "labels", arrays: { x: ndarray([1]) } }))).toThrow("got float32[1]");
  });
});

describe("normalize", () => {
  const image = { x: ndarray([[[[1, 2]], [[3, 4]]]]), y: ndarray([0], [1], "int32") };

  it("works by channel or with one number, and keeps the other arrays", () => {
    const byChannel = normalize({ mean: [1, 3], deviation: [1, 0.5] })(image);
    expect(byChannel).toEqual({ ...image, x: ndarray([[[[0, 1]], [[0, 2]]]]) });
    expect(normalize({ mean: 1, deviation: 2 })(image).x).toEqual(ndarray([[[[0, 0.5]], [[1, 1.5]]]]));
  });

  it("refuses statistics for another number of channels", () => {
    expect(() => normalize({ mean: [1], deviation: 1 })(image)).toThrow(
      "mean has 1 numbers, x[1,2,1,2] has 2 channels",
    );
  });
});

describe("padImages", () => {
  it("centres, with more at the lower right", () => {
    const padded = padImages({ to: 3, value: 9 })({
      x: ndarray([
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ]),
    });
    expect(padded.x).toEqual(
      ndarray([
        [
          [
            [1, 2, 9],
            [3, 4, 9],
            [9, 9, 9],
          ],
        ],
      ]),
    );
    const two = padImages({ to: 3 })({ x: ndarray([[[[1]]], [[[2]]]]) });
    expect(two.x).toEqual(
      ndarray([
        [
          [
            [0, 0, 0],
            [0, 1, 0],
            [0, 0, 0],
          ],
        ],
        [
          [
            [0, 0, 0],
            [0, 2, 0],
            [0, 0, 0],
          ],
        ],
      ]),
    );
  });

  it("refuses larger images", () => {
    expect(() => padImages({ to: 1 })({ x: ndarray([[[[1, 2]]]]) })).toThrow("at most 1x1, got x[1,1,1,2]");
  });
});
