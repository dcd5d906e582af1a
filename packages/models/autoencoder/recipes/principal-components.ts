import { ndarray, type NDArray } from "@blockzoo/core";
import type { Dataset } from "@blockzoo/data";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** The directions along which samples vary most, the first most of all. */
export interface PrincipalComponents {
  /** Of all samples, as many values as a sample has. */
  readonly mean: Float64Array;
  /** Of unit length, at right angles to each other. */
  readonly axes: readonly Float64Array[];
}

const samplesAtOnce = 1000;

/**
 * The principal components of the images `x` of a data set: the eigenvectors of its covariance with the largest eigenvalues. No
 * affine code of so many numbers has a smaller squared error on these samples (K. Pearson, 1901).
 */
export function principalComponents(dataset: Dataset, count: number): PrincipalComponents {
  const size = sampleSize(dataset);
  const sum = new Float64Array(size);
  const products = new Float64Array(size * size);
  for (let start = 0; start < dataset.size; start += samplesAtOnce) {
    const indices = Array.from({ length: Math.min(samplesAtOnce, dataset.size - start) }, (_, at) => start + at);
    const { data } = dataset.gather(indices)["x"]!;
    for (let sample = 0; sample < indices.length; sample++) {
      addProducts(data.subarray(sample * size, (sample + 1) * size), { sum, products });
    }
  }
  const mean = sum.map((value) => value / dataset.size);
  const covariance = new Matrix(size, size);
  for (let row = 0; row < size; row++) {
    for (let column = row; column < size; column++) {
      const value = products[row * size + column]! / dataset.size - mean[row]! * mean[column]!;
      covariance.set(row, column, value);
      covariance.set(column, row, value);
    }
  }
  // Eigenvalues in ascending order, eigenvectors in columns.
  const vectors = new EigenvalueDecomposition(covariance, { assumeSymmetric: true }).eigenvectorMatrix;
  const axes = Array.from({ length: count }, (_, index) => Float64Array.from(vectors.getColumn(size - 1 - index)));
  return { mean, axes };
}

/** Where samples [N, ...] lie along the axes: [N, axes]. */
export function coordinates({ mean, axes }: PrincipalComponents, { shape, data }: NDArray): NDArray {
  const values = new Float64Array(shape[0]! * axes.length);
  for (let at = 0; at < values.length; at++) {
    const [start, axis] = [Math.floor(at / axes.length) * mean.length, axes[at % axes.length]!];
    let product = 0;
    for (let pixel = 0; pixel < mean.length; pixel++) product += axis[pixel]! * (data[start + pixel]! - mean[pixel]!);
    values[at] = product;
  }
  return ndarray(values, [shape[0]!, axes.length]);
}

/** What is left of samples [N, ...] by their coordinates, of the same shape. */
export function projection(components: PrincipalComponents, samples: NDArray): NDArray {
  const { mean, axes } = components;
  const { data } = coordinates(components, samples);
  const left = new Float32Array(samples.data.length);
  for (let sample = 0; sample < samples.shape[0]!; sample++) {
    for (let pixel = 0; pixel < mean.length; pixel++) {
      let value = mean[pixel]!;
      for (let axis = 0; axis < axes.length; axis++) value += data[sample * axes.length + axis]! * axes[axis]![pixel]!;
      left[sample * mean.length + pixel] = value;
    }
  }
  return ndarray(left, samples.shape);
}

function sampleSize(dataset: Dataset): number {
  const { data } = dataset.gather([0])["x"]!;
  return data.length;
}

/** Adds a sample and its products, of which the upper half is kept; those with a black pixel are 0. */
function addProducts(
  sample: NDArray["data"],
  { sum, products }: { readonly sum: Float64Array; readonly products: Float64Array },
): void {
  const inked: number[] = [];
  sample.forEach((value: number, pixel: number) => value !== 0 && inked.push(pixel));
  for (let first = 0; first < inked.length; first++) {
    const pixel = inked[first]!;
    const value = sample[pixel]!;
    sum[pixel]! += value;
    for (let second = first; second < inked.length; second++) {
      products[pixel * sum.length + inked[second]!]! += value * sample[inked[second]!]!;
    }
  }
}
