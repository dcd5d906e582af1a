import { BlockzooError, check, ndarray, sizeOf, type NDArray } from "@blockzoo/core";
import { inChunks, lengthsKey, type Batch, type Dataset } from "./dataset.js";

/** Changes the arrays of a batch; a pure function. */
export type BatchTransform = (batch: Batch) => Batch;

/** The data set with each batch transformed as it is gathered. */
export function mapDataset(dataset: Dataset, transform: BatchTransform): Dataset {
  return { ...dataset, gather: (indices, options) => transform(dataset.gather(indices, options)) };
}

/** What {@link normalize} subtracts and divides by: one number, or one for each channel or feature. */
export interface Statistics {
  readonly mean: number | readonly number[];
  readonly deviation: number | readonly number[];
}

/**
 * `(x - mean) / deviation`, by feature for x[n,features] and by channel for x[n,C,H,W]. Where the batch has `xLengths`, x are
 * sequences [n,steps,features] or [n,steps]: it is by feature, and what is padded stays as it is.
 *
 * @param options the statistics, and which array to change, `"x"` by default
 *
 * @example
 * mapDataset(digits, normalize({ mean: 0.1307, deviation: 0.3081 }));
 */
export function normalize({ mean, deviation, array = "x" }: Statistics & { array?: string }): BatchTransform {
  return (batch) => {
    const { shape, data } = floatsOf(batch, array, "normalize");
    const values = valuesOf(batch, array, shape);
    for (const [what, numbers] of Object.entries({ mean, deviation })) {
      check(
        typeof numbers === "number" || numbers.length === values.channels,
        () =>
          `normalize: ${what} has ${(numbers as number[]).length} numbers, ${array}[${shape}] has ${values.channels} channels`,
      );
    }
    const normal = new Float32Array(data);
    values.forEach((index, channel) => {
      normal[index] = (data[index]! - at(mean, channel)) / at(deviation, channel);
    });
    return { ...batch, [array]: ndarray(normal, shape) };
  };
}

/** The means and the population deviations of the features or channels, and the transform that applies them. */
export interface Standardizer {
  readonly mean: readonly number[];
  /** 1 where the values do not vary. */
  readonly deviation: readonly number[];
  readonly transform: BatchTransform;
}

/**
 * Fits {@link normalize} to a data set: after the transform its features have mean 0 and deviation 1. Apply the same
 * transform to the test set.
 *
 * @example
 * const { transform } = standardize(train);
 * const scaledTest = mapDataset(test, transform);
 */
export function standardize(dataset: Dataset, { array = "x" }: { array?: string } = {}): Standardizer {
  check(dataset.size > 0, () => `standardize: ${dataset.name} has no samples`);
  // Two passes: the sum of squares loses all digits where the mean is large against the deviation.
  const mean = channelMeans(dataset, array, (value) => value);
  const variance = channelMeans(dataset, array, (value, channel) => (value - mean[channel]!) ** 2);
  const deviation = variance.map((value) => (value > 0 ? Math.sqrt(value) : 1));
  return { mean, deviation, transform: normalize({ mean, deviation, array }) };
}

/**
 * Centres the images x[n,C,H,W] in squares of side `to`; where the border cannot be even the lower right side gets more.
 *
 * @param options the side; the value of the border, 0 by default; which array to change, `"x"` by default
 *
 * @example
 * mapDataset(digits, padImages({ to: 32 }));   // float32[n,1,28,28] -> float32[n,1,32,32]
 */
export function padImages({
  to,
  value = 0,
  array = "x",
}: {
  to: number;
  value?: number;
  array?: string;
}): BatchTransform {
  return (batch) => {
    const { shape, data } = floatsOf(batch, array, "padImages");
    const [count, channels, height, width] = shape;
    if (width === undefined || shape.length !== 4 || height! > to || width > to) {
      throw new BlockzooError(`padImages: expects images [n,C,H,W] of at most ${to}x${to}, got ${array}[${shape}]`);
    }
    const top = Math.floor((to - height!) / 2);
    const left = Math.floor((to - width) / 2);
    const planes = count! * channels!;
    const padded = new Float32Array(planes * to * to).fill(value);
    for (let line = 0; line < planes * height!; line++) {
      const plane = Math.floor(line / height!);
      const row = top + (line % height!);
      padded.set(data.subarray(line * width, (line + 1) * width), (plane * to + row) * to + left);
    }
    return { ...batch, [array]: ndarray(padded, [count!, channels!, to, to]) };
  };
}

function channelMeans(dataset: Dataset, array: string, map: (value: number, channel: number) => number): number[] {
  let sums: Float64Array | undefined;
  let count = 0;
  for (const batch of inChunks(dataset)) {
    const { shape, data } = floatsOf(batch, array, "standardize");
    const { channels, forEach } = valuesOf(batch, array, shape);
    const own = (sums ??= new Float64Array(channels));
    forEach((index, channel) => {
      own[channel]! += map(data[index]!, channel);
      if (channel === 0) count++;
    });
  }
  return Array.from(sums ?? [], (sum) => sum / count);
}

function floatsOf(batch: Batch, key: string, what: string): NDArray {
  const found = batch[key];
  if (found?.dtype === "float32" && found.shape.length >= 2) return found;
  throw new BlockzooError(
    `${what}: needs a float32 array "${key}" of at least two axes, ` +
      (found === undefined ? `the batch has ${Object.keys(batch).join(", ")}` : `got ${found.dtype}[${found.shape}]`),
  );
}

/** The values of an array that are no padding, each with its channel. */
interface Values {
  readonly channels: number;
  readonly forEach: (visit: (index: number, channel: number) => void) => void;
}

function valuesOf(batch: Batch, array: string, shape: readonly number[]): Values {
  const lengths = batch[lengthsKey(array)]?.data;
  // Channels are on axis 1; in sequences that is time, and each step has its features behind it.
  const channels = lengths === undefined ? shape[1]! : sizeOf(shape.slice(2));
  const inner = lengths === undefined ? sizeOf(shape.slice(2)) : 1;
  const sample = sizeOf(shape.slice(1));
  return {
    channels,
    forEach(visit) {
      for (let row = 0; row < shape[0]!; row++) {
        const real = lengths === undefined ? sample : lengths[row]! * channels;
        for (let value = 0; value < real; value++) visit(row * sample + value, Math.floor(value / inner) % channels);
      }
    },
  };
}

function at(values: number | readonly number[], channel: number): number {
  return typeof values === "number" ? values : values[channel]!;
}
