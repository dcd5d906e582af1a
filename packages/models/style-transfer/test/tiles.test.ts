import { ndarray, RandomStream, type NDArray } from "@blockzoo/core";
import { describe, expect, it } from "vitest";
import { inTiles, lay, tilesOf, type Tiling } from "../src/tiles.js";

/** Values of 0 to 1, [1, channels, height, width]. */
function noise(height: number, width: number, channels = 3): NDArray {
  const random = new RandomStream(1, "noise");
  const data = Float32Array.from({ length: channels * height * width }, () => random.uniform(0, 1));
  return ndarray(data, [1, channels, height, width]);
}

const largestDifference = (a: NDArray, b: NDArray): number =>
  Array.from(a.data).reduce((most, value, at) => Math.max(most, Math.abs(value - b.data[at]!)), 0);

/** The mean of windows of 2 radius + 1 pixels along rows, with zeros around, as a convolution with padding sees it. */
function blurred(picture: NDArray, radius: number): NDArray {
  const width = picture.shape[3]!;
  const data = Float32Array.from(picture.data, (_, at) => {
    let sum = 0;
    for (let x = (at % width) - radius; x <= (at % width) + radius; x++)
      if (x >= 0 && x < width) sum += picture.data[at - (at % width) + x]!;
    return sum / (2 * radius + 1);
  });
  return ndarray(data, picture.shape);
}

describe("tiles", () => {
  it("cover pictures of any size: few, of one size, overlapping as asked, with nothing of what is below left", () => {
    const random = new RandomStream(0, "tilings");
    for (let trial = 0; trial < 300; trial++) {
      const multiple = 1 + random.integer(4);
      const side = multiple * (8 + random.integer(30));
      const overlap = multiple * (1 + random.integer(Math.floor(side / multiple / 2)));
      const width = multiple * (1 + random.integer(200));
      const tiles = tilesOf({ width, height: multiple }, { side, overlap, multiple });
      const below = new Float64Array(width).fill(1);
      for (const { left, top, height, cover } of tiles) {
        expect([top, height]).toEqual([0, multiple]);
        expect(new Set(cover.down)).toEqual(new Set([1]));
        cover.across.forEach((share, x) => (below[left + x]! *= 1 - share));
        expect(Math.min(...cover.across)).toBeGreaterThanOrEqual(0);
      }
      expect(new Set(below)).toEqual(new Set([0]));
      expect(new Set(tiles.map((tile) => tile.width)).size).toBe(1);
      expect(tiles[0]!.width).toBeLessThanOrEqual(side);
      expect(tiles.at(-1)!.left + tiles.at(-1)!.width).toBe(width);
      for (const [at, { left, width: own }] of tiles.slice(0, -1).entries())
        expect(left + own - tiles[at + 1]!.left).toBeGreaterThanOrEqual(overlap);
      for (const { left } of tiles) expect(left % multiple).toBe(0);
      expect(tiles.length).toBe(Math.max(1, Math.ceil((width - overlap) / (side - overlap))));
    }
  });

  it("are one where the picture is no larger", () => {
    const [only, ...more] = tilesOf({ width: 64, height: 40 }, { side: 64, overlap: 16 });
    expect(more).toEqual([]);
    expect(only).toMatchObject({ top: 0, left: 0, width: 64, height: 40 });
    expect(new Set([...only!.cover.across, ...only!.cover.down])).toEqual(new Set([1]));
  });

  it("give back the picture that they were cut from", async () => {
    const picture = noise(70, 131);
    const tiling = { side: 48, overlap: 12 };
    expect(largestDifference(await inTiles(picture, tiling, async (part) => part), picture)).toBe(0);
    const brighter = ({ data, shape }: NDArray) =>
      ndarray(
        Float32Array.from(data, (value) => value + 1),
        shape,
      );
    const painted = await inTiles(picture, tiling, async (part) => brighter(part));
    expect(largestDifference(painted, brighter(picture))).toBeLessThan(1e-6);
  });

  it("show nothing of what a network does at their edges: the same as of the whole, as far as the context reaches", async () => {
    const picture = noise(20, 200);
    const paint = (radius: number) =>
      inTiles(picture, { side: 64, overlap: 32 }, async (part) => blurred(part, radius));
    // An eighth of the overlap are 4 pixels.
    expect(largestDifference(await paint(4), blurred(picture, 4))).toBeLessThan(1e-6);
    expect(largestDifference(await paint(8), blurred(picture, 8))).toBeGreaterThan(1e-3);
  });

  it("fade into each other where they differ as a whole: there is no step, neither along rows, nor down, nor at corners", async () => {
    const picture = ndarray(new Float32Array(100 * 120), [1, 1, 100, 120]);
    const random = new RandomStream(2, "tones");
    const tiling: Tiling = { side: 48, overlap: 24 };
    const painted = await inTiles(picture, tiling, async ({ data, shape }) =>
      ndarray(data.fill(random.integer(2)), shape),
    );
    const { data } = painted;
    let step = 0;
    for (let y = 0; y < 100; y++)
      for (let x = 0; x < 120; x++) {
        const here = data[y * 120 + x]!;
        if (x > 0) step = Math.max(step, Math.abs(here - data[y * 120 + x - 1]!));
        if (y > 0) step = Math.max(step, Math.abs(here - data[(y - 1) * 120 + x]!));
      }
    // A tile fades over 9 pixels from 0 to 1 at the most; near a corner two of them do.
    expect(step).toBeLessThanOrEqual(2 / 9);
    expect(Math.max(...data) - Math.min(...data)).toBe(1);
  });

  it("show what was there before until they are laid", () => {
    const picture = noise(8, 60);
    const before = ndarray(Float32Array.from(picture.data), picture.shape);
    const tiles = tilesOf({ width: 60, height: 8 }, { side: 32, overlap: 8 });
    const black = ndarray(new Float32Array(3 * 8 * tiles[0]!.width), [1, 3, 8, tiles[0]!.width]);
    const [first, ...others] = tiles;
    lay(picture, first!, black);
    expect(picture.data[0]).toBe(0);
    expect(picture.data[59]).toBe(before.data[59]);
    for (const tile of others) lay(picture, tile, black);
    expect(new Set(picture.data)).toEqual(new Set([0]));
  });

  it.each([
    [{ side: 32, overlap: 17 }, "tiles of 32 pixels can overlap by up to half of that, got 17"],
    [{ side: 32, overlap: 8, multiple: 8 }, "the side of a picture must be a multiple of 8, got 100"],
    [{ side: 30, overlap: 8, multiple: 4 }, "the side of a tile must be a multiple of 4, got 30"],
    [{ side: 32, overlap: 6, multiple: 4 }, "must be a multiple of 4, got 6"],
  ] as const)("are refused for %j", (tiling, message) => {
    expect(() => tilesOf({ width: 100, height: 100 }, tiling)).toThrow(message);
  });
});
