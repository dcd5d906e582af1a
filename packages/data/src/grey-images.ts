import { check, ndarray } from "@blockzoo/core";
import { checkIndices, type Dataset } from "./dataset.js";
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
  check(
    images.data instanceof Uint8Array && images.shape.length === 3,
    () => `${name}: the images must be unsigned bytes [n,H,W], found ${images.data.constructor.name} [${images.shape}]`,
  );
  check(
    classes.data instanceof Uint8Array && classes.shape.length === 1 && classes.shape[0] === size,
    () =>
      `${name}: the labels must be ${size} unsigned bytes, one for each image, ` +
      `found ${classes.data.constructor.name} [${classes.shape}]`,
  );
  const wrong = classes.data.findIndex((value) => value >= labels.length);
  check(
    wrong === -1,
    () => `${name}: sample ${wrong} has class ${classes.data[wrong]}, expected 0 to ${labels.length - 1}`,
  );
  const pixels = height * width;
  return {
    name,
    size,
    labels,
    gather(indices) {
      checkIndices(this, indices);
      const x = new Float32Array(indices.length * pixels);
      const y = new Int32Array(indices.length);
      for (let row = 0; row < indices.length; row++) {
        const index = indices[row]!;
        y[row] = classes.data[index]!;
        for (let pixel = 0; pixel < pixels; pixel++) {
          x[row * pixels + pixel] = images.data[index * pixels + pixel]! / 255;
        }
      }
      return { x: ndarray(x, [indices.length, 1, height, width]), y: ndarray(y) };
    },
  };
}
