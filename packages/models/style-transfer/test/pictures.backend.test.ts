// The README's pictures, made again by the packaged weights.
import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import type { Backend } from "@blockzoo/core";
import { decodeImage, type RawImage } from "@blockzoo/data/images";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { styleTransfer } from "../src/index.js";

const [side, gap] = [256, 4];

/** A picture of a sheet, by its row and column. */
type Cell = (row: number, column: number) => RawImage;

async function readSheet(name: string): Promise<Cell> {
  const bytes = readFileSync(new URL(`../pictures/${name}`, import.meta.url));
  const { width, data } = await decodeImage(bytes, name);
  return (row, column) => {
    const cell = new Uint8Array(side * side * 3);
    for (let y = 0; y < side; y++) {
      const start = ((row * (side + gap) + y) * width + column * (side + gap)) * 3;
      cell.set(data.subarray(start, start + side * 3), y * side * 3);
    }
    return { width: side, height: side, channels: 3, data: cell };
  };
}

/** The mean difference of two images, in shades of 256. */
function difference(a: RawImage, b: RawImage): number {
  return (
    Array.from(a.data, (value, at) => Math.abs(value - b.data[at]!)).reduce((sum, each) => sum + each) / a.data.length
  );
}

/** Runtimes round differently, and a shade is a step. */
const same = 0.5;

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime();
});
afterAll(() => backend.dispose());

describe("stylists.png", () => {
  test.each([
    ["stylist.starry-night", 1],
    ["stylist.wave", 2],
  ] as const)("is what %s paints of its first column", async (id, column) => {
    const cell = await readSheet("stylists.png");
    const painter = await styleTransfer.load(id, { backend });
    for (const row of [0, 1]) {
      const painted = await painter.paint(cell(row, 0));
      expect(difference(painted, cell(row, column))).toBeLessThan(same);
      expect(difference(painted, cell(row, 0))).toBeGreaterThan(20);
    }
    painter.dispose();
  });
});

describe("textures.png", () => {
  test.each([
    ["texture-network.gravel", 0],
    ["texture-network.starry-night", 1],
    ["texture-network.composition-vii", 2],
  ] as const)("is what %s makes of two seeds", async (id, row) => {
    const cell = await readSheet("textures.png");
    const texturer = await styleTransfer.load(id, { backend });
    for (const seed of [0, 1]) {
      const made = await texturer.make({ width: side, height: side, seed });
      expect(difference(made, cell(row, seed))).toBeLessThan(same);
      expect(difference(made, cell(row, 1 - seed))).toBeGreaterThan(10);
    }
    texturer.dispose();
  });
});
