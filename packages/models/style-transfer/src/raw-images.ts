/** Pixels of 0 to 255 from tensors of 0 to 1, for what people look at. */
import type { NDArray } from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";

/**
 * The upper left part of the first of images [N, 3, H, W], red, green, blue from 0 to 1; what is outside of that is clamped.
 *
 * @param size of the part; all of it by default
 */
export function rawImage(images: NDArray, size: Partial<Pick<RawImage, "width" | "height">> = {}): RawImage {
  const [, channels, rows, columns] = images.shape as [number, 1 | 3, number, number];
  const { width = columns, height = rows } = size;
  const data = new Uint8ClampedArray(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        data[(y * width + x) * channels + channel] = 255 * images.data[(channel * rows + y) * columns + x]!;
      }
    }
  }
  return { width, height, channels, data };
}
