import { ndarray } from "@blockzoo/core";
import { everything } from "@blockzoo/data";
import {
  featureNames,
  fitTable,
  parseTable,
  scaleBack,
  tableDataset,
  type TableChoices,
  type TableQuantity,
} from "@blockzoo/data/tables";
import { describe, expect, it } from "vitest";

const table = (text: string) => parseTable(text.replaceAll(" / ", "\n"), { name: "t" });
const fit = (text: string, choices?: TableChoices) => fitTable(table(text), choices);
const columnsOf = (text: string, choices?: TableChoices) => fit(text, choices).preprocessing.columns;

describe("fitTable", () => {
  it("takes means and deviations of numbers, by hand: 2, 4, 4, 4, 5, 5, 7, 9 have mean 5 and deviation 2", () => {
    expect(fit("x,y / 2,a / 4,b / 4,a / 4,b / 5,a / 5,b / 7,a / 9,b")).toEqual({
      preprocessing: {
        kind: "table",
        columns: [{ name: "x", kind: "number", mean: 5, deviation: 2 }],
        target: { name: "y", position: 1 },
      },
      labels: ["a", "b"],
    });
  });

  it("keeps the digits of small differences between large numbers", () => {
    const text = "time,y / 1700000000.25,a / 1700000000.75,b";
    expect(columnsOf(text)).toEqual([{ name: "time", kind: "number", mean: 1700000000.5, deviation: 0.25 }]);
    const { x } = everything(tableDataset(table(text), fit(text)));
    expect(x).toEqual(ndarray([[-1], [1]]));
  });

  it("divides by 1 where a column does not vary", () => {
    expect(columnsOf("x,y / 3,a / 3,b")).toEqual([{ name: "x", kind: "number", mean: 3, deviation: 1 }]);
  });

  it("takes them from the rows that are learned from, categories and classes from all", () => {
    const text = "x,colour,y / 1,red,a / 3,red,b / 100,blue,c";
    expect(fit(text, { categorical: ["colour"], rows: [0, 1] })).toMatchObject({
      preprocessing: {
        columns: [
          { mean: 2, deviation: 1 },
          { kind: "category", categories: ["blue", "red"] },
        ],
      },
      labels: ["a", "b", "c"],
    });
    expect(fit("x,y / 1,0.5 / 2,1.5 / 3,100", { rows: [0, 1] })).toMatchObject({
      quantity: { mean: 1, deviation: 0.5 },
    });
  });

  it("makes a feature of each category: words, or numbers that are named so", () => {
    const text = "size,street,deck,price / 1,b,2,10.5 / 2,a,10,20.5 / 3,,2,30.5";
    const automatic = fit(text, { categorical: "auto" });
    expect(featureNames(automatic.preprocessing)).toEqual(["size", "street=", "street=a", "street=b", "deck"]);
    const named = fit(text, { categorical: ["street", "deck"] });
    expect(featureNames(named.preprocessing)).toEqual(["size", "street=", "street=a", "street=b", "deck=2", "deck=10"]);
    const { x } = everything(tableDataset(table(text), named));
    const third = Math.sqrt(1.5);
    expect(x).toEqual(
      ndarray([
        [-third, 0, 0, 1, 1, 0],
        [0, 0, 1, 0, 0, 1],
        [third, 1, 0, 0, 1, 0],
      ]),
    );
  });

  it("fills in missing numbers by the mean of the others, or by a value", () => {
    const text = "x,y / 1,a / NA,b / ,a / 4,b / 7,a";
    expect(columnsOf(text, { missing: "mean" })[0]).toMatchObject({ fill: 4, mean: 4, deviation: Math.sqrt(18 / 5) });
    expect(columnsOf(text, { missing: -2 })[0]).toMatchObject({ fill: -2, mean: 8 / 5 });
    expect(columnsOf("x,y / 1,a / 3,b", { missing: "mean" })[0]).toMatchObject({ fill: 2 });
  });

  it("standardises quantities, and scales back what a network says of them", () => {
    const text = "x,price / 1,200000 / 2,210000 / 3,250000";
    const houses = fit(text, { task: "regression" }) as TableQuantity;
    expect(houses.quantity.mean).toBe(220_000);
    const y = everything(tableDataset(table(text), houses))["y"]!;
    const sum = (power: number) => Array.from(y.data, (value) => value ** power).reduce((a, b) => a + b);
    expect(sum(1)).toBeCloseTo(0, 6);
    expect(sum(2)).toBeCloseTo(3, 6);
    const back = scaleBack({ ...y, shape: [3, 1] }, houses.quantity);
    expect(back.shape).toEqual([3, 1]);
    back.data.forEach((value, row) => expect(value).toBeCloseTo([200_000, 210_000, 250_000][row]!, 1));
  });

  it("takes the column that is asked for, by name or number, and what it is told to be", () => {
    const text = "2,b,c / 1,0,5 / 2,1,6 / 3,0,7";
    expect(fit(text)).toMatchObject({ preprocessing: { target: { name: "c" } }, labels: ["5", "6", "7"] });
    expect(fit(text, { target: "b" }).preprocessing.target).toEqual({ name: "b", position: 1 });
    expect(fit(text, { target: "3", task: "regression" })).toHaveProperty("quantity");
    expect(fit("1,2 / 3,4", { target: "1" }).preprocessing.target).toEqual({ name: "column 1", position: 0 });
  });

  it.each([
    ["a word", "x,c,y / 1,red,a / 2,blue,b", {}, 't: row 2, "c": found "red", expected a number'],
    ["a word, and names the choice", "x,c,y / 1,red,a / 2,blue,b", {}, "--categorical auto, or c; in code"],
    ["a word in the first row, and names the choice", "l,a / 2,b / 3,a", {}, "row 1 may also hold names (--header yes"],
    ["a wrong cell among numbers", "x,y / 1,a / 2,b / l,a", { categorical: "auto" }, 't: row 4, "x": found "l"'],
    [
      "a missing number, and names the choice",
      "x,y / 1,a / ?,b",
      {},
      't: row 3, "x": found "?", expected a number: say',
    ],
    [
      "a missing number, and names the choice",
      "x,y / 1,a / ?,b",
      {},
      '--missing mean, or a number; in code missing: "mean"',
    ],
    ["a column of nothing", "x,z,y / 1,,a / 2,,b", { missing: "mean" }, 't: "z" has no number'],
    ["one class", "x,y / 1,in / 2,in", {}, 't: "y" has the one class in: expected two at least'],
    ["a quantity that is always the same", "x,y / 1,2.5 / 2,2.5", {}, 't: "y" is 2.5 in all rows'],
    ["a missing class", "x,y / 1,in / 2,", {}, 't: row 3, "y": is empty, expected a class'],
    ["a missing quantity", "x,y / 1,2.5 / 2,", { task: "regression" }, 't: row 3, "y": found ""'],
    ["one column", "x / 1 / 2", {}, "t: has one column"],
    ["an unknown target", "x,y / 1,2 / 3,4", { target: "z" }, 't: there is no column "z": it has x, y'],
    [
      "unknown categories",
      "x,y / 1,2 / 3,4",
      { categorical: ["z"] },
      't: there is no column "z" to take categories from',
    ],
    ["the target as a feature", "x,y / 1,2 / 3,4", { categorical: ["y"] }, 't: "y" is the column to predict'],
  ] as const)("refuses %s", (_, text, choices, message) => {
    expect(() => fit(text, choices)).toThrow(message);
  });
});
