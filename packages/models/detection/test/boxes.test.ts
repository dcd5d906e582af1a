// Boxes, against torchvision.ops and its box coder: tooling/golden/detection.py.
import { readFileSync } from "node:fs";
import { ndarray } from "@blockzoo/core";
import type { Box } from "../src/object-detection/index.js";
import { expectClose } from "@blockzoo/testkit";
import { describe, expect, it } from "vitest";
import {
  boxDeltas,
  clipBox,
  gridProposals,
  intersectionOverUnion,
  matchProposals,
  moveBox,
  suppressOverlapping,
  type BoxDeltas,
} from "../src/index.js";

type Rows = readonly (readonly number[])[];

const golden = JSON.parse(readFileSync(new URL("./golden/boxes.json", import.meta.url), "utf8")) as {
  readonly [part in "a" | "b" | "overlaps" | "clipped" | "many" | "deltas" | "wild" | "moved"]: Rows;
} & { readonly scores: readonly number[]; readonly kept: Readonly<Record<string, readonly number[]>> };

const fromCorners = (rows: Rows): Box[] =>
  rows.map(([x0, y0, x1, y1]) => ({ x: x0!, y: y0!, width: x1! - x0!, height: y1! - y0! }));
const corners = ({ x, y, width, height }: Box) => [x, y, x + width, y + height];
const expectRows = (found: Rows, expected: Rows) => {
  const shape = [expected.length, expected[0]!.length];
  const array = (rows: Rows) => ndarray(Float64Array.from(rows.flat()), shape);
  expectClose(array(found), array(expected), "golden", "boxes");
};

const [a, b] = [fromCorners(golden.a), fromCorners(golden.b)];
const square = (x: number, y: number, side: number): Box => ({ x, y, width: side, height: side });

describe("boxes are those of torchvision", () => {
  it("overlap", () => {
    expectRows(
      a.map((one) => b.map((other) => intersectionOverUnion(one, other))),
      golden.overlaps,
    );
  });

  it("clipped", () => {
    expectRows(
      a.map((box) => corners(clipBox(box, { height: 30, width: 25 }))),
      golden.clipped,
    );
  });

  it("deltas, and moved by them", () => {
    expectRows(
      b.map((box, index) => boxDeltas(box, a[index]!)),
      golden.deltas,
    );
    expectRows(
      a.map((box, index) => corners(moveBox(box, golden.wild[index] as unknown as BoxDeltas))),
      golden.moved,
    );
  });

  it.each(Object.keys(golden.kept))("kept where none may overlap by more than %s", (overlap) => {
    const items = fromCorners(golden.many).map((box, index) => ({ box, index, probability: golden.scores[index]! }));
    const kept = suppressOverlapping(items, { overlap: Number(overlap) }).map(({ index }) => index);
    expect(kept).toEqual(golden.kept[overlap]);
  });
});

it("boxes that touch or have no area do not overlap", () => {
  expect(intersectionOverUnion(square(0, 0, 4), square(4, 0, 4))).toBe(0);
  expect(intersectionOverUnion(square(1, 1, 0), square(1, 1, 0))).toBe(0);
});

it("a box moved by its deltas is the box", () => {
  expectRows(
    b.map((box, index) => corners(moveBox(a[index]!, boxDeltas(box, a[index]!)))),
    golden.b,
  );
});

it("a grid of 13 x 13 places with two squares has 338 proposals", () => {
  const grid = gridProposals({ height: 48, width: 48 }, { sides: [10, 16], step: 3, margin: 6 });
  expect(grid).toHaveLength(338);
  expect(grid[0]).toEqual(square(1, 1, 10));
  expect(grid[1]).toEqual(square(4, 1, 10));
  expect(grid.at(-1)).toEqual(square(34, 34, 16));
  expect(gridProposals({ height: 8, width: 48 }, { sides: [10], step: 3, margin: 6 })).toEqual([]);
});

it("proposals show the object they overlap most, background, or neither", () => {
  const proposals = [square(0, 0, 10), square(1, 0, 10), square(20, 20, 10), square(0, 4, 10)];
  const objects = [square(2, 0, 10), square(0, 0, 10)];
  const overlaps = { positive: 0.45, negative: 0.35 };
  expect(matchProposals(proposals, objects, overlaps)).toEqual([1, 0, "background", "neither"]);
  expect(matchProposals(proposals, [], overlaps)).toEqual(proposals.map(() => "background"));
});
