/** Photographs and paintings of the data folder, as images [1, 3, H, W], red, green, blue from 0 to 1. */
import { ndarray, RandomStream, type NDArray } from "@blockzoo/core";
import type { Dataset } from "@blockzoo/data";
import { preprocessImage, readImage } from "@blockzoo/data/images";
import { photograph } from "../src/painting/painter.js";

/** Where pictures come from, which are not in the data folder. */
const origins = {
  "fast-neural-style": "https://github.com/jcjohnson/fast-neural-style/tree/master/images/styles",
  "neural-style": "https://github.com/jcjohnson/neural-style/tree/master/examples/inputs",
  "pytorch-examples": "https://github.com/pytorch/examples/tree/main/fast_neural_style/images/content-images",
  "scikit-image": "https://github.com/scikit-image/scikit-image/tree/main/skimage/data",
} as const;

/** `scikit-image/gravel.png`: a folder of photos/, and a file in it. */
export type PictureFile = `${keyof typeof origins}/${string}`;

export interface PictureOptions {
  /** The shorter side that it is scaled to. Default: as it is. */
  readonly shorter?: number;
  /** Height and width of the part in the middle that is taken. Default: all of it. */
  readonly crop?: readonly [height: number, width: number];
}

/** Reads a picture of the data folder. */
export async function readPicture(
  file: PictureFile,
  data: string | undefined,
  { shorter, crop }: PictureOptions = {},
): Promise<NDArray> {
  // In a function, since it reads files: recipes are also loaded in a page.
  const { dataFolder, requireFile } = await import("@blockzoo/data/node");
  const origin = origins[file.split("/")[0] as keyof typeof origins];
  const image = await readImage(await requireFile(dataFolder(data), `photos/${file}`, origin));
  const steps = { ...photograph, ...(shorter !== undefined && { resize: shorter }), ...(crop && { crop }) };
  const { data: values, shape } = preprocessImage(image, steps);
  return ndarray(values, [1, ...shape]);
}

/** Square parts of pictures at random places: `x` [n, 3, side, side]. Each part is the same whenever it is asked for. */
export function randomCrops(
  pictures: readonly NDArray[],
  { count, side, seed }: { readonly count: number; readonly side: number; readonly seed: number },
): Dataset {
  return {
    name: "crops",
    size: count,
    gather(indices) {
      const values = new Float32Array(indices.length * 3 * side * side);
      Array.from(indices).forEach((index, row) => {
        const stream = new RandomStream(seed, "crops", index);
        const { data, shape } = pictures[stream.integer(pictures.length)]!;
        const [, , height, width] = shape as readonly [number, number, number, number];
        const [top, left] = [stream.integer(height - side + 1), stream.integer(width - side + 1)];
        for (let channel = 0; channel < 3; channel++) {
          for (let y = 0; y < side; y++) {
            const start = (channel * height + top + y) * width + left;
            values.set(data.subarray(start, start + side), ((row * 3 + channel) * side + y) * side);
          }
        }
      });
      return { x: ndarray(values, [indices.length, 3, side, side]) };
    },
  };
}
