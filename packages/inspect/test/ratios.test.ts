import { describe, expect, it } from "vitest";
import { ratiosSvg } from "../src/index.js";
import { elementsOf } from "./well-formed.js";

describe("ratiosSvg", () => {
  const rows = [
    { name: "small", group: "steps", values: { "1 thread": 0.5, "2 threads": 1 } },
    { name: "large", group: "steps", values: { "1 thread": 2 } },
    { name: "page", group: "texts", values: { "1 thread": Number.NaN, "2 threads": 1.5 } },
  ];
  /** Those of rows, which lie around the height 0. */
  const points = (svg: string) => [...svg.matchAll(/<circle cx="([\d.]+)" cy="0"/g)].map(([, x]) => Number(x));

  it("places points by their ratios, from 0, and leaves out what is none", () => {
    const svg = ratiosSvg(rows);
    elementsOf(svg);
    const [half, one, double, oneAndAHalf, ...others] = points(svg);
    expect(others).toEqual([]);
    expect([one! / half!, double! / half!, oneAndAHalf! / half!].map((ratio) => ratio.toFixed(3))).toEqual([
      "2.000",
      "4.000",
      "3.000",
    ]);
    // The line at 1.
    expect(svg).toContain(`M${one!.toFixed(1)} 0V`);
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(["steps", "small", "large", "texts", "page", "2 threads"]));
    expect(texts.filter((text) => text === "steps")).toHaveLength(1);
  });

  it("draws what a ratio may be as a line behind its point", () => {
    const svg = ratiosSvg([{ name: "a", group: "b", values: { c: 1 }, intervals: { c: [0.5, 2] } }]);
    elementsOf(svg);
    const [point] = points(svg);
    const [, from, to] = /d="M([\d.]+) 0H([\d.]+)" stroke="#/.exec(svg)!;
    expect(Number(from)).toBeCloseTo(point! / 2, 0);
    expect(Number(to)).toBeCloseTo(2 * point!, 0);
  });

  it("has room for orders of magnitude on a logarithmic axis, on which nothing is 0", () => {
    const values = { first: 1, second: 10, third: 1000, fourth: 0 };
    const svg = ratiosSvg([{ name: "a", group: "b", values, intervals: { second: [0, 20] } }], { log: true });
    elementsOf(svg);
    const [one, ten, thousand, ...others] = points(svg);
    expect(others).toEqual([]);
    expect((thousand! - one!) / (ten! - one!)).toBeCloseTo(3, 2);
    expect([...svg.matchAll(/middle">(\d+)</g)].map(([, tick]) => tick)).toEqual(["1", "10", "100", "1000"]);
  });

  it("brings dark colours along where it is asked to, and draws nothing for nothing", () => {
    expect(ratiosSvg(rows)).not.toContain("prefers-color-scheme");
    expect(ratiosSvg(rows, { scheme: "auto" })).toContain("prefers-color-scheme:dark");
    elementsOf(ratiosSvg([], { scheme: "auto" }));
    expect(ratiosSvg([])).not.toContain("NaN");
  });
});
