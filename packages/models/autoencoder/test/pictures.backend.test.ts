// The pictures of the README, made again from the packaged weights. WRITE_PICTURES=1 writes them, with MNIST at hand.
import { readFile, writeFile } from "node:fs/promises";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { ndarray, type Backend } from "@blockzoo/core";
import { decodeImage, encodePng, imageGrid, rawImages, type OpaqueImage, type RawImage } from "@blockzoo/data/images";
import { pointsSvg } from "@blockzoo/inspect";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { autoencoder, type ImageCoder } from "../src/index.js";
import { variants } from "../src/variants.js";
import { digits } from "../recipes/digit-images.js";
import { oneOfEach } from "../recipes/figures.js";
import { principalComponents, projection } from "../recipes/principal-components.js";

/** As many as there are digits. */
const columns = 10;
const folder = process.env["BLOCKZOO_DATA"];
const isWriting = process.env["WRITE_PICTURES"] !== undefined;
const { preprocessing } = variants["autoencoder-conv"].meaning;

const urlOf = (name: string) => new URL(`../pictures/${name}`, import.meta.url);
const committed = async (name: string) => decodeImage(await readFile(urlOf(name)), name);

async function expectPicture(name: string, picture: RawImage): Promise<void> {
  if (isWriting) await writeFile(urlOf(name), await encodePng(picture));
  const { width, height, data } = await committed(name);
  expect([width, height]).toEqual([picture.width, picture.height]);
  // Other runtimes round the last bits another way: by one of 255 shades.
  const apart = Uint8Array.from(data, (value, at) => Math.abs(value - picture.data[at]!));
  expect(apart.findIndex((shades) => shades > 1)).toBe(-1);
}

/** The images of 28x28 pixels in a row of a grid. */
function rowOf(grid: RawImage, row: number): OpaqueImage[] {
  return Array.from({ length: columns }, (_, column) => {
    const data = Uint8Array.from({ length: 28 * 28 }, (_value, pixel) => {
      const [y, x] = [30 * row + Math.floor(pixel / 28), 30 * column + (pixel % 28)];
      return grid.data[y * grid.width + x]!;
    });
    return { width: 28, height: 28, channels: 1, data };
  });
}

describe("pictures of the README", () => {
  let backend: Backend;
  let coder: ImageCoder;
  let originals: readonly OpaqueImage[];
  let projections: readonly OpaqueImage[];
  beforeAll(async () => {
    backend = await onnxruntime();
    coder = await autoencoder.load("autoencoder-conv.mnist", { backend });
    if (isWriting) {
      const { train, test: heldOut } = await digits({ trainSeed: 0, testSeed: 1, data: folder });
      const images = oneOfEach(heldOut);
      originals = rawImages(images, preprocessing);
      projections = rawImages(projection(principalComponents(train, 30), images), preprocessing);
    } else {
      // Both are taken from the picture that they are in.
      const picture = await committed("reconstructions.png");
      originals = rowOf(picture, 0);
      projections = rowOf(picture, 1);
    }
  }, 120_000);
  afterAll(async () => {
    coder.dispose();
    await backend.dispose();
  });

  test("held-out digits, thirty principal components of them, and codes of thirty numbers", async () => {
    const images = [...originals, ...projections, ...(await coder.reconstruct(originals))];
    await expectPicture("reconstructions.png", imageGrid(images, { columns }));
  });

  test("from one digit to another", async () => {
    const pairs = [[3, 8], [4, 9], [1, 7], [0, 6]] as const; // prettier-ignore
    const ways: OpaqueImage[] = [];
    for (const [from, to] of pairs)
      ways.push(...(await coder.interpolate(originals[from]!, originals[to]!, { steps: columns })));
    await expectPicture("interpolations.png", imageGrid(ways, { columns }));
  });

  test("codes of two numbers, row by row over a part of their plane", async () => {
    const plane = await autoencoder.load("autoencoder-2.mnist", { backend });
    const side = 16;
    const codes = Array.from({ length: side ** 2 }, (_, at) => {
      const [row, column] = [Math.floor(at / side) / (side - 1), (at % side) / (side - 1)];
      return [10 * column - 7, 3.5 - 9.5 * row];
    });
    const images = await plane.decode(ndarray(Float32Array.from(codes.flat()), [side ** 2, 2]));
    plane.dispose();
    await expectPicture("plane.png", imageGrid(images, { columns: side, gap: 0 }));
  });

  test.skipIf(folder === undefined)("codes of held-out digits as points in that plane (needs MNIST)", async () => {
    const plane = await autoencoder.load("autoencoder-2.mnist", { backend });
    const { test: heldOut } = await digits({ trainSeed: 0, testSeed: 1, data: folder });
    const { x, y } = heldOut.gather(Uint32Array.from({ length: 2000 }, (_, index) => index));
    const points = await plane.encode(rawImages(x!, preprocessing));
    plane.dispose();
    const labelled = { points, classes: y!.data as Int32Array, labels: heldOut.labels! };
    const svg = pointsSvg(labelled, { title: "2,000 held-out digits by codes of two numbers" });
    if (isWriting) await writeFile(urlOf("codes.svg"), svg);
    const numbersOf = (text: string) => ndarray([...text.matchAll(/-?\d+(\.\d+)?/g)].map(([number]) => Number(number)));
    // A tenth of a pixel is what places are rounded to.
    const written = numbersOf(await readFile(urlOf("codes.svg"), "utf8"));
    const drawn = numbersOf(svg);
    expect(drawn.shape).toEqual(written.shape);
    expect(drawn.data.findIndex((value, at) => Math.abs(value - written.data[at]!) > 0.11)).toBe(-1);
  });
});
