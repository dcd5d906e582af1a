import { parseTable } from "@blockzoo/data/tables";
import { describe, expect, it } from "vitest";

const hasHeader = (lines: string, options = {}): boolean =>
  parseTable(lines.replaceAll(" / ", "\n"), options).hasHeader;

describe("the first row is taken for names", () => {
  it.each([
    ["words above numbers", "x,y / 1,2 / 3,4"],
    ["words above numbers and words", "x,y,place / 1.5,2,in / 3,4,out / 5,6,in"],
    ["one word above numbers", "x,2019 / 1,310 / 2,320 / 3,300 / 4,330 / 5,340"],
    ["words above words that occur again", "colour,kind / red,a / blue,b / red,b / blue,a"],
    ["0, 1, 2 above fractions and classes", "0,1,2 / 1.033,0.774,0 / -0.238,-0.723,1 / 0.5,0.25,0"],
    ["0, 1, 2 above whole numbers", "0,1,2 / 7,3,0 / 0,9,1 / 4,4,0"],
    ["0, 1, 2 behind the nameless column of an index", ",0,1,2 / 0,1.5,2.5,3 / 1,2.5,3.5,4"],
    ["0, 1 above fractions", "0,1 / 0.1,0.2 / 1.4,-1.3"],
    ["0, 1 and a word, above whole numbers", "0,1,target / 5,6,0 / 7,8,1 / 5,8,1"],
    ["years above quantities", "2018,2019,2020 / 310,320,330 / 200,210,280 / 150,290,180 / 305,300,199 / 280,270,260"],
    ["names above a column of nothing and numbers", "x,y / ,2 / ,4"],
    ["names above numbers, some of them missing", "age,fare / NA,2 / 3,? / 5,7"],
  ])("%s", (_, lines) => {
    expect(hasHeader(lines)).toBe(true);
  });
});

describe("the first row is taken for a sample", () => {
  it.each([
    ["numbers above numbers", "1,2 / 3,4"],
    ["numbers and a class that occurs again", "5.1,3.5,setosa / 7.0,3.2,versicolor / 5.0,3.4,setosa"],
    ["a missing cell", ",0.484,in / 0.590,0.885,in / -0.942,-0.069,out"],
    ["a question mark", "?,0.484,in / 0.590,0.885,in / -0.942,-0.069,out"],
    ["one wrong cell", "o.9,0.484,in / 0.590,0.885,in / -0.942,-0.069,out"],
    ["wrong cells and a class that occurs again", "o.9,l,in / 0.590,0.885,in / -0.942,-0.069,out"],
    ["one wrong cell and a class", "bad,1 / 0.5,0 / 0.25,1"],
    ["a row that counts up, as the next does", "0,1,2 / 1,2,3 / 2,3,4"],
    ["a row that occurs again", "0,1,1 / 1,0,1 / 0,0,0 / 1,1,0 / 0,1,1"],
    ["the same whole number twice, above fractions", "0,0 / 0.1,0.01 / 0.2,0.04"],
    ["the least values of sorted columns", "0,0 / 1,1 / 2,4 / 3,9 / 4,16 / 5,25"],
    ["words that do not occur again", "red,a / blue,b"],
  ])("%s", (_, lines) => {
    expect(hasHeader(lines)).toBe(false);
  });
});

describe("the first row is decided by what is known", () => {
  it("that a network was trained on columns of such names", () => {
    expect(hasHeader("0,1 / 5,6", { names: ["0", "1"] })).toBe(true);
    expect(hasHeader("y,z / a,b", { names: ["x", "y"] })).toBe(true);
    expect(hasHeader("5,6 / 7,8", { names: ["x", "y"] })).toBe(false);
    expect(hasHeader("0,3 / 5,6", { names: ["0", "1"] })).toBe(false);
    expect(hasHeader("red", { names: ["colour"] })).toBe(false);
  });

  it("that a column was asked for by such a name, unless it may be the number of one", () => {
    expect(hasHeader("2018,2020 / 1,2", { target: "2020" })).toBe(true);
    expect(hasHeader("1,2 / 3,4", { target: "2" })).toBe(false);
  });

  it("that somebody says so", () => {
    expect(hasHeader("1,2 / 3,4", { header: true })).toBe(true);
    expect(hasHeader("x,y / 3,4", { header: false })).toBe(false);
  });
});
