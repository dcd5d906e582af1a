import { join } from "node:path";
import { ndarray } from "@blockzoo/core";
import { csvDataset, parseCsv } from "@blockzoo/data";
import { readCsv } from "@blockzoo/data/node";
import { describe, expect, it } from "vitest";
import { realData } from "./real-data.js";

describe("parseCsv", () => {
  it("reads features and named classes", () => {
    const table = parseCsv("\uFEFF5.1,3.5,setosa\r\n\r\n-7,3.2e1,versicolor\r\n.5,1.,setosa");
    expect(table.x).toEqual(
      ndarray([
        [5.1, 3.5],
        [-7, 32],
        [0.5, 1],
      ]),
    );
    expect(table.y).toEqual(ndarray([0, 1, 0], [3], "int32"));
    expect(table).toMatchObject({ labels: ["setosa", "versicolor"], columns: ["column 1", "column 2"] });
    expect(csvDataset(table).gather([1])).toEqual({ x: ndarray([[-7, 32]]), y: ndarray([1], [1], "int32") });
  });

  it("reads files that mix line ends", () => {
    expect(parseCsv("a,b\r1,2\r\n3,4\n").x).toEqual(ndarray([[1], [3]]));
  });

  it("reads a header, quoted fields and a target anywhere", () => {
    const text = '"kind, of",a,"b ""c"""\n10,1,2\n9,3,4\n"10",5,6';
    for (const target of [0, "kind, of"]) {
      const table = parseCsv(text, { target });
      expect(table.columns).toEqual(["a", 'b "c"']);
      expect(table.labels).toEqual(["9", "10"]);
      expect(table.y).toEqual(ndarray([1, 0, 1], [3], "int32"));
    }
  });

  it("takes fractions for quantities, integers for classes, and what it is told", () => {
    expect(parseCsv("1,0.5\n2,1.5").y).toEqual(ndarray([0.5, 1.5]));
    expect(parseCsv("1,3\n2,4", { task: "regression" }).y).toEqual(ndarray([3, 4]));
    expect(parseCsv("1,0.5\n2,1.5", { task: "classification" }).labels).toEqual(["0.5", "1.5"]);
    expect(parseCsv("1;2\n3;4", { delimiter: ";" }).x).toEqual(ndarray([[1], [3]]));
    expect(parseCsv("1,2\n3,4", { header: true }).columns).toEqual(["1"]);
  });

  it.each([
    ["no rows", "", {}, "t: is empty"],
    ["only a header", "a,b", { header: true }, "t: holds a header and no rows"],
    ["one column", "1\n2", {}, "t: has one column"],
    ["a ragged row", "1,2\n1,2,3", {}, "t: row 2 has 3 fields, row 1 has 2"],
    ["no number", "a,b,c\n1,2,x\n1,two,x", {}, 't: row 3, "b": found "two", expected a number'],
    ["NaN", "1,2,x\nNaN,2,x", {}, 't: row 2, "column 1": found "NaN"'],
    ["an empty field", "1,2,x\n,2,x", {}, 'row 2, "column 1": found ""'],
    ["a number beyond float32", "1,2,x\n1e39,2,x", {}, 'found "1e39"'],
    ["hexadecimal", "1,2,x\n0x10,2,x", {}, 'found "0x10"'],
    ["an empty class", "1,2\n1,", { task: "classification" }, 't: row 2, "column 2": is empty, expected a class'],
    ["an unknown target", "a,b\n1,2", { target: "c" }, 't: there is no column "c": it has a, b'],
    ["an unknown column", "1,2", { target: 2 }, "t: there is no column 2"],
    [
      "a wrong cell among numeric classes",
      "1,0\n2,l\n3,1",
      {},
      't: row 2, "column 2": found "l" among numbers to predict',
    ],
    ["an open quote", '1,"2', {}, "t: Quote Not Closed"],
  ] as const)("refuses %s", (_, text, options, message) => {
    expect(() => parseCsv(text, { ...options, name: "t" })).toThrow(message);
  });
});

const uci = realData("uci");

describe.skipIf(uci === undefined)("the UCI tables", () => {
  const path = (file: string) => join(uci!, "uci", file);

  it("iris, without a header", async () => {
    const { x, y, labels } = await readCsv(path("iris.csv"));
    expect(x.shape).toEqual([150, 4]);
    expect(labels).toEqual(["Iris-setosa", "Iris-versicolor", "Iris-virginica"]);
    expect(y.data.filter((kind) => kind === 2)).toHaveLength(50);
  });

  it("wine, with classes 1 to 3", async () => {
    const { x, labels } = await readCsv(path("wine.csv"));
    expect(x.shape).toEqual([178, 13]);
    expect(labels).toEqual(["1", "2", "3"]);
  });

  it("optdigits, with a header", async () => {
    const { x, labels, columns } = await readCsv(path("optdigits.tra"));
    expect(x.shape).toEqual([3823, 64]);
    expect(labels).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(columns[63]).toBe("Block 64");
    await expect(readCsv(path("optdigits.tra"), { maxBytes: 1000 })).rejects.toThrow(/optdigits.tra: has 564213 bytes/);
  });
});
