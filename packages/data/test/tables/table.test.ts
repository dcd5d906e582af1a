import { columnIndex, parseTable } from "@blockzoo/data/tables";
import { describe, expect, it } from "vitest";

/** The same table, written as programs and spreadsheets do. */
const columns = ["x", "y", "place"];
const rows = [
  ["1.5", "-0.25", "in"],
  ["2", "0.75", "out"],
  ["-3.5", "1", "in"],
];
const spellings = {
  commas: "x,y,place\n1.5,-0.25,in\n2,0.75,out\n-3.5,1,in\n",
  "without a last line end": "x,y,place\n1.5,-0.25,in\n2,0.75,out\n-3.5,1,in",
  "CR LF and a byte order mark": "\uFEFFx,y,place\r\n1.5,-0.25,in\r\n2,0.75,out\r\n-3.5,1,in\r\n",
  "CR alone": "x,y,place\r1.5,-0.25,in\r2,0.75,out\r-3.5,1,in\r",
  quotes: '"x","y","place"\n"1.5","-0.25","in"\n"2","0.75","out"\n"-3.5","1","in"\n',
  "spaces and empty lines": "x, y, place\n\n1.5, -0.25, in\n  \n2 ,0.75,out\n-3.5,1,in\n\n\n",
  semicolons: "x;y;place\n1.5;-0.25;in\n2;0.75;out\n-3.5;1;in\n",
  "semicolons and decimal commas": "x;y;place\n1,5;-0,25;in\n2;0,75;out\n-3,5;1;in\n",
  tabs: "x\ty\tplace\n1.5\t-0.25\tin\n2\t0.75\tout\n-3.5\t1\tin\n",
  "tabs and decimal commas": "x\ty\tplace\n1,5\t-0,25\tin\n2\t0,75\tout\n-3,5\t1\tin\n",
  "a comma behind each row": "x,y,place,\n1.5,-0.25,in,\n2,0.75,out,\n-3.5,1,in,\n",
  "commas behind some rows": "x,y,place\n1.5,-0.25,in,\n2,0.75,out,,,\n-3.5,1,in\n",
};

describe("parseTable", () => {
  it.each(Object.entries(spellings))("reads %s", (_, text) => {
    expect(parseTable(text)).toMatchObject({ columns, rows, hasHeader: true });
    const [, ...lines] = text.split(/\r\n|\r|\n/);
    expect(parseTable(lines.join("\n"))).toMatchObject({ rows, hasHeader: false });
  });

  it("says what it decided", () => {
    expect(parseTable(spellings["semicolons and decimal commas"]).notes).toEqual([
      "columns x, y, place from the first row",
      "cells between semicolons",
      "numbers with decimal commas",
    ]);
    expect(parseTable("1,2,\n3,4,\n").notes).toEqual(["no header: columns 1 to 2", "without the empty last column"]);
    expect(parseTable("1|2\n3|4\n", { delimiter: "|" }).notes).toContain('cells between "|"');
  });

  it("keeps a delimiter of another kind, or a line end, where it is part of a cell", () => {
    const { rows: read } = parseTable('1,2,"a;b\nc"\n3,4,d;e\n5,6,"f, g"\n');
    expect(read).toEqual([
      ["1", "2", "a;b\nc"],
      ["3", "4", "d;e"],
      ["5", "6", "f, g"],
    ]);
    expect(parseTable('"1;5";"a, b"\n"2;5";"c, d"\n').rows[0]).toEqual(["1;5", "a, b"]);
    expect(parseTable("a, b\tc\nd, e, f\tg\nh\ti\n").rows[0]).toEqual(["a, b", "c"]);
  });

  it("takes commas for decimal ones only where they can be nothing else", () => {
    expect(parseTable("1,234;a\n").rows).toEqual([["1.234", "a"]]);
    expect(parseTable("1,234\ta\n2,500\tb\n").rows[0]).toEqual(["1,234", "a"]);
    expect(parseTable("1,234\ta\n0,500\tb\n").rows[0]).toEqual(["1.234", "a"]);
    expect(parseTable("1,5;2.5\n3;4\n").rows[0]).toEqual(["1,5", "2.5"]);
    expect(parseTable('"1,5",a\n"2,5",b\n').rows[0]).toEqual(["1,5", "a"]);
  });

  it("loses no row: an empty line is one where rows have one cell", () => {
    expect(parseTable("x\n1\n\n2\n\n").rows).toEqual([["1"], [""], ["2"]]);
    expect(parseTable("1,\n,2\n").rows).toEqual([
      ["1", ""],
      ["", "2"],
    ]);
  });

  it("names columns that have no name by their numbers", () => {
    expect(parseTable(",x,y\n0,1.5,2.5\n1,3.5,4.5\n").columns).toEqual(["column 1", "x", "y"]);
  });

  it.each([
    ["nothing", "", "t: is empty"],
    ["delimiters alone", ",,\n,,\n", "t: is empty"],
    ["a long row", "1,2\n1,2,3\n", "t: row 2 has 3 fields, row 1 has 2"],
    ["a short row", "1,2\n1\n", "t: row 2 has 1 fields, row 1 has 2"],
    ["two columns of one name", "a,b,a\n1,2,3\n4,5,6", 't: the columns 1 and 3 are both called "a": rename one'],
    ["a header alone", "a,b\n", "t: holds a header and no rows"],
    ["a quote that stays open", '1,"2\n3,4', "t: Quote Not Closed"],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseTable(text, { name: "t" })).toThrow(message);
  });

  it("reads a line of 100,000 delimiters in no time", () => {
    expect(() => parseTable(`${",".repeat(100_000)}\n`.repeat(20), { name: "t" })).toThrow("t: is empty");
  });
});

describe("columnIndex", () => {
  it("takes a name, or a number from 1; a name that exists wins", () => {
    const table = { name: "t", columns: ["2019", "2", "x"] };
    expect(["2019", "2", "3", "x"].map((asked) => columnIndex(table, asked))).toEqual([0, 1, 2, 2]);
    for (const asked of ["0", "4", "y"])
      expect(() => columnIndex(table, asked)).toThrow(`t: there is no column "${asked}": it has 2019, 2, x`);
  });
});
