import { ndarray, type NDArray } from "@blockzoo/core";
import { toChannels, type RawImage } from "@blockzoo/data/images";

/** The brightness of an image, in all three channels. */
export function inGrey(image: RawImage): RawImage {
  return toChannels(toChannels(image, 1), 3);
}

/**
 * The brightness of one picture [1, 3, H, W] with the colours of another: the luminance-only transfer of L. A. Gatys et al.,
 * "Preserving Color in Neural Artistic Style Transfer", arXiv 1606.05897, 2016, section 3.2.
 */
export function withColorsOf(colored: NDArray, picture: NDArray): NDArray {
  const pixels = picture.data.length / 3;
  const mixed = Float32Array.from(colored.data);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const change = brightness(picture, pixel, pixels) - brightness(colored, pixel, pixels);
    for (let channel = 0; channel < 3; channel++) mixed[channel * pixels + pixel]! += change;
  }
  return ndarray(mixed, picture.shape);
}

/** Luma of ITU-R 601. */
function brightness({ data }: NDArray, pixel: number, pixels: number): number {
  return 0.299 * data[pixel]! + 0.587 * data[pixels + pixel]! + 0.114 * data[2 * pixels + pixel]!;
}
