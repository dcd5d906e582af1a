import { allocate, BlockzooError, checkOptions, RandomStream, sizeOf, type DType, type NDArray } from "@blockzoo/core";
import type { BatchAugmentation } from "../batching.js";
import type { Batch } from "../dataset.js";

/** One sample of an array: planes of rows of pixels. A mask has as many classes as numbers, which must not be mixed. */
export interface ImageSample {
  readonly kind: "image" | "mask";
  readonly dtype: DType;
  readonly data: NDArray["data"];
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Draws what happens to one sample, which is then done to each of its arrays alike: the same turn to an image and to the
 * mask that says what its pixels are. What is about brightness leaves masks as they are.
 */
export type Augmentation = (stream: RandomStream) => (sample: ImageSample) => ImageSample;

export interface AugmentOptions {
  /** Keys what is drawn, together with the epoch and the index of the sample in the data set. Default 0. */
  readonly seed?: number;
  /** Arrays of float32 images `[n, C, H, W]`. Default `["x"]`. */
  readonly images?: readonly string[];
  /** Arrays of masks to be changed along with them, `[n, H, W]` or `[n, C, H, W]` of any dtype. None by default. */
  readonly masks?: readonly string[];
}

/**
 * Changes the images of a batch at random, each in its own way and anew in each epoch, by some augmentations in order. What
 * is drawn depends on the seed, the epoch and the sample alone: not on the batch that it is in, nor on what was drawn before,
 * so that a resumed run goes on to the same numbers.
 *
 * P. Y. Simard, D. Steinkraus, J. C. Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document
 * Analysis", 2003, section 2; A. Krizhevsky, I. Sutskever, G. E. Hinton, 2012, section 4.1.
 *
 * Useful for: images that are few; what shall not depend on place, size, direction or light.
 *
 * @example
 * batched(train, { batchSize: 64, augmentation: augment([randomCrop({ padding: 4 }), horizontalFlip()], { seed: 1 }) });
 */
export function augment(augmentations: readonly Augmentation[], options: AugmentOptions = {}): BatchAugmentation {
  checkOptions("augment", options, { seed: true, images: true, masks: true });
  const { seed = 0, images = ["x"], masks = [] } = options;
  return (batch, { epoch, indices }) => {
    const drawn = Array.from(indices, (sample) =>
      augmentations.map((each, step) => each(new RandomStream(seed, "augment", epoch, sample, step))),
    );
    const changed = (name: string, kind: ImageSample["kind"]) => {
      const array = arrayOf(batch, name, kind);
      const samples = drawn.map((changes, row) =>
        changes.reduce((sample, change) => change(sample), sampleOf(array, row, kind)),
      );
      return [name, together(array, samples)] as const;
    };
    return {
      ...batch,
      ...Object.fromEntries([
        ...images.map((name) => changed(name, "image")),
        ...masks.map((name) => changed(name, "mask")),
      ]),
    };
  };
}

function arrayOf(batch: Batch, name: string, kind: ImageSample["kind"]): NDArray {
  const found = batch[name];
  const fits =
    kind === "image"
      ? found?.dtype === "float32" && found.shape.length === 4
      : found?.shape.length === 3 || found?.shape.length === 4;
  if (fits) return found!;
  const expected = kind === "image" ? "float32 images [n, C, H, W]" : "masks [n, H, W] or [n, C, H, W]";
  const got =
    found === undefined ? `the batch has ${Object.keys(batch).join(", ")}` : `got ${found.dtype}[${found.shape}]`;
  throw new BlockzooError(`augment: "${name}" must be ${expected}, ${got}`);
}

function sampleOf({ dtype, shape, data }: NDArray, row: number, kind: ImageSample["kind"]): ImageSample {
  const [height, width] = shape.slice(-2) as [number, number];
  const size = sizeOf(shape.slice(1));
  const own = data.subarray(row * size, (row + 1) * size);
  return { kind, dtype, data: own, channels: size / (height * width), height, width };
}

function together({ dtype, shape }: NDArray, samples: readonly ImageSample[]): NDArray {
  const [first] = samples;
  const size = first === undefined ? 0 : first.data.length;
  const data = allocate(dtype, samples.length * size);
  samples.forEach((sample, row) => data.set(sample.data, row * size));
  const space = first === undefined ? shape.slice(-2) : [first.height, first.width];
  return { dtype, shape: [...shape.slice(0, -2), ...space], data };
}

/** A sample of another size whose planes `draw` fills one by one. */
export function redrawn(
  sample: ImageSample,
  size: { readonly height: number; readonly width: number },
  draw: (target: NDArray["data"], source: NDArray["data"]) => void,
): ImageSample {
  const [from, to] = [sample.height * sample.width, size.height * size.width];
  const data = allocate(sample.dtype, sample.channels * to);
  for (let channel = 0; channel < sample.channels; channel++) {
    draw(data.subarray(channel * to, (channel + 1) * to), sample.data.subarray(channel * from, (channel + 1) * from));
  }
  return { ...sample, ...size, data };
}
