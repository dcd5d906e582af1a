import { ndarray, RandomStream } from "@blockzoo/core";
import { arrayDataset } from "@blockzoo/data";
import { describe, expect, test } from "vitest";
import { squaredError } from "../recipes/learning.js";
import { coordinates, principalComponents, projection } from "../recipes/principal-components.js";

/** Points on a plane in three dimensions, [1, 2, 2] and [2, 1, -2] across it 3 and 1 apart in deviation, and nothing beyond. */
function plane(count: number) {
  const stream = new RandomStream(0, "plane");
  const points = Array.from({ length: count }, () => {
    const [a, b] = [3 * stream.normal(), stream.normal()];
    return [1 + (a + 2 * b) / 3, 5 + (2 * a + b) / 3, (2 * a - 2 * b) / 3];
  });
  return ndarray(Float32Array.from(points.flat()), [count, 1, 1, 3]);
}

describe("principal components", () => {
  const x = plane(2500);
  const dataset = arrayDataset({ name: "plane", arrays: { x } });

  test("are the directions of most variance, and the mean", () => {
    const { mean, axes } = principalComponents(dataset, 2);
    [1, 5, 0].forEach((value, index) => expect(mean[index]).toBeCloseTo(value, 0));
    const [first, second] = axes as [Float64Array, Float64Array];
    const inner = (a: ArrayLike<number>, b: ArrayLike<number>) => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
    expect(inner(first, first)).toBeCloseTo(1, 10);
    expect(inner(first, second)).toBeCloseTo(0, 10);
    expect(Math.abs(inner(first, [1 / 3, 2 / 3, 2 / 3]))).toBeGreaterThan(0.999);
    expect(Math.abs(inner(second, [2 / 3, 1 / 3, -2 / 3]))).toBeGreaterThan(0.999);
  });

  test("leave of samples what is along them", () => {
    const two = principalComponents(dataset, 2);
    expect(squaredError(projection(two, x), x)).toBeLessThan(1e-10);
    const one = principalComponents(dataset, 1);
    // What is left out has a variance of 1, spread over three values.
    expect(squaredError(projection(one, x), x)).toBeCloseTo(1 / 3, 1);
    expect(coordinates(one, x).shape).toEqual([2500, 1]);
  });
});
