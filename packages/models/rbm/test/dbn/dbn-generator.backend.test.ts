// What the packaged network draws, as a user gets it. WRITE_PICTURES=1 writes the picture of the README.
import { readFile, writeFile } from "node:fs/promises";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { BlockzooError, referenceBackend, type Backend } from "@blockzoo/core";
import { decodeImage, encodePng, imageGrid, type OpaqueImage } from "@blockzoo/data/images";
import { lenet } from "@blockzoo/lenet";
import { expectClose } from "@blockzoo/testkit";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { rbm, type ImageSampler } from "../../src/index.js";

const picture = new URL("../../pictures/dbn-digits.png", import.meta.url);
const imagesOfClass = 12;

describe("the packaged network", () => {
  let backend: Backend;
  let digits: ImageSampler;
  const drawn: OpaqueImage[] = [];
  beforeAll(async () => {
    backend = await onnxruntime();
    const loaded = await rbm.load("dbn.mnist", { backend });
    expectTypeOf(loaded).toEqualTypeOf<ImageSampler>();
    digits = loaded;
    for (const label of digits.labels) {
      drawn.push(...(await digits.sample({ label, count: imagesOfClass, steps: 300, seed: 1 })));
    }
  }, 60_000);
  afterAll(async () => {
    digits.dispose();
    await backend.dispose();
  });

  test("draws digits of the class that it is asked for, as LeNet-5 reads them", async () => {
    const classifier = await lenet.load("lenet5.mnist", { backend });
    const read = await Promise.all(drawn.map(async (image) => (await classifier.classify(image))[0]!.label));
    classifier.dispose();
    const right = read.filter((label, index) => label === digits.labels[Math.floor(index / imagesOfClass)]);
    expect(right.length / read.length).toBeGreaterThan(0.8);
  });

  test("draws the picture of the README again", async () => {
    const grid = imageGrid(drawn, { columns: imagesOfClass });
    if (process.env["WRITE_PICTURES"] !== undefined) await writeFile(picture, await encodePng(grid));
    const { width, height, data } = await decodeImage(await readFile(picture), "dbn-digits.png");
    expect([width, height]).toEqual([grid.width, grid.height]);
    // Where a number of the noise lies next to a probability, another runtime may draw the other state: an image then differs.
    const channels = data.length / (width * height);
    const apart = grid.data.filter((value, at) => Math.abs(value - data[at * channels]!) > 1).length;
    expect(apart / grid.data.length).toBeLessThan(0.02);
  });

  test("draws the same on another backend", async () => {
    const other = await rbm.load("dbn.mnist", { backend: referenceBackend() });
    const options = { label: "3", count: 2, steps: 5, seed: 7 } as const;
    expectClose(await digits.pixels(options), await other.pixels(options), "network", "pixels");
    other.dispose();
  });

  test("asks for one of its classes", async () => {
    await expect(digits.sample({ label: "ten" })).rejects.toThrow('there is no class "ten": there are 0, 1, 2');
    await expect(digits.sample({})).rejects.toThrow(BlockzooError);
    const { task, meaning } = rbm.variants.dbn;
    const { answer } = await task.command();
    const settings = { count: 2, steps: 3, seed: 0 };
    const asked = { settings, use: digits, networks: {}, meaning, top: 1, note: () => {} };
    expect((await answer({ ...asked, input: "7" })).json).toMatchObject({
      images: { count: 2, width: 28, height: 28 },
    });
    await expect(answer({ ...asked, input: "ten" })).rejects.toThrow('there is no class "ten"');
  });
});
