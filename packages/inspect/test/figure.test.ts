import { ndarray } from "@blockzoo/core";
import { expect, it } from "vitest";
import { figureSvg } from "@blockzoo/inspect";

it("draws images side by side, with what stands below them", () => {
  const images = ndarray(new Float32Array(3 * 4).fill(1), [3, 1, 2, 2]);
  const svg = figureSvg({ kind: "images", title: "Three white squares", images, captions: ["a", "b"] });
  expect(svg.match(/<rect[^>]*fill="none"/g)).toHaveLength(3);
  expect(svg).toContain(">a</text>");
  expect(svg).toContain("3 images");
});

it("takes grey for the middle of the range", () => {
  const image = ndarray(Float32Array.of(-1, 0, 1, 1), [1, 1, 2, 2]);
  const svg = figureSvg({ kind: "images", title: "A filter", images: image, range: [-1, 1] });
  expect([...svg.matchAll(/stroke="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour)).toEqual(
    expect.arrayContaining(["#000000", "#848484", "#ffffff"]),
  );
});

it("draws points in the colours of their classes", () => {
  const points = ndarray(Float32Array.of(0, 0, 2, 1, 1, 0), [3, 2]);
  const classes = Int32Array.of(0, 1, 0);
  const svg = figureSvg({ kind: "points", title: "Codes", points, classes, labels: ["zero", "one"] });
  expect(svg).toContain("3 points of 2 classes: zero, one");
  expect(svg).toContain(">one</text>");
});
