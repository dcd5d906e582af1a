import { evaluate, ndarray, tensor } from "@blockzoo/core";
import { expect, test } from "vitest";
import { sampleCategory } from "../src/sample-category.js";

const drawnBy = async (probabilities: readonly number[], number: number) => {
  const drawn = await evaluate(() =>
    sampleCategory(tensor(ndarray(probabilities, [1, probabilities.length])), tensor(ndarray([number], [1, 1])), {
      axis: 1,
    }),
  );
  return [...drawn.data];
};

test("the state is drawn into whose share the number falls", async () => {
  const shares = [0.25, 0, 0.5, 0.25];
  const numbers = [0, 0.24, 0.25, 0.74, 0.75, 1 - 2 ** -24];
  const drawn = await Promise.all(numbers.map((number) => drawnBy(shares, number)));
  expect(drawn.map((states) => states.indexOf(1))).toEqual([0, 0, 2, 2, 3, 3]);
});

test("one is drawn whatever rounding makes of the sum, and none that cannot be", async () => {
  for (const shares of [
    [0.3, 0.3, 0.3],
    [0.4, 0.4, 0.4],
    [0, 0, 1],
    [1, 0, 0],
  ]) {
    for (const number of [0, 0.5, 1 - 2 ** -24]) {
      const states = await drawnBy(shares, number);
      expect([states.filter((state) => state === 1), states.filter((state) => state === 0)]).toEqual([[1], [0, 0]]);
      expect(shares[states.indexOf(1)]).toBeGreaterThan(0);
    }
  }
});
