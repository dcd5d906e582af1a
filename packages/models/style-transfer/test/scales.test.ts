import type { RawImage } from "@blockzoo/data/images";
import { describe, expect, it } from "vitest";
import { scalesOf } from "../src/optimization/scales.js";

const image = (width: number, height: number): RawImage => ({ width, height, data: new Uint8Array(0) });
const scales = (content: RawImage, style: RawImage, options: Partial<Parameters<typeof scalesOf>[0]> = {}) =>
  scalesOf({ content, style, size: 256, styleSize: 256, steps: 240, coarseToFine: true, ...options });

describe("the scales of a picture", () => {
  it("double, share the steps, and have the style at the same scale", () => {
    expect(scales(image(800, 600), image(500, 1000))).toEqual([
      { size: [48, 64], styleSize: [64, 32], from: 0, steps: 80 },
      { size: [96, 128], styleSize: [128, 64], from: 80, steps: 80 },
      { size: [192, 256], styleSize: [256, 128], from: 160, steps: 80 },
    ]);
  });

  it("are one where that is asked for, and no more than there are steps", () => {
    expect(scales(image(300, 300), image(300, 300), { coarseToFine: false })).toHaveLength(1);
    expect(scales(image(300, 300), image(300, 300), { steps: 2 }).map(({ steps }) => steps)).toEqual([1, 1]);
  });

  it("stop where the shorter side would have less than 16 pixels", () => {
    expect(scales(image(1000, 80), image(300, 300)).map(({ size }) => size)).toEqual([[20, 256]]);
  });

  it("never enlarge the style, nor make a side of it shorter than 16 pixels", () => {
    const sizes = (style: RawImage) => scales(image(300, 300), style).map(({ styleSize }) => styleSize);
    expect(sizes(image(100, 100))).toEqual([[64, 64], [100, 100], [100, 100]]); // prettier-ignore
    expect(sizes(image(640, 32))).toEqual([[16, 320], [16, 320], [16, 320]]); // prettier-ignore
  });

  it("take a style that is larger than what is painted in one piece, unless it cannot be scaled down", () => {
    expect(scales(image(300, 300), image(4000, 3000)).at(-1)!.styleSize).toEqual([192, 256]);
    expect(() => scales(image(300, 300), image(70_000, 16))).toThrow(
      "the style image would be 70000 x 16 pixels: at most",
    );
  });
});
