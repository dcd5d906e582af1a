import { featureNames, parseTablePreprocessing } from "@blockzoo/data/tables";
import { describe, expect, it } from "vitest";

const number = { name: "x", kind: "number", mean: 1, deviation: 2 };
const target = { name: "place", position: 2 };
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

  it.each([
    [null, "w: found null, expected a record"],
    [[], "w: found [], expected a record"],
    [{ kind: "image" }, 'w.kind: found "image", expected "table"'],
    [{ kind: "table" }, "w.columns: found nothing, expected a list"],
    [{ kind: "table", columns: [] }, "w.columns: is empty"],
    [{ kind: "table", columns: [3] }, "w.columns[0]: found 3, expected a record"],
    [
      { kind: "table", columns: [{ ...number, kind: "date" }] },
      'w.columns[0].kind: found "date", expected "number" or',
    ],
    [{ kind: "table", columns: [{ ...number, name: 1 }] }, "w.columns[0].name: found 1, expected a text"],
    [{ kind: "table", columns: [{ ...number, mean: "1" }] }, 'w.columns[0].mean: found "1", expected a finite number'],
    [
      { kind: "table", columns: [{ ...number, deviation: 0 }] },
      "w.columns[0].deviation: found 0, expected a number above 0",
    ],
    [{ kind: "table", columns: [{ ...number, fill: null }] }, "w.columns[0].fill: found null"],
    [{ kind: "table", columns: [number, number] }, 'w.columns: has "x" twice'],
    [
      { kind: "table", columns: [{ name: "c", kind: "category", categories: [] }] },
      "w.columns[0].categories: is empty",
    ],
    [{ kind: "table", columns: ["x"], mean: [1, 2], deviation: [1] }, "w.mean: has 2 numbers for 1 columns"],
    [{ kind: "table", columns: ["x"], mean: [1] }, "w.deviation: found nothing, expected a list"],
    [{ kind: "table", columns: [number], target: "y" }, 'w.target: found "y", expected a record'],
    [{ kind: "table", columns: [number], target: { ...target, position: 1.5 } }, "w.target.position: found 1.5"],
    [
      { kind: "table", columns: [{ name: "c", kind: "category", categories: ["a", "a"] }] },
      'categories: has "a" twice',
    ],
  ])("refuses %j", (value, message) => {
    expect(() => parse(value)).toThrow(message);
  });
});
