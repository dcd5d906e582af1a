import type { NDArray } from "@blockzoo/core";
import type { ImagePreprocessing } from "./preprocessing.js";
import type { OpaqueImage } from "./raw-image.js";

/**
 * Pixels of images that a network gives, the other way round than {@link preprocessImage}: normalising is undone, and values
 * beyond black and white are cut off.
 *
 * @param images [N, channels, height, width]
 * @param preprocessing what was done to them; by default nothing, so that 0 is black and 1 is white
 * @example rawImages(samples, meaning.preprocessing).map(encodePng);
 */
export function rawImages(
  { shape, data }: NDArray,
  { mean, deviation }: Pick<ImagePreprocessing, "mean" | "deviation"> = { mean: [0, 0, 0], deviation: [1, 1, 1] },
): OpaqueImage[] {
  const [count, channels, height, width] = shape as [number, 1 | 3, number, number];
  const plane = height * width;
  return Array.from({ length: count }, (_, index) => {
    const values = data.subarray(index * channels * plane, (index + 1) * channels * plane);
    const pixels = Uint8ClampedArray.from({ length: values.length }, (_value, at) => {
      const channel = at % channels;
      return 255 * (values[channel * plane + Math.floor(at / channels)]! * deviation[channel]! + mean[channel]!);
    });
    return { width, height, channels, data: pixels };
  });
}
