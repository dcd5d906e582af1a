/** Pixels of 0 to 255 from tensors of 0 to 1, for what people look at. */
import type { NDArray } from "@blockzoo/core";
import { rawImages, type OpaqueImage, type RawImage } from "@blockzoo/data/images";
import { cut } from "./tiles.js";

/**
 * The upper left part of an image [1, 3, H, W], red, green, blue from 0 to 1; what is outside of that is clamped.
 *
 * @param size of the part; all of it by default
 */
export function rawImage(image: NDArray, size?: Pick<RawImage, "width" | "height">): OpaqueImage {
  const part = size === undefined ? image : cut(image, { top: 0, left: 0, ...size });
  return rawImages(part)[0]!;
}
