import { ndarray } from "@blockzoo/core";
import {
  imageGrid,
  preprocessImage,
  rawImages,
  toChannels,
  type OpaqueImage,
  type RawImage,
} from "@blockzoo/data/images";

/** The middle of a picture, scaled to a square, in colour. */
export function square(image: RawImage, side: number): OpaqueImage {
  const kept = { mean: [0, 0, 0], deviation: [1, 1, 1] };
  const { data } = preprocessImage(image, { kind: "image", channels: 3, resize: side, crop: [side, side], ...kept });
  return rawImages(ndarray(data, [1, 3, side, side]))[0]!;
}

/** Pictures of one size, row by row on white. */
export function sheet(pictures: readonly RawImage[], { columns }: { readonly columns: number }): OpaqueImage {
  const coloured = pictures.map((picture) => toChannels(picture, 3));
  return imageGrid(coloured, { columns, gap: 4, background: 255 });
}
