import { expect, test } from "vitest";
import { preprocessRow } from "@blockzoo/tasks/table-classification";

test("a row is normalised by column, and must have them all", () => {
  const steps = { kind: "table", columns: ["a", "b"], mean: [1, 2], deviation: [2, 4] } as const;
  expect([...preprocessRow([3, 0], steps).data]).toEqual([1, -0.5]);
  expect(() => preprocessRow([3], steps)).toThrow("a row needs 2 numbers (a, b), got 1");
  expect(() => preprocessRow([3, NaN], steps)).toThrow('the column "b" of the row needs a number, got NaN');
});
