import { numericShape } from "../dimensions.js";
import { check } from "../errors.js";
import { currentBuilder, type TensorLike } from "../graph/builder.js";
import { ndarray } from "../ndarray.js";
import { gather } from "../ops/indexing.js";
import { averagePool, maxPool } from "../ops/pooling.js";
import { reduceMax } from "../ops/reduce.js";
import { perAxis, type PerAxis } from "../ops/window.js";
import { describeType, type Tensor } from "../tensor.js";
import { constantMatrix, productAlong } from "./products.js";

/**
 * The largest value of each channel over all places. Equal maxima share the gradient.
 *
 * Formula: `y[n,c] = max_p x[n,c,p]`
 *
 * Shapes: `[N, C, ...] -> [N, C]`, or `[N, C, 1, ...]` with `keepDimensions`
 *
 * Reference: Collobert et al. 2011, "Natural language processing (almost) from scratch", arXiv 1103.0398 (max over time).
 *
 * Useful for: asking whether something occurs anywhere.
 *
 * @example globalMaxPool(x)
 */
export function globalMaxPool(x: TensorLike, options: { readonly keepDimensions?: boolean } = {}): Tensor {
  const input = currentBuilder("globalMaxPool(...)").adopt(x);
  check(input.rank >= 3, () => `globalMaxPool expects [N,C,...] with spatial axes, got ${describeType(input)}`);
  return reduceMax(input, { axes: input.shape.map((_, axis) => axis).slice(2), ...options });
}

/** Where each of `outputs` bins of an axis begins and ends: floor and ceiling of equal shares, so that bins may overlap. */
function binsOf(size: number, outputs: number): { start: number; end: number }[] {
  return Array.from({ length: outputs }, (_, bin) => ({
    start: Math.floor((bin * size) / outputs),
    end: Math.ceil(((bin + 1) * size) / outputs),
  }));
}

/** Spatial sizes of x with those asked for; `divides` where all bins of all axes are equal. */
function plan(op: string, x: Tensor, outputSize: PerAxis) {
  check(x.rank >= 3 && x.rank <= 5, () => `${op} expects [N,C,...] with 1 to 3 spatial axes, got ${describeType(x)}`);
  const sizes = numericShape(x.shape.slice(2), op);
  const outputs = perAxis(op, "outputSize", outputSize, sizes.length, 1);
  return { sizes, outputs, divides: outputs.every((count, axis) => sizes[axis]! % count === 0) };
}

/**
 * The mean of so many bins along each spatial axis, whatever the size of the input. Where that is no multiple of theirs,
 * bins overlap; each axis is then one product with a matrix of shares.
 *
 * Formula: `y[i] = mean x[floor(i S / O) .. ceil((i + 1) S / O) - 1]` for size S and O outputs, in each axis
 *
 * Shapes: `[N, C, ...] -> [N, C, ...outputSize]` with 1 to 3 spatial axes, as `torch.nn.functional.adaptive_avg_pool2d`
 *
 * Reference: He et al. 2014, "Spatial pyramid pooling in deep convolutional networks", arXiv 1406.4729, section 2.2.
 *
 * Useful for: images of any size before layers that want one size.
 *
 * @example adaptiveAveragePool(x, 7)
 */
export function adaptiveAveragePool(x: Tensor, outputSize: PerAxis): Tensor {
  const { sizes, outputs, divides } = plan("adaptiveAveragePool", x, outputSize);
  if (sizes.every((size, axis) => size === outputs[axis])) return x;
  if (divides) return averagePool(x, { kernel: sizes.map((size, axis) => size / outputs[axis]!) });
  return sizes.reduce((y, size, axis) => {
    const bins = binsOf(size, outputs[axis]!);
    const share = (row: number, column: number) => {
      const { start, end } = bins[row]!;
      return column >= start && column < end ? 1 / (end - start) : 0;
    };
    return productAlong(y, axis + 2, constantMatrix(bins.length, size, share));
  }, x);
}

/**
 * The largest value of so many bins along each spatial axis, whatever the size of the input. Overlapping bins are copied
 * beside each other, the shorter with their last element repeated, and pooled as windows that touch.
 *
 * Formula: `y[i] = max x[floor(i S / O) .. ceil((i + 1) S / O) - 1]` for size S and O outputs, in each axis
 *
 * Shapes: `[N, C, ...] -> [N, C, ...outputSize]` with 1 to 3 spatial axes, as `torch.nn.functional.adaptive_max_pool2d`
 *
 * Reference: He et al. 2014, "Spatial pyramid pooling in deep convolutional networks", arXiv 1406.4729, section 2.2.
 *
 * Useful for: images of any size before layers that want one size, where the strongest response counts.
 *
 * @example adaptiveMaxPool(x, [1, 4])
 */
export function adaptiveMaxPool(x: Tensor, outputSize: PerAxis): Tensor {
  const { sizes, outputs } = plan("adaptiveMaxPool", x, outputSize);
  const all = sizes.map((size, axis) => binsOf(size, outputs[axis]!));
  const kernel = all.map((bins) => Math.max(...bins.map(({ start, end }) => end - start)));
  const apart = sizes.reduce((y, size, axis) => {
    if (size === kernel[axis]! * outputs[axis]!) return y;
    const places = all[axis]!.flatMap(({ start, end }) =>
      Array.from({ length: kernel[axis]! }, (_, tap) => Math.min(start + tap, end - 1)),
    );
    const indices = currentBuilder("adaptiveMaxPool(...)").constant(ndarray(places, [places.length], "int32"));
    return gather(y, indices, { axis: axis + 2 });
  }, x);
  return maxPool(apart, { kernel });
}
