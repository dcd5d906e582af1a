import { BlockzooError, check } from "@blockzoo/core";
import { byteImages } from "./byte-images.js";
import type { Dataset } from "./dataset.js";
import type { IdxArray } from "./idx.js";

/** What {@link greyImages} takes. */
export interface GreyImagesOptions {
  readonly name: string;
  /** Unsigned bytes [n,H,W]. */
  readonly images: IdxArray;
  /** Unsigned bytes [n], each less than the number of labels. */
  readonly classes: IdxArray;
  readonly labels: readonly string[];
}

/**
 * Grey images with classes, as pairs of IDX files hold them: `x` float32[n,1,H,W] from 0 to 1, `y` int32[n]. The bytes
 * stay as they are; only the samples of a batch become floats.
 */
export function greyImages({ name, images, classes, labels }: GreyImagesOptions): Dataset {
  const [size = 0, height = 0, width = 0] = images.shape;
  if (!(images.data instanceof Uint8Array) || images.shape.length !== 3) {
    throw new BlockzooError(
      `${name}: the images must be unsigned bytes [n,H,W], found ${images.data.constructor.name} [${images.shape}]`,
    );
  }
  check(
    classes.data instanceof Uint8Array && classes.shape.length === 1 && classes.shape[0] === size,
    () =>
      `${name}: the labels must be ${size} unsigned bytes, one for each image, ` +
      `found ${classes.data.constructor.name} [${classes.shape}]`,
  );
  const pixels = height * width;
  const bytes = images.data;
  return byteImages({
    name,
    shape: [1, height, width],
    pixelsOf: (index) => bytes.subarray(index * pixels, (index + 1) * pixels),
    classes: classes.data,
    labels,
  });
}
