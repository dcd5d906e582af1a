import { check, ndarray, sizeOf } from "@blockzoo/core";
import { checkIndices, type Dataset } from "./dataset.js";

/** What {@link byteImages} takes. */
export interface ByteImagesOptions {
  readonly name: string;
  /** `[C, H, W]` of each image. */
  readonly shape: readonly [channels: number, height: number, width: number];
  /** The values of sample `i`, 0 to 255, plane by plane: as many as the shape has. */
  readonly pixelsOf: (index: number) => Uint8Array;
  /** One class for each image, less than the number of labels. */
  readonly classes: ArrayLike<number>;
  readonly labels: readonly string[];
}

/**
 * Images of one size with classes: `x` float32[n,C,H,W] from 0 to 1, `y` int32[n]. The bytes stay as they are; only the
 * samples of a batch become floats.
 */
export function byteImages({ name, shape, pixelsOf, classes, labels }: ByteImagesOptions): Dataset {
  const wrong = Array.prototype.findIndex.call(classes, (value: number) => value >= labels.length);
  check(wrong === -1, () => `${name}: sample ${wrong} has class ${classes[wrong]}, expected 0 to ${labels.length - 1}`);
  const values = sizeOf(shape);
  return {
    name,
    size: classes.length,
    labels,
    gather(indices) {
      checkIndices(this, indices);
      const x = new Float32Array(indices.length * values);
      const y = new Int32Array(indices.length);
      for (let row = 0; row < indices.length; row++) {
        const pixels = pixelsOf(indices[row]!);
        y[row] = classes[indices[row]!]!;
        for (let value = 0; value < values; value++) x[row * values + value] = pixels[value]! / 255;
      }
      return { x: ndarray(x, [indices.length, ...shape]), y: ndarray(y) };
    },
  };
}
