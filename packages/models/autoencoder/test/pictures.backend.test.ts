// The pictures of the README, made again from the packaged weights. WRITE_PICTURES=1 writes them, with MNIST at hand.
import { readFile, writeFile } from "node:fs/promises";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { ndarray, type Backend } from "@blockzoo/core";
import { decodeImage, encodePng, type RawImage } from "@blockzoo/data/images";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rawImages } from "../src/image-coding/image-coder.js";
import { autoencoder, type ImageCoder } from "../src/index.js";
import { variants } from "../src/variants.js";
import { digits } from "../recipes/digit-images.js";
import { oneOfEach } from "../recipes/figures.js";
import { principalComponents, projection } from "../recipes/principal-components.js";
import { tiled, untiled } from "./tiles.js";

const isWriting = process.env["WRITE_PICTURES"] !== undefined;
const hasData = process.env["BLOCKZOO_DATA"] !== undefined;
const size = { width: 28, height: 28 };
const { preprocessing } = variants["autoencoder-conv"].meaning;

const urlOf = (name: string) => new URL(`../pictures/${name}`, import.meta.url);
const committed = async (name: string) => decodeImage(await readFile(urlOf(name)), name);

async function expectPicture(name: string, picture: RawImage): Promise<void> {
  if (isWriting) await writeFile(urlOf(name), await encodePng(picture));
  const { width, height, data } = await committed(name);
  expect([width, height]).toEqual([picture.width, picture.height]);
  // Other runtimes round the last bits another way: by one of 255 shades.
  const apart = data.reduce((most: number, value, at) => Math.max(most, Math.abs(value - picture.data[at]!)), 0);
  expect(apart).toBeLessThanOrEqual(1);
}

describe("pictures of the README", () => {
  let backend: Backend;
  let coder: ImageCoder;
  let originals: readonly RawImage[];
  let projections: readonly RawImage[];
  beforeAll(async () => {
    backend = await onnxruntime();
    coder = await autoencoder.load("autoencoder-conv.mnist", { backend });
    if (isWriting) {
      const { train, test: heldOut } = await digits({ trainSeed: 0, testSeed: 1, data: undefined });
      const images = oneOfEach(heldOut);
      originals = rawImages(images, preprocessing);
      projections = rawImages(projection(principalComponents(train, 30), images), preprocessing);
    } else {
      // Both are taken from the picture that they are in.
      const rows = untiled(await committed("reconstructions.png"), size);
      originals = rows.slice(0, 10);
      projections = rows.slice(10, 20);
    }
  });
  afterAll(async () => {
    coder.dispose();
    await backend.dispose();
  });

  test("held-out digits, thirty principal components of them, and codes of thirty numbers", async () => {
    const images = [...originals, ...projections, ...(await coder.reconstruct(originals))];
    await expectPicture("reconstructions.png", tiled(images, { columns: 10 }));
  });

  test("from one digit to another", async () => {
    const pairs = [[3, 8], [4, 9], [1, 7], [0, 6]] as const; // prettier-ignore
    const ways = [];
    for (const [from, to] of pairs) ways.push(...(await coder.interpolate(originals[from]!, originals[to]!, { steps: 10 })));
    await expectPicture("interpolations.png", tiled(ways, { columns: 10 }));
  });
});
