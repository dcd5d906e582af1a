import { check, ndarray, type NDArray } from "@blockzoo/core";
import {
  preprocessImage,
  readImage,
  type ImagePreprocessing,
  type ImageSource,
  type RawImage,
} from "@blockzoo/data/images";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { rawImage } from "../raw-images.js";
import { inTiles } from "../tiles.js";
import type { Manner } from "./manner.js";

export interface PaintOptions {
  /** Aborted when the painting is not wanted any more. */
  readonly signal?: AbortSignal;
}

/** Paints photographs. */
export interface Painter extends Disposable {
  /** The painting whose manner it has. */
  readonly style: string;
  /**
   * Paints an image, grey or in colour; what is transparent lies on white. Above 1024 pixels a side it is painted in tiles that
   * fade into each other: the network normalises each by itself, so that tones differ a little from tile to tile.
   *
   * @param image a path (in Node) or address, the bytes of a PNG or JPEG file, or pixels such as an `ImageData`
   * @returns red, green, blue of 0 to 255, in the image's own size
   * @throws BlockzooError naming the file where it cannot be read or decoded, or is smaller than 16 pixels on a side or larger than 16
   * million in all
   * @example const { width, height, data } = await painter.paint("photo.jpg");
   */
  paint(image: ImageSource, options?: PaintOptions): Promise<RawImage>;
}

/** What stylists take: red, green, blue from 0 to 1, in any size. */
export const photograph: ImagePreprocessing = { kind: "image", channels: 3, mean: [0, 0, 0], deviation: [1, 1, 1] };

/** Maps of a quarter of this are still seen by kernels from both sides. */
const smallest = 16;

/** A photograph of a good camera. */
const mostPixels = 2 ** 24;

/** What the network does at one time is bounded; it halves sizes twice. */
const tiling = { side: 1024, overlap: 128, multiple: 4 } as const;

/** A painter of a network from images [N, 3, H, W] to images of the same size, from 0 to 1. */
export function painter({ networks: { forward }, meaning: { style }, dispose }: TaskParts<Manner, "forward">): Painter {
  return {
    style,
    async paint(source, { signal } = {}) {
      const image = await readImage(source);
      const { width, height } = image;
      const size = `an image of ${width} x ${height} pixels`;
      check(
        Math.min(width, height) >= smallest,
        () => `${size} is too small to be painted: at least ${smallest} on each side`,
      );
      check(
        width * height <= mostPixels,
        () => `${size} is too large to be painted: at most ${mostPixels}, scale it down`,
      );
      const { data, shape } = preprocessImage(image, { ...photograph, resize: [height, width] });
      const picture = continued(ndarray(data, [1, ...shape]), tiling.multiple);
      const painted = await inTiles(picture, tiling, (part) => {
        return forward.run([ndarray(part.data, part.shape.slice(1))], { ...(signal && { signal }) });
      });
      return rawImage(painted, { width, height });
    },
    dispose,
  };
}

/** A picture [1, C, H, W] whose last row and column are repeated until its sides are multiples of a number. */
function continued(picture: NDArray, multiple: number): NDArray {
  const [, channels, height, width] = picture.shape as [number, number, number, number];
  const [rows, columns] = [height, width].map((size) => Math.ceil(size / multiple) * multiple) as [number, number];
  const larger = new Float32Array(channels * rows * columns);
  for (let row = 0; row < channels * rows; row++) {
    const from = (Math.floor(row / rows) * height + Math.min(row % rows, height - 1)) * width;
    const line = larger.subarray(row * columns, (row + 1) * columns);
    line.set(picture.data.subarray(from, from + width));
    line.fill(line[width - 1]!, width);
  }
  return ndarray(larger, [1, channels, rows, columns]);
}
