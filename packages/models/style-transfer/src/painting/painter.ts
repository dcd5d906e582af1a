import { check } from "@blockzoo/core";
import {
  preprocessImage,
  readImage,
  type ImagePreprocessing,
  type ImageSource,
  type RawImage,
} from "@blockzoo/data/images";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { rawImage } from "../raw-images.js";
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
   * Paints an image, grey or in colour; what is transparent lies on white.
   *
   * @param image a path (in Node) or address, the bytes of a PNG or JPEG file, or pixels such as an `ImageData`
   * @returns red, green, blue of 0 to 255, in the image's own size
   * @throws BlockzooError naming the file where it cannot be read or decoded, or is smaller than 16 pixels or larger than 4 million
   * @example const { width, height, data } = await painter.paint("photo.jpg");
   */
  paint(image: ImageSource, options?: PaintOptions): Promise<RawImage>;
}

/** What stylists take: red, green, blue from 0 to 1, in any size. */
export const photograph: ImagePreprocessing = { kind: "image", channels: 3, mean: [0, 0, 0], deviation: [1, 1, 1] };

/** Maps of a quarter of this are still seen by kernels from both sides. */
const smallest = 16;

/** A painter of a network from images [N, 3, H, W] to images of at least the same size, from 0 to 1. */
export function painter({ networks: { forward }, meaning: { style }, dispose }: TaskParts<Manner, "forward">): Painter {
  return {
    style,
    async paint(source, { signal } = {}) {
      const image = await readImage(source);
      const { width, height } = image;
      check(
        Math.min(width, height) >= smallest,
        () => `an image of ${width} x ${height} pixels is too small to be painted: at least ${smallest} on each side`,
      );
      const painted = await forward.run([preprocessImage(image, photograph)], { ...(signal && { signal }) });
      return rawImage(painted, { width, height });
    },
    dispose,
  };
}
