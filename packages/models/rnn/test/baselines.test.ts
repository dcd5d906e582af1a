// What recipes on real data stand on besides networks.
import { RandomStream } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { leastSquares } from "../recipes/least-squares.js";
import { textOfTokens } from "../recipes/treebank-text.js";

describe("leastSquares", () => {
  const stream = new RandomStream(0, "rows");
  const x = Array.from({ length: 40 }, () => [1, 2, 3].map(() => stream.normal()));
  const weights = [
    [1, -2],
    [0.5, 3],
    [-4, 0],
  ];
  const times = (rows: readonly (readonly number[])[], by: readonly (readonly number[])[]) =>
    rows.map((row) =>
      by[0]!.map((_, column) => row.reduce((sum, value, index) => sum + value * by[index]![column]!, 0)),
    );

  it("finds the weights that made the outputs", () => {
    const found = leastSquares(x, times(x, weights), { ridge: 0 });
    found.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(weights[i]![j]!, 10)));
  });

  it("leaves no slope: errors and inputs are at right angles, but for the ridge", () => {
    const y = x.map(() => [stream.normal()]);
    const found = leastSquares(x, y, { ridge: 0.7 });
    const said = times(x, found);
    for (const [input, [weight]] of found.entries()) {
      const slope = x.reduce((sum, row, index) => sum + row[input]! * (y[index]![0]! - said[index]![0]!), 0);
      expect(slope).toBeCloseTo(0.7 * weight!, 10);
    }
  });
});

it("tokens of the treebank become text again", () => {
  const tokens = [
    "It",
    "is",
    "n't",
    "-LRB-",
    "the",
    "film",
    "'s",
    "-RRB-",
    "and\\/or",
    "``",
    "rock",
    "'n'",
    "roll",
    "''",
    ".",
  ];
  expect(textOfTokens(tokens)).toBe("It isn't ( the film's ) and/or \" rock 'n' roll \" .");
});
