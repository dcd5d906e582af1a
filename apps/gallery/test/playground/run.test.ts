import { expect, it } from "vitest";
import { smoothed } from "../../src/playground/runs/run.js";

it("averages the losses of the last steps, at first of as many as there are", () => {
  const losses = Array.from({ length: 12 }, (_, step) => step);
  expect(smoothed(losses).slice(0, 3)).toEqual([0, 0.5, 1]);
  expect(smoothed(losses).at(-1)).toBeCloseTo(6.5, 12);
});
