/** Square parts of paintings and photographs, with where they are from as classes. */
import { RandomStream, type NDArray } from "@blockzoo/core";
import { byteImages, mapDataset, normalize, type Augmentation, type Dataset } from "@blockzoo/data";
import type { RecipeData } from "@blockzoo/train";
import { imageNetInput } from "../src/trunks/image-net-input.js";
import { labels } from "../src/trunks/picture-labels.js";
import { readPicture, type PictureFile } from "./pictures.js";

const side = 64;

/** Shorter sides that pictures are scaled to: the same stroke is seen in several sizes. Half of the least holds a crop. */
const scales = [128, 192, 256] as const;

/** Paintings in the public domain, and photographs that are free: see NOTICES.md. In the order of the classes. */
const files: Readonly<Record<(typeof labels)[number], PictureFile>> = {
  "the starry night": "neural-style/starry_night.jpg",
  "the scream": "neural-style/the_scream.jpg",
  "the shipwreck": "neural-style/shipwreck.jpg",
  "woman with a hat": "neural-style/woman-with-hat-matisse.jpg",
  "the great wave": "fast-neural-style/wave.jpg",
  "composition VII": "fast-neural-style/composition_vii.jpg",
  astronaut: "scikit-image/astronaut.png",
  brick: "scikit-image/brick.png",
  camera: "scikit-image/camera.png",
  cell: "scikit-image/cell.png",
  cat: "scikit-image/chelsea.png",
  coffee: "scikit-image/coffee.png",
  grass: "scikit-image/grass.png",
  gravel: "scikit-image/gravel.png",
  galaxies: "scikit-image/hubble_deep_field.jpg",
  rocket: "scikit-image/rocket.jpg",
};

export const settings = {
  data: { files, side, scales, train: "the left half, 240 of each", test: "the right half, 60 of each" },
  augmentation: ["mirrored or not", "channels by .7 to 1.3 each, one in five grey", "brightness, contrast .3"],
};

/** Training crops come out of the left half of each picture, test crops out of the right half: no pixel is in both. */
export const pictureCrops: RecipeData = async ({ trainSeed, testSeed, data }) => {
  const pictures = await Promise.all(labels.map((label) => readScaled(files[label], data)));
  return {
    train: cropsOf(pictures, { columns: [0, 0.5], ofEach: 240, seed: trainSeed }),
    test: cropsOf(pictures, { columns: [0.5, 1], ofEach: 60, seed: testSeed }),
  };
};

/** A picture in each of the scales, [1, 3, H, W], from 0 to 1. */
function readScaled(file: PictureFile, data: string | undefined): Promise<NDArray[]> {
  return Promise.all(scales.map((shorter) => readPicture(file, data, { shorter })));
}

interface Crops {
  /** From where to where, as shares of the width. */
  readonly columns: readonly [from: number, to: number];
  readonly ofEach: number;
  readonly seed: number;
}

/** Parts at random places of random scales: `x` float32[n,3,64,64] as ImageNet is normalised, `y` int32[n]. */
function cropsOf(pictures: readonly (readonly NDArray[])[], { columns, ofEach, seed }: Crops): Dataset {
  const crops = pictures.flatMap((scaled, label) => {
    const stream = new RandomStream(seed, "crops", label);
    return Array.from({ length: ofEach }, () => {
      const picture = scaled[stream.integer(scaled.length)]!;
      const [, , height, width] = picture.shape as readonly [number, number, number, number];
      const [first, end] = columns.map((share) => Math.floor(share * width)) as [number, number];
      const left = first + stream.integer(end - first - side + 1);
      return cropOf(picture, stream.integer(height - side + 1), left);
    });
  });
  const dataset = byteImages({
    name: "parts of pictures",
    shape: [3, side, side],
    pixelsOf: (index) => crops[index]!,
    classes: crops.map((_, index) => Math.floor(index / ofEach)),
    labels,
  });
  return mapDataset(dataset, normalize(imageNetInput));
}

function cropOf({ shape, data }: NDArray, top: number, left: number): Uint8Array {
  const [, channels, height, width] = shape as readonly [number, number, number, number];
  const crop = new Uint8Array(channels * side * side);
  for (let line = 0; line < channels * side; line++) {
    const start = (Math.floor(line / side) * height + top + (line % side)) * width + left;
    for (let column = 0; column < side; column++) crop[line * side + column] = Math.round(255 * data[start + column]!);
  }
  return crop;
}

/** Other colours, or none: a picture must be known by more than its palette. For images as ImageNet is normalised. */
export const recolour: Augmentation = (stream) => {
  const gains = Array.from({ length: 3 }, () => stream.uniform(0.7, 1.3));
  const isGrey = stream.uniform() < 0.2;
  return (sample) => {
    const plane = sample.height * sample.width;
    const grey = (index: number) =>
      [0, 1, 2].reduce((sum, c) => sum + sample.data[c * plane + (index % plane)]!, 0) / 3;
    const data = Float32Array.from(sample.data, (value, index) =>
      isGrey ? grey(index) : value * gains[Math.floor(index / plane)]!,
    );
    return { ...sample, data };
  };
};
