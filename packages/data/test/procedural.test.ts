import { describe, expect, it } from "vitest";
import { everything, glyphGeometries, glyphs, glyphViews, moons, xor } from "../src/index.js";
import { alphabets, type Alphabet } from "../src/procedural/font.js";

const names: readonly Alphabet[] = ["digits", "letters"];

describe.each(names)("the font's %s", (name) => {
  it("are ten that differ in at least three dots", () => {
    const bitmaps = alphabets[name].map(({ dots }) => dots);
    expect(bitmaps).toHaveLength(10);
    for (const [index, bitmap] of bitmaps.entries()) {
      expect(bitmap).toHaveLength(35);
      for (const other of bitmaps.slice(index + 1)) {
        expect(bitmap.filter((dot, place) => dot !== other[place]).length).toBeGreaterThanOrEqual(3);
      }
    }
  });
});

describe("glyphs", () => {
  it("have the documented shapes, range and labels", () => {
    const dataset = glyphs({ count: 50 });
    const { x, y } = everything(dataset);
    expect(dataset).toMatchObject({ name: "glyphs-hard", size: 50 });
    expect(dataset.labels).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(x!.shape).toEqual([50, 1, 32, 32]);
    expect(x!.data.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(y).toMatchObject({ dtype: "int32", shape: [50] });
    expect(everything(glyphs({ count: 1, geometry: "h16" })).x!.shape).toEqual([1, 1, 16, 16]);
  });

  it("depend on seed and index only", () => {
    expect(everything(glyphs({ count: 20, seed: 7 })).x).toEqual(glyphs({ count: 30, seed: 7 }).gather(range(20)).x);
    expect(everything(glyphs({ count: 20, seed: 8 })).x).not.toEqual(everything(glyphs({ count: 20, seed: 7 })).x);
  });

  it("draw each class about as often", () => {
    const counts = new Float64Array(10);
    for (const y of everything(glyphs({ count: 2000, size: 4 })).y!.data) counts[y]!++;
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60);
  });

  it("are letters where these are asked for, with numbers of their own", () => {
    const letters = glyphs({ count: 20, seed: 7, alphabet: "letters" });
    expect(letters.name).toBe("letters-hard");
    expect(letters.labels!.join("")).toBe("ACEFHKLNPT");
    expect(everything(letters).y).not.toEqual(everything(glyphs({ count: 20, seed: 7 })).y);
  });

  it.each(names)("are the bitmaps of %s themselves, upright and centred, when nothing varies", (alphabet) => {
    const still = { rotation: 0, shear: 0, scale: [1, 1], shift: 0, noise: 0 } as const;
    const dataset = glyphs({ count: 30, size: 12, geometry: still, alphabet });
    const { x, y } = everything(dataset);
    for (let sample = 0; sample < 30; sample++) {
      const bitmap = alphabets[alphabet][y!.data[sample]!]!.dots;
      for (let row = 0; row < 6; row++) {
        for (let column = 0; column < 5; column++) {
          // Dots are two pixels apart. This pixel's centre lies a quarter of that below and beside its dot.
          const pixel = x!.data[sample * 144 + 2 * row * 12 + 2 * column + 2]!;
          // Its own dot has a weight of 9/16, the other three share the rest.
          expect(pixel > 0.5 ? 1 : 0).toBe(bitmap[row * 5 + column]);
        }
      }
    }
  });

  it("are centred on average", () => {
    const { x } = everything(glyphs({ count: 400, size: 16, geometry: { ...glyphGeometries.hard, noise: 0 } }));
    const mean = centre(x!.data);
    expect(Math.abs(mean.row - 7.5)).toBeLessThan(0.3);
    expect(Math.abs(mean.column - 7.5)).toBeLessThan(0.3);
  });

  it("say which size is wrong", () => {
    expect(() => glyphs({ count: 0 })).toThrow("glyphs: count must be a positive integer, found 0");
    expect(() => glyphs({ count: 1, size: 1.5 })).toThrow("glyphs: size must be a positive integer, found 1.5");
  });
});

describe("glyphViews", () => {
  const views = glyphViews({ angles: 8, size: 16 });
  const { x, style, view, y, angle } = everything(views);
  const image = (sample: number) => Array.from(x!.data.subarray(sample * 256, (sample + 1) * 256));

  it("are each character from each angle, once", () => {
    expect(views).toMatchObject({ name: "digits-views", size: 80, labels: glyphs({ count: 1 }).labels });
    expect([x!.shape, style!.shape, view!.shape]).toEqual([
      [80, 1, 16, 16],
      [80, 10],
      [80, 2],
    ]);
    expect([...y!.data].map((character, sample) => 8 * character + angle!.data[sample]!)).toEqual([...y!.data.keys()]);
    expect(Array.from(style!.data).reduce((sum, value) => sum + value)).toBe(80);
    expect([...y!.data].every((character, sample) => style!.data[10 * sample + character] === 1)).toBe(true);
    expect(Array.from(view!.data.subarray(6, 8))).toEqual([Math.SQRT1_2, -Math.SQRT1_2].map(Math.fround));
  });

  it("turn clockwise", () => {
    const turned = image(18).map((_, pixel) => image(16)[(15 - (pixel % 16)) * 16 + Math.floor(pixel / 16)]!);
    image(18).forEach((value, pixel) => expect(value).toBeCloseTo(turned[pixel]!, 5));
  });

  it("are never cut", () => {
    const { data } = everything(glyphViews()).x!;
    const isAtEdge = (pixel: number) => [pixel % 32, Math.floor(pixel / 32) % 32].some((at) => at === 0 || at === 31);
    expect(data.every((value, pixel) => value < 0.01 || !isAtEdge(pixel))).toBe(true);
  });

  it("refuse sizes that are none", () => {
    expect(() => glyphViews({ angles: 0 })).toThrow("glyphViews: angles must be a positive integer, found 0");
  });
});

describe("points", () => {
  it("moons lie on two half circles", () => {
    const { x, y } = everything(moons({ count: 101 }));
    for (let sample = 0; sample < 101; sample++) {
      const [right, up] = [x!.data[2 * sample]!, x!.data[2 * sample + 1]!];
      const lower = y!.data[sample] === 1;
      expect(Math.hypot(lower ? right - 1 : right, lower ? up - 0.5 : up)).toBeCloseTo(1, 6);
      expect(lower ? up <= 0.5 : up >= -1e-6).toBe(true);
    }
    expect(y!.data.filter((value) => value === 1)).toHaveLength(51);
    expect(everything(moons({ count: 10, noise: 0.1, seed: 1 })).x).toEqual(
      everything(moons({ count: 10, noise: 0.1, seed: 1 })).x,
    );
    expect(() => moons({ count: 1 })).toThrow("found 1");
  });

  it("xor has its four points", () => {
    const { x, y } = everything(xor());
    expect(Array.from(y!.data)).toEqual(range(4).map((i) => x!.data[2 * i]! ^ x!.data[2 * i + 1]!));
  });
});

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** The centre of the ink of 16x16 images. */
function centre(images: ArrayLike<number>): { row: number; column: number } {
  let [ink, rows, columns] = [0, 0, 0];
  for (let index = 0; index < images.length; index++) {
    ink += images[index]!;
    rows += images[index]! * (Math.floor(index / 16) % 16);
    columns += images[index]! * (index % 16);
  }
  return { row: rows / ink, column: columns / ink };
}
