import { featureNames, parseTablePreprocessing } from "@blockzoo/data/tables";
import { describe, expect, it } from "vitest";

const number = { name: "x", kind: "number", mean: 1, deviation: 2 };
const target = { name: "place", position: 1 };
const parse = (value: unknown) => parseTablePreprocessing(value, "w");

describe("parseTablePreprocessing", () => {
  it("gives back what was stored, and nothing else", () => {
    const stored = {
      kind: "table",
      columns: [number, { name: "c", kind: "category", categories: ["", "a"] }, { ...number, name: "z", fill: 0 }],
      target,
    };
    expect(parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
    expect(parse({ ...stored, further: 1, columns: [{ ...number, further: 1 }] })).toEqual({
      kind: "table",
      columns: [number],
      target,
    });
    expect(featureNames(parse(stored))).toEqual(["x", "c=", "c=a", "z"]);
  });

  it("understands names beside lists of means and deviations", () => {
    expect(parse({ kind: "table", columns: ["x", "y"], mean: [1, 3], deviation: [2, 4] })).toEqual({
      kind: "table",
      columns: [number, { name: "y", kind: "number", mean: 3, deviation: 4 }],
    });
  });

  const one = (column: object) => ({ kind: "table", columns: [column] });
  it.each([
    [null, "w: expected a record, found null"],
    [[], "w: expected a record, found a list"],
    [{ kind: "image" }, 'w.kind: expected "table", found "image"'],
    [{ kind: "table" }, "w.columns: expected a list"],
    [{ kind: "table", columns: [] }, "w.columns: is empty"],
    [{ kind: "table", columns: [3] }, "w.columns[0]: expected a record, found 3"],
    [one({ ...number, kind: "date" }), 'w.columns[0].kind: expected "number" or "category", found "date"'],
    [one({ ...number, name: 1 }), "w.columns[0].name: expected a text, found 1"],
    [one({ ...number, mean: "1" }), 'w.columns[0].mean: expected a finite number, found "1"'],
    [one({ ...number, mean: undefined }), "w.columns[0].mean: expected a finite number, found nothing"],
    [one({ ...number, deviation: 0 }), "w.columns[0].deviation: expected a number above 0, found 0"],
    [one({ ...number, fill: null }), "w.columns[0].fill: expected a finite number, found null"],
    [{ kind: "table", columns: [number, number] }, 'w.columns: has "x" twice'],
    [one({ name: "c", kind: "category", categories: [] }), "w.columns[0].categories: is empty"],
    [one({ name: "c", kind: "category", categories: ["a", "a"] }), 'w.columns[0].categories: has "a" twice'],
    [{ kind: "table", columns: ["x"], mean: [1, 2], deviation: [1] }, "w.mean: has 2 numbers for 1 columns"],
    [{ kind: "table", columns: ["x"], mean: [1], deviation: [-1] }, 'w: "x".deviation: expected a number above 0'],
    [{ kind: "table", columns: ["x"], mean: [1] }, "w.deviation: expected a list of numbers, found nothing"],
    [{ ...one(number), target: "y" }, 'w.target: expected a record, found "y"'],
    [
      { ...one(number), target: { ...target, position: 1.5 } },
      "w.target.position: expected a whole number from 0 to 1, found 1.5",
    ],
    [{ ...one(number), target: { position: 1 } }, "w.target.name: expected a text, found nothing"],
  ])("refuses %j", (value, message) => {
    expect(() => parse(value)).toThrow(message);
  });
});
