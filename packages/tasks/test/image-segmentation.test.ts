import {
  Block,
  BlockzooError,
  Conv2d,
  float32,
  MaxPool2d,
  ndarray,
  referenceBackend,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import type { ImagePreprocessing, RawImage } from "@blockzoo/data/images";
import { forward, openVariant, type Variant } from "@blockzoo/family";
import { imageSegmentation } from "@blockzoo/tasks/image-segmentation";
import { describe, expect, test } from "vitest";

/** Scores: how bright the brightest pixel of a block of 2x2 is, and one half. */
class Bright extends Block {
  readonly pool = new MaxPool2d(2);
  readonly score = new Conv2d(1, 2, 1);

  forward(x: Tensor): Tensor {
    return x.pipe(this.pool, this.score);
  }
}

const weights: StateDict = new Map([
  ["score.weight", ndarray([0, 8], [2, 1, 1, 1])],
  ["score.bias", ndarray([4, 0], [2])],
]);

const variant = {
  summary: "",
  create: () => new Bright(),
  task: imageSegmentation({ grid: { stride: 2, offset: 0.5 } }),
  graphs: forward({ input: float32("N", 1, "H", "W") }, "logits"),
  params: 4,
} satisfies Variant;

const load = async (steps: Partial<ImagePreprocessing> = {}) => {
  const preprocessing = { kind: "image", channels: 1, mean: [0], deviation: [1], ...steps };
  const meaning = { preprocessing, labels: ["dark", "bright"] };
  return (await openVariant({ variant, weights, meaning, source: "test:weights", backend: referenceBackend() })).use;
};

/** 8x6 pixels, of which those of a rectangle are white. */
function picture(rows: readonly [number, number], columns: readonly [number, number]): RawImage {
  const data = Uint8Array.from({ length: 48 }, (_, pixel) => {
    const [row, column] = [Math.floor(pixel / 8), pixel % 8];
    return row >= rows[0] && row < rows[1] && column >= columns[0] && column < columns[1] ? 255 : 0;
  });
  return { width: 8, height: 6, data };
}

describe("segment", () => {
  test("gives the class of each pixel at the image's own size", async () => {
    const segmenter = await load();
    const { labels, width, height, classes } = await segmenter.segment(picture([2, 4], [4, 8]));
    expect([labels, width, height]).toEqual([["dark", "bright"], 8, 6]);
    // Scores are 8 in the blocks of rows 2 and 3 from column 4 on, and 0 elsewhere, against 4: the border lies in the middle
    // between the centres of blocks, which is where the rectangle has its own; equal scores go to the first class.
    const found = Array.from({ length: 6 }, (_, row) => [...classes.subarray(row * 8, row * 8 + 8)].join(""));
    expect(found).toEqual(["00000000", "00000000", "00001111", "00001111", "00000000", "00000000"]);
  });

  test("counts scaling, cropping and padding back", async () => {
    const image = picture([2, 4], [2, 6]);
    const double: RawImage = {
      width: 16,
      height: 12,
      data: Uint8Array.from(
        { length: 192 },
        (_, pixel) => image.data[Math.floor(pixel / 32) * 8 + ((pixel % 16) >> 1)]!,
      ),
    };
    const segmenter = await load({ resize: [6, 8], pad: 2 });
    const { classes } = await segmenter.segment(double);
    // At twice the resolution, corners of what is read bilinearly are cut.
    const found = Array.from({ length: 12 }, (_, row) => classes.subarray(row * 16, row * 16 + 16).join(""));
    expect(found.map((line) => line.replaceAll("0", ".").replaceAll("1", "#"))).toEqual([
      ...new Array<string>(4).fill("................"),
      ".....######.....",
      "....########....",
      "....########....",
      ".....######.....",
      ...new Array<string>(4).fill("................"),
    ]);
  });

  test("refuses images that are too small for the network, with the block that cannot, and too large ones", async () => {
    const segmenter = await load();
    const pixel = { width: 1, height: 1, data: Uint8Array.of(0) };
    await expect(segmenter.segment(pixel)).rejects.toThrow(
      "pool: maxPool: the kernel covers 2x2, more than the padded input 1x1",
    );
    const side = 2049;
    const large = { width: side, height: side, data: new Uint8Array(side * side) };
    await expect(segmenter.segment(large)).rejects.toThrow("2049 x 2049 pixels is too large");
    await expect(segmenter.segment(large)).rejects.toBeInstanceOf(BlockzooError);
  });
});

describe("heatMap", () => {
  test("gives probabilities of all classes on the network's grid", async () => {
    const segmenter = await load();
    const map = await segmenter.heatMap(picture([2, 4], [4, 8]));
    expect(map.values.shape).toEqual([2, 3, 4]);
    expect([map.stride, map.offset]).toEqual([
      [2, 2],
      [0.5, 0.5],
    ]);
    const bright = 1 / (1 + Math.exp(-4));
    expect([...map.values.data.subarray(12)]).toEqual(
      [0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0].map((is) => expect.closeTo(is === 1 ? bright : 1 - bright, 6)),
    );
    for (let place = 0; place < 12; place++) {
      expect(map.values.data[place]! + map.values.data[12 + place]!).toBeCloseTo(1, 6);
    }
  });

  test("locates a class in pixels of the image", async () => {
    const segmenter = await load({ resize: [12, 16], pad: 4 });
    const { row, column, probability } = await segmenter.locate(picture([2, 3], [5, 6]), "bright");
    // The pixel's middle, in the image of half the size, as near as a grid of one pixel says it.
    expect(Math.abs(row - 2)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(column - 5)).toBeLessThanOrEqual(0.5);
    expect(probability).toBeGreaterThan(0.5);
    await expect(segmenter.locate(picture([0, 1], [0, 1]), "purple")).rejects.toThrow(
      'there is no class "purple": the classes are dark, bright',
    );
  });
});
