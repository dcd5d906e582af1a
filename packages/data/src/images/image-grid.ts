import { check } from "@blockzoo/core";
import type { OpaqueImage } from "./raw-image.js";

export interface ImageGridOptions {
  /** How many stand side by side. Default: as many as below each other, or one more. */
  readonly columns?: number;
  /** Pixels between two. Default 2. */
  readonly gap?: number;
  /** From 0, black, to 255, white: what is between images. Default 128. */
  readonly background?: number;
}

/**
 * Images of one size and kind as one picture, row by row; what is between them, and left of the last row, is grey.
 *
 * @throws BlockzooError where there are none, or they differ
 * @example encodePng(imageGrid(rawImages(samples, preprocessing), { columns: 10 }));
 */
export function imageGrid(images: readonly OpaqueImage[], options: ImageGridOptions = {}): OpaqueImage {
  const { columns = Math.ceil(Math.sqrt(images.length)), gap = 2, background = 128 } = options;
  const first = images[0];
  check(first !== undefined && columns > 0, () => "a grid needs at least one image and one column");
  const { width, height, channels } = first;
  const kind = (image: OpaqueImage) => `${image.width} x ${image.height} pixels of ${image.channels} values`;
  const other = images.find((image) => kind(image) !== kind(first));
  check(
    other === undefined,
    () => `images of a grid must be alike: the first has ${kind(first)}, another ${kind(other!)}`,
  );
  const across = Math.min(columns, images.length);
  const down = Math.ceil(images.length / columns);
  const size = { width: across * (width + gap) - gap, height: down * (height + gap) - gap };
  const data = new Uint8Array(size.width * size.height * channels).fill(background);
  images.forEach((image, index) => {
    const [left, top] = [(index % columns) * (width + gap), Math.floor(index / columns) * (height + gap)];
    for (let y = 0; y < height; y++) {
      const row = image.data.subarray(y * width * channels, (y + 1) * width * channels);
      data.set(row, ((top + y) * size.width + left) * channels);
    }
  });
  return { ...size, channels, data };
}
