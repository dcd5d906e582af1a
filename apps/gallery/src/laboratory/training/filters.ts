import { sizeOf, type NDArray, type StateDict } from "@blockzoo/core";
import type { Sheet } from "./sheet.js";

/** Weights as pictures: what the first layer looks for. */
export interface Filters {
  /** The path of the weight. */
  readonly name: string;
  /** Kernels by the channels that they look at, side by side. */
  readonly sheet: Sheet;
  readonly columns: number;
  readonly rows: number;
}

const most = 64;
const columns = 16;
/** Positive weights in the one, negative in the other: they stand on paper of any colour. */
const [positive, negative] = [
  [70, 110, 235],
  [214, 104, 28],
] as const;

/**
 * The weight of the first layer whose kernels are pictures: those of a convolution, or the rows of a dense layer that looks at images
 * of the shape `[channels, height, width]`. The stronger a weight, the less of the paper is seen.
 */
export function firstFilters(weights: StateDict, image: readonly number[] | undefined): Filters | undefined {
  for (const [name, weight] of weights) {
    const kernels = kernelsOf(weight, image);
    if (kernels !== undefined) return { name, ...drawn(kernels) };
  }
  return undefined;
}

/** Kernels [count, H, W]. */
function kernelsOf(
  { shape, data }: NDArray,
  image: readonly number[] | undefined,
): Pick<NDArray, "shape" | "data"> | undefined {
  const [out, channels, height, width] = shape;
  if (shape.length === 4 && height! > 1 && width! > 1) return { shape: [out! * channels!, height!, width!], data };
  if (shape.length !== 2 || image?.length !== 3 || sizeOf(image) !== channels) return undefined;
  return { shape: [out! * image[0]!, image[1]!, image[2]!], data };
}

function drawn({ shape, data }: Pick<NDArray, "shape" | "data">): Omit<Filters, "name"> {
  const [total, height, width] = shape as [number, number, number];
  const count = Math.min(total, most);
  const across = Math.min(count, height > 16 ? columns / 2 : columns);
  const rows = Math.ceil(count / across);
  // One transparent pixel between two kernels.
  const size = { width: across * (width + 1) - 1, height: rows * (height + 1) - 1 };
  const pixels = new Uint8ClampedArray(4 * size.width * size.height);
  let largest = 0;
  for (let index = 0; index < count * height * width; index++) largest = Math.max(largest, Math.abs(data[index]!));
  for (let index = 0; index < count * height * width; index++) {
    const [kernel, pixel] = [Math.floor(index / (height * width)), index % (height * width)];
    const x = (kernel % across) * (width + 1) + (pixel % width);
    const y = Math.floor(kernel / across) * (height + 1) + Math.floor(pixel / width);
    const value = data[index]! / (largest || 1);
    pixels.set([...(value < 0 ? negative : positive), 255 * Math.abs(value)], 4 * (y * size.width + x));
  }
  return { sheet: { ...size, data: pixels }, columns: across, rows };
}
