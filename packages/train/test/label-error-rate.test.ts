import { RandomStream } from "@blockzoo/core";
import { editDistance, labelErrorRate } from "@blockzoo/train";
import { describe, expect, it } from "vitest";

/** By trying every edit of the last label. */
function byRecursion(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const [shorterA, shorterB] = [a.slice(0, -1), b.slice(0, -1)];
  return Math.min(
    byRecursion(shorterA, b) + 1,
    byRecursion(a, shorterB) + 1,
    byRecursion(shorterA, shorterB) + Number(a.at(-1) !== b.at(-1)),
  );
}

describe("editDistance", () => {
  it("is the least of all ways", () => {
    const stream = new RandomStream(0, "labels");
    const draw = () => Array.from({ length: stream.integer(6) }, () => stream.integer(3));
    for (let trial = 0; trial < 60; trial++) {
      const [a, b] = [draw(), draw()];
      expect(editDistance(a, b)).toBe(byRecursion(a, b));
      expect(editDistance(b, Int32Array.from(a))).toBe(byRecursion(a, b));
    }
  });
});

describe("labelErrorRate", () => {
  it("counts the labels of all samples together", () => {
    const right = { predicted: [1, 2, 3], actual: [1, 2, 3] };
    expect(labelErrorRate([right, { predicted: [], actual: [4] }])).toBe(1 / 4);
    expect(labelErrorRate([{ predicted: [1, 1, 1], actual: [1] }])).toBe(2);
    expect(labelErrorRate([{ predicted: [], actual: [] }])).toBeNaN();
  });
});
