// The filters of the packaged machine, as its recipe measures and shows them. WRITE_PICTURES=1 writes the picture of the README.
import { readFile, writeFile } from "node:fs/promises";
import { decodeImage, encodePng, imageGrid, rawImages, type OpaqueImage } from "@blockzoo/data/images";
import { loadWeights, type Figure } from "@blockzoo/family";
import { expect, test } from "vitest";
import { measureStrokes } from "../../recipes/convolutional/mnist.js";
import { rbm } from "../../src/index.js";

const picture = new URL("../../pictures/strokes.png", import.meta.url);
const enlargement = 8;

test("the packaged filters are strokes, and make the picture of the README", async () => {
  const entry = rbm.weights["convolutional-rbm.mnist"];
  const { metrics, figures } = measureStrokes(await loadWeights(entry));
  expect(metrics).toEqual(entry.metrics);
  const { images, columns } = figures![0] as Extract<Figure, { readonly kind: "images" }>;
  const filters = rawImages(images, { mean: [0], deviation: [1] }).map(enlarged);
  const grid = imageGrid(filters, { columns: columns!, gap: 8 });
  if (process.env["WRITE_PICTURES"] !== undefined) await writeFile(picture, await encodePng(grid));
  const committed = await decodeImage(await readFile(picture), "strokes.png");
  expect([committed.width, committed.height]).toEqual([grid.width, grid.height]);
  const channels = committed.data.length / (committed.width * committed.height);
  expect(grid.data.every((value, at) => Math.abs(value - committed.data[at * channels]!) <= 1)).toBe(true);
});

/** Each pixel as a square. */
function enlarged({ width, height, channels, data }: OpaqueImage): OpaqueImage {
  const size = { width: width * enlargement, height: height * enlargement };
  const pixels = Uint8Array.from({ length: size.width * size.height }, (_, at) => {
    const [row, column] = [Math.floor(at / size.width), at % size.width];
    return data[Math.floor(row / enlargement) * width + Math.floor(column / enlargement)]!;
  });
  return { ...size, channels, data: pixels };
}
