import { ndarray } from "@blockzoo/core";
import { parseSeries } from "@blockzoo/data";
import { monthlySunspots } from "@blockzoo/data/node";
import { parseTable } from "@blockzoo/data/tables";
import { expect, it } from "vitest";
import { realData } from "../real-data.js";

const read = (csv: string) => parseSeries(parseTable(csv, { name: "x.csv" }));

it("takes columns of numbers, without dates and without what counts rows", () => {
  expect(read("month,spots,no\n1749-01,58.0,1\n1749-02,62.6,2\n1749-03,70,3\n")).toEqual({
    names: ["spots"],
    values: ndarray([[58], [62.6], [70]]),
    notes: ["left out month, no, which are no series"],
  });
  expect(read("1700;5,5;1\n1701;11;0\n1702;16;3\n")).toEqual({
    names: ["column 2", "column 3"],
    values: ndarray([
      [5.5, 1],
      [11, 0],
      [16, 3],
    ]),
    notes: ["left out column 1, which is no series"],
  });
});

it("takes a series that rises evenly where there is no other", () => {
  expect(read("day,height\nmon,1\ntue,2\nwed,3\n").names).toEqual(["height"]);
  expect(read("3\n1\n4\n1\n").values).toEqual(ndarray([[3], [1], [4], [1]]));
});

it("takes those that are known by name in their order, whatever they hold", () => {
  const table = parseTable("day,depth,height\n1,3,1\n2,2,2\n3,2,3\n");
  const { names, values, notes } = parseSeries(table, { names: ["height", "depth"] });
  expect(names).toEqual(["height", "depth"]);
  expect([...values.data]).toEqual([1, 3, 2, 2, 3, 2]);
  expect(notes).toEqual(["left out day, which is no series"]);
  expect(parseSeries(table, { names: ["width"] }).names).toEqual(["depth"]);
});

it("names the row where a number is missing or is none", () => {
  expect(() => read("month,spots\n1749-01,58.0\n1749-02,\n1749-03,70\n")).toThrow(
    'x.csv: row 3, "spots": has no number',
  );
  expect(() => read("month,spots\n1749-01,58.0\n1749-02,?6\n1749-03,70\n")).toThrow(
    'x.csv: row 3, "spots": found "?6", expected a number',
  );
  expect(() => read("month,weather\n1749-01,rain\n1749-02,sun\n")).toThrow("x.csv: has no column of numbers");
});

const folder = realData("time-series/jbrownlee/monthly-sunspots.csv");

it.skipIf(folder === undefined)("reads the sunspots", async () => {
  const { names, values } = await monthlySunspots({ folder: folder! });
  expect(names).toEqual(["Sunspots"]);
  expect(values.shape).toEqual([2820, 1]);
  expect([...values.data.slice(0, 2), values.data.at(-1)]).toEqual([58, Math.fround(62.6), Math.fround(33.4)]);
});
