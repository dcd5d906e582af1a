/** Small windows out of the photographs that come with scikit-image, as classes: from which photograph is it? */
import { RandomStream } from "@blockzoo/core";
import { byteImages, mapDataset, type BatchTransform, type Dataset } from "@blockzoo/data";
import { preprocessImage, readImage } from "@blockzoo/data/images";
import type { RecipeData } from "@blockzoo/train";

const side = 32;
const pixels = side * side;

/** Grey surfaces of 512x512 pixels, CC0. */
const surfaces = ["brick.png", "grass.png", "gravel.png"];

/** Things, in colour and grey, under free licences. */
const things = ["astronaut.png", "camera.png", "cell.png", "chelsea.png", "coffee.png", "rocket.jpg"];

const official =
  "https://raw.githubusercontent.com/scikit-image/scikit-image/b9e19fc4dbc2933b4b149d67727a3c408ceeddd4/skimage/data";

/**
 * Three surfaces. Training crops come out of the left half of each photograph and test crops, 200 of each, out of the right
 * half: no pixel is in both.
 */
export function surfaceCrops({ ofEach }: { readonly ofEach: number }): RecipeData {
  return async ({ trainSeed, testSeed, data }) => {
    const photographs = await readAll(surfaces, data);
    return {
      train: cropsOf(photographs, { columns: [0, 0.5], ofEach, seed: trainSeed }),
      test: cropsOf(photographs, { columns: [0.5, 1], ofEach: 200, seed: testSeed }),
    };
  };
}

/** Six photographs of things, among them no surface: 500 crops of each to learn from, and 100 others of the same. */
export const thingCrops: RecipeData = async ({ trainSeed, testSeed, data }) => {
  const photographs = await readAll(things, data);
  return {
    train: cropsOf(photographs, { columns: [0, 1], ofEach: 500, seed: trainSeed }),
    test: cropsOf(photographs, { columns: [0, 1], ofEach: 100, seed: testSeed }),
  };
};

interface Photograph {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** Grey values from 0 to 255, row by row. */
  readonly grey: Uint8Array;
}

function readAll(files: readonly string[], data: string | undefined): Promise<Photograph[]> {
  return Promise.all(files.map((file) => read(file, data)));
}

async function read(file: string, data: string | undefined): Promise<Photograph> {
  // In a function, since it reads files: this module also loads in a page.
  const { dataFolder, requireFile } = await import("@blockzoo/data/node");
  const image = await readImage(
    await requireFile(dataFolder(data), `photos/scikit-image/${file}`, `${official}/${file}`),
  );
  const { shape, data: values } = preprocessImage(image, {
    kind: "image",
    channels: 1,
    mean: [0],
    deviation: [1 / 255],
  });
  return { name: file.split(".")[0]!, height: shape[1]!, width: shape[2]!, grey: Uint8Array.from(values, Math.round) };
}

interface Crops {
  /** From where to where, as shares of the width. */
  readonly columns: readonly [from: number, to: number];
  readonly ofEach: number;
  readonly seed: number;
}

/** Windows at random places, each with mean 0 and deviation 1: `x` float32[n,1,32,32], `y` int32[n]. */
function cropsOf(photographs: readonly Photograph[], { columns, ofEach, seed }: Crops): Dataset {
  const crops = photographs.flatMap(({ name, height, width, grey }) => {
    const stream = new RandomStream(seed, "crops", name);
    const [first, end] = columns.map((share) => share * width) as [number, number];
    return Array.from({ length: ofEach }, () => {
      const top = stream.integer(height - side + 1);
      const left = first + stream.integer(end - first - side + 1);
      const rows = Array.from({ length: side }, (_, row) => (top + row) * width + left);
      return Uint8Array.from(rows.flatMap((start) => [...grey.subarray(start, start + side)]));
    });
  });
  const dataset = byteImages({
    name: "crops",
    shape: [1, side, side],
    pixelsOf: (index) => crops[index]!,
    classes: crops.map((_, index) => Math.floor(index / ofEach)),
    labels: photographs.map(({ name }) => name),
  });
  return mapDataset(dataset, standardizeEach);
}

/** Light and contrast of a photograph would tell it from others: each crop gets the same. */
const standardizeEach: BatchTransform = ({ x, ...rest }) => {
  const images = Float32Array.from(x!.data);
  for (let start = 0; start < images.length; start += pixels) {
    const image = images.subarray(start, start + pixels);
    const mean = image.reduce((sum, value) => sum + value, 0) / pixels;
    const variance = image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels;
    // One level of brightness is the least that a file can tell apart: a crop of sky stays flat.
    const deviation = Math.max(Math.sqrt(variance), 1 / 255);
    for (let pixel = 0; pixel < pixels; pixel++) image[pixel] = (image[pixel]! - mean) / deviation;
  }
  return { ...rest, x: { ...x!, data: images } };
};
