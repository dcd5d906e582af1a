import { check, ndarray, type NDArray } from "@blockzoo/core";
import { preprocessImage, type RawImage } from "@blockzoo/data/images";

/** Height and width in pixels. */
export type Size = readonly [height: number, width: number];

/** An image as what is optimised: float32 [1, 3, H, W], red, green, blue from 0 to 1. Alpha is laid on white, grey becomes colour. */
export function planesOf(image: RawImage, size: Size): NDArray {
  const { data } = preprocessImage(image, {
    kind: "image",
    channels: 3,
    resize: size,
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
  });
  return ndarray(data, [1, 3, ...size]);
}

/** The size at which the longer side of an image is as long as asked. */
export function scaledTo({ width, height }: RawImage, longerSide: number): Size {
  const scale = longerSide / Math.max(width, height);
  return [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
}

/** The longer side of a picture where none is asked for: that of the image, up to what is painted in a reasonable time. */
export function defaultSide({ width, height }: RawImage): number {
  return Math.min(512, Math.max(width, height));
}

/** What pictures must at least have a side: below it, the deeper layers of a network see nothing. */
export const smallestSide = 16;

/** What is optimised in one piece at most. */
const mostPixels = 2 ** 20;

/** @throws BlockzooError where a side is too short */
export function checkSides(what: string, [height, width]: Size): void {
  check(
    Math.min(height, width) >= smallestSide,
    () =>
      `${what} would be ${width} x ${height} pixels: at least ${smallestSide} a side are needed, ask for a larger size`,
  );
}

/** @throws BlockzooError where a picture of the size cannot be painted */
export function checkSize(what: string, size: Size): void {
  checkSides(what, size);
  const [height, width] = size;
  check(
    height * width <= mostPixels,
    () => `${what} would be ${width} x ${height} pixels: at most ${mostPixels} are painted in one piece`,
  );
}
