import { everything, glyphScenes, glyphs, join, shapeLabels, shapes } from "@blockzoo/data";
import { describe, expect, it } from "vitest";

describe("shapes", () => {
  const options = { count: 40, seed: 3 };
  const { x, y, boxes, classes } = everything(shapes(options));

  it("have images, masks, boxes and classes", () => {
    expect(x!.shape).toEqual([40, 1, 32, 32]);
    expect(y!.shape).toEqual([40, 32, 32]);
    expect(boxes!.shape).toEqual([40, 2, 4]);
    expect(classes!.shape).toEqual([40, 2]);
    expect(new Set(classes!.data)).toEqual(new Set([1, 2, 3]));
    expect(shapes(options).labels).toEqual(shapeLabels);
    expect(Math.min(...x!.data)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...x!.data)).toBeLessThanOrEqual(1);
  });

  it("are mostly background", () => {
    const { y: masks } = everything(shapes({ count: 500, seed: 0 }));
    const background = masks!.data.filter((each) => each === 0).length / masks!.data.length;
    expect(background).toBeGreaterThan(0.84);
    expect(background).toBeLessThan(0.88);
  });

  it("are the same for a sample, whatever the count", () => {
    const more = everything(shapes({ ...options, count: 50 }));
    expect(more["x"]!.data.slice(0, x!.data.length)).toEqual(x!.data);
    expect(everything(shapes({ ...options, seed: 4 }))["x"]!.data).not.toEqual(x!.data);
  });

  it("lie in their boxes, which are as small as can be", () => {
    const single = everything(shapes({ count: 30, seed: 1, size: 48, perImage: 1, radius: [4, 10], noise: 0 }));
    for (let sample = 0; sample < 30; sample++) {
      const mask = single["y"]!.data.subarray(sample * 48 * 48, (sample + 1) * 48 * 48);
      const inside = [...mask.keys()].filter((pixel) => mask[pixel] !== 0);
      const [rows, columns] = [inside.map((pixel) => Math.floor(pixel / 48)), inside.map((pixel) => pixel % 48)];
      const [left, top, right, bottom] = [
        Math.min(...columns),
        Math.min(...rows),
        Math.max(...columns),
        Math.max(...rows),
      ];
      const box = [...single["boxes"]!.data.subarray(sample * 4, sample * 4 + 4)];
      expect(box).toEqual([left, top, right - left + 1, bottom - top + 1]);
      // The label of all pixels, which are between half grey and white; the ground is black.
      expect(new Set(inside.map((pixel) => mask[pixel]))).toEqual(new Set([single["classes"]!.data[sample]]));
      const image = single["x"]!.data.subarray(sample * 48 * 48, (sample + 1) * 48 * 48);
      image.forEach((value, pixel) =>
        expect(mask[pixel] === 0 ? value : Math.floor(2 * value)).toBe(mask[pixel] === 0 ? 0 : 1),
      );
    }
  });

  it("are hollow as outlines, with the same boxes", () => {
    const filled = everything(shapes({ ...options, noise: 0 }));
    const hollow = everything(shapes({ ...options, noise: 0, outline: 1.5 }));
    expect(hollow["boxes"]).toEqual(filled["boxes"]);
    const inked = (masks: ArrayLike<number>) => Array.from(masks).filter((each) => each !== 0).length;
    expect(inked(hollow["y"]!.data)).toBeLessThan(0.6 * inked(filled["y"]!.data));
    expect(inked(hollow["y"]!.data)).toBeGreaterThan(0.2 * inked(filled["y"]!.data));
  });

  it("refuses what cannot be drawn", () => {
    expect(() => shapes({ count: 0 })).toThrow("shapes: count must be a positive integer, found 0");
    expect(() => shapes({ count: 1, size: 12 })).toThrow("radii of 4 to 7 pixels do not fit into images of 12x12");
  });
});

describe("scenes of glyphs", () => {
  it("have different digits, apart from each other, where they say", () => {
    const { x, y, centers, digits } = everything(glyphScenes({ count: 20, seed: 2 }));
    expect(x!.shape).toEqual([20, 1, 96, 96]);
    for (let scene = 0; scene < 20; scene++) {
      const own = digits!.data.subarray(scene * 3, scene * 3 + 3);
      expect(new Set(own).size).toBe(3);
      expect(y!.data[scene]).toBe(own[0]);
      const places = [0, 1, 2].map((index) =>
        centers!.data.subarray((scene * 3 + index) * 2, (scene * 3 + index) * 2 + 2),
      );
      for (const [row, column] of places as unknown as [number, number][]) {
        expect(Math.min(row, column)).toBeGreaterThanOrEqual(15.5);
        expect(Math.max(row, column)).toBeLessThanOrEqual(96 - 16.5);
      }
      const [a, b] = [places[0]!, places[1]!];
      expect(Math.max(Math.abs(a[0]! - b[0]!), Math.abs(a[1]! - b[1]!))).toBeGreaterThanOrEqual(26);
    }
  });

  it("have their ink around the centres", () => {
    const { x, centers } = everything(glyphScenes({ count: 5, seed: 0, perScene: 1, size: 64 }));
    for (let scene = 0; scene < 5; scene++) {
      const image = x!.data.subarray(scene * 64 * 64, (scene + 1) * 64 * 64);
      const [row, column] = [centers!.data[scene * 2]!, centers!.data[scene * 2 + 1]!];
      const meanOf = (isInside: boolean) => {
        const chosen = [...image].filter(
          (_, pixel) =>
            Math.max(Math.abs(Math.floor(pixel / 64) - row), Math.abs((pixel % 64) - column)) < 8 === isInside,
        );
        return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
      };
      expect(meanOf(true)).toBeGreaterThan(meanOf(false) + 0.05);
    }
  });

  it("refuses more digits than fit", () => {
    expect(() => glyphScenes({ count: 1, perScene: 9 })).toThrow("9 digits do not fit into scenes of 96x96");
  });
});

it("glyphs keep off the centre where they shall", () => {
  const geometry = { rotation: 0, shear: 0, scale: [0.2, 0.2], shift: [0.6, 0.7], noise: 0 } as const;
  const { x } = everything(glyphs({ count: 30, seed: 0, geometry }));
  for (let sample = 0; sample < 30; sample++) {
    const image = x!.data.subarray(sample * 1024, (sample + 1) * 1024);
    const isMiddle = (pixel: number) =>
      Math.abs(Math.floor(pixel / 32) - 15.5) < 5 && Math.abs((pixel % 32) - 15.5) < 5;
    expect([...image.keys()].filter((pixel) => isMiddle(pixel) && image[pixel]! > 0)).toEqual([]);
    expect(Math.max(...image)).toBeGreaterThan(0.5);
  }
});

describe("join", () => {
  const digits = glyphs({ count: 3, seed: 0 });

  it("puts data sets one after the other", () => {
    const both = join([digits, glyphs({ count: 2, seed: 1 })], { name: "both" });
    expect(both.size).toBe(5);
    expect(both.labels).toEqual(digits.labels);
    expect(both.gather([4, 1])["y"]!.data).toEqual(
      Int32Array.of(glyphs({ count: 2, seed: 1 }).gather([1])["y"]!.data[0]!, digits.gather([1])["y"]!.data[0]!),
    );
  });

  it("refuses those that differ", () => {
    expect(() => join([digits, glyphs({ count: 1, size: 16 })], { name: "both" })).toThrow(
      'both: "x" is float32[n,1,32,32] in glyphs-hard, but float32[1,1,16,16] in glyphs-hard',
    );
    expect(() => join([], { name: "none" })).toThrow("none: there is nothing to join");
  });
});
