import { ndarray } from "@blockzoo/core";
import { parseTable, prepareRows, tableOfRows, type TablePreprocessing } from "@blockzoo/data/tables";
import { describe, expect, it } from "vitest";

const preprocessing: TablePreprocessing = {
  kind: "table",
  columns: [
    { name: "x", kind: "number", mean: 1, deviation: 2 },
    { name: "colour", kind: "category", categories: ["blue", "red"] },
    { name: "age", kind: "number", mean: 30, deviation: 10, fill: 40 },
  ],
  target: { name: "place", position: 1 },
};
const nameless: TablePreprocessing = {
  kind: "table",
  columns: ["column 2", "column 3"].map((name) => ({ name, kind: "number", mean: 0, deviation: 1 })),
  target: { name: "column 1", position: 0 },
};
const names = preprocessing.columns.map(({ name }) => name);
const prepare = (text: string, by = preprocessing) =>
  prepareRows(parseTable(text.replaceAll(" / ", "\n"), { name: "p", names: by.columns.map(({ name }) => name) }), by);

/** x 3 and 1, red and blue, 20 and nothing. */
const expected = ndarray([
  [1, 0, 1, -1],
  [0, 1, 0, 1],
]);

describe("prepareRows", () => {
  it.each([
    ["columns as they were", "x,colour,age / 3,red,20 / 1,blue,", []],
    ["columns in another order", "age,x,colour / 20,3,red / NA,1,blue", []],
    [
      "the file that was learned from",
      "x,place,colour,age / 3,in,red,20 / 1,out,blue,?",
      ["left out place, which is predicted"],
    ],
    ["further columns", "id,x,colour,age,note / 7,3,red,20,a / 8,1,blue,,b", ["left out id, note"]],
    ["features without a header", "3,red,20 / 1,blue,", ["columns taken by their places: x, colour, age"]],
    [
      "all columns without a header",
      "3,in,red,20 / 1,out,blue,",
      ["columns taken by their places: x, colour, age", "left out column 2, which is predicted"],
    ],
  ])("takes %s", (_, text, notes) => {
    expect(prepare(text)).toEqual({ x: expected, notes });
  });

  it("takes columns by their places where those that were learned from had no names", () => {
    const x = ndarray([
      [5, 6],
      [8, 9],
    ]);
    expect(prepare("4,5,6 / 7,8,9", nameless)).toEqual({
      x,
      notes: ["columns taken by their places: column 2, column 3", "left out column 1, which is predicted"],
    });
    expect(prepare("5,6 / 8,9", nameless).x).toEqual(x);
    expect(prepare("a,b / 5,6 / 8,9", nameless).x).toEqual(x);
  });

  it.each([
    [
      "a missing column",
      "x,age / 3,20 / 1,30",
      'p: has no column "colour", which the network was trained on: it has x, age',
    ],
    [
      "another name",
      "x,color,age / 3,red,20",
      'p: has no column "colour", which the network was trained on: it has x, color',
    ],
    ["two missing columns", "x,place / 3,in", 'p: has no column "colour", "age"'],
    [
      "too few columns without a header",
      "3,20 / 1,30",
      "p: has 2 columns, expected those that the network was trained on: x",
    ],
    [
      "a number that is missing",
      "x,colour,age / ,red,20",
      'p: row 2, "x": found "", expected a number: nothing stands for missing ones',
    ],
    ["no number", "x,colour,age / 0x10,red,20", 'p: row 2, "x": found "0x10", expected a number'],
    [
      "an unknown category",
      "x,colour,age / 3,green,20",
      'p: row 2, "colour": found "green", expected one of "blue", "red"',
    ],
    ["a category that is missing", "x,colour,age / 3,,20", 'p: row 2, "colour": found ""'],
  ])("refuses %s", (_, text, message) => {
    expect(() => prepare(text)).toThrow(message);
  });
});

it("refuses what float32 cannot hold once it is standardised", () => {
  const fine: TablePreprocessing = {
    kind: "table",
    columns: [{ name: "x", kind: "number", mean: 0, deviation: 1e-9 }],
  };
  expect(() => prepare("x / 3e37", fine)).toThrow('row 2, "x": found 3e37, which is too far from the mean 0');
  expect(() => prepare("x / 3e28", fine)).not.toThrow();
});

describe("tableOfRows", () => {
  it("takes lists in the order of the columns, and records by name", () => {
    const lists = tableOfRows([
      [3, "red", 20],
      [1, "blue", Number.NaN],
    ]);
    expect(prepareRows(lists, preprocessing).x).toEqual(expected);
    const records = tableOfRows([
      { age: 20, x: 3, colour: "red" },
      { colour: "blue", x: 1 },
    ]);
    expect(prepareRows(records, preprocessing)).toEqual({ x: expected, notes: [] });
    expect(prepareRows(tableOfRows([Float64Array.of(5, 6)]), nameless).x).toEqual(ndarray([[5, 6]]));
    expect(tableOfRows([{ length: 3 }]).columns).toEqual(["length"]);
  });

  it.each([
    ["lists of several lengths", [[1, 2], [1]], "rows: row 2 has 1 cells, row 1 has 2"],
    ["lists beside records", [[1, 2], { x: 1 }], "rows: some are lists and some are records"],
  ] as const)("refuses %s", (_, rows, message) => {
    expect(() => tableOfRows(rows)).toThrow(message);
  });

  it("reports a number that is none with its place", () => {
    const infinite = tableOfRows([Object.fromEntries(names.map((name) => [name, Infinity]))]);
    expect(() => prepareRows(infinite, preprocessing)).toThrow('rows: row 1, "x": found "Infinity"');
  });
});
