import { numericShape } from "../dimensions.js";
import { check } from "../errors.js";
import { currentBuilder } from "../graph/builder.js";
import { ndarray } from "../ndarray.js";
import { conv } from "../ops/convolution.js";
import { reshape } from "../ops/shape.js";
import { describeType, type Tensor } from "../tensor.js";
import { constantPad, reflectPad, replicatePad } from "./padding.js";

export interface FilterOptions {
  /** What the kernel sees beyond the image; default `"replicate"`, which keeps constant images constant. */
  readonly border?: keyof typeof borders;
}

const borders = { zero: constantPad, reflect: reflectPad, replicate: replicatePad } as const;

/**
 * Slides one fixed kernel of odd sides over every channel on its own; cross-correlation, the kernel is not flipped.
 *
 * Formula: `y[n,c,p,q] = Σ_i,j k[i,j] x[n,c, p + i - kh / 2, q + j - kw / 2]`
 *
 * Shapes: `[N, C, H, W] -> [N, C, H, W]`; kernel `[kh][kw]`
 *
 * Reference: Gonzalez & Woods 2018, "Digital Image Processing", section 3.4.
 *
 * Useful for: showing what a convolution does before one is learned; fixed steps before or inside a net.
 *
 * @example filterImages(x, [[0, -1, 0], [-1, 4, -1], [0, -1, 0]])   // edges: the Laplacian
 */
export function filterImages(x: Tensor, kernel: readonly (readonly number[])[], options: FilterOptions = {}): Tensor {
  check(x.rank === 4, () => `filterImages expects images [N, C, H, W], got ${describeType(x)}`);
  const [rows, columns] = [kernel.length, kernel[0]?.length ?? 0];
  check(
    rows % 2 === 1 && columns % 2 === 1 && kernel.every((row) => row.length === columns),
    () => `filterImages expects a kernel of odd height and width, got rows of [${kernel.map((row) => row.length)}]`,
  );
  const padded = borders[options.border ?? "replicate"](x, [(rows - 1) / 2, (columns - 1) / 2]);
  const [batch, channels, height, width] = numericShape(padded.shape, "filterImages") as [
    number,
    number,
    number,
    number,
  ];
  const weight = currentBuilder("filterImages(...)").constant(
    ndarray(Float64Array.from(kernel.flat()), [1, 1, rows, columns]),
  );
  return reshape(conv(reshape(padded, [batch * channels, 1, height, width]), weight), x.shape);
}

/**
 * The mean of the square around each pixel, row by row and then column by column.
 *
 * Formula: `y[p,q] = 1/s² Σ_i,j x[p + i, q + j]` over the s by s square around it
 *
 * Shapes: `[N, C, H, W] -> [N, C, H, W]`
 *
 * Reference: Gonzalez & Woods 2018, "Digital Image Processing", section 3.5.
 *
 * Useful for: the plainest smoothing, and the first kernel to understand.
 *
 * @example boxBlur(x, 5)
 */
export function boxBlur(x: Tensor, size = 3, options: FilterOptions = {}): Tensor {
  return separable(x, new Array<number>(size).fill(1 / size), options);
}

/**
 * Smooths with a bell of the given deviation, row by row and then column by column. It reaches three deviations.
 *
 * Formula: `y = g ⋆ x` with `g[i,j] ∝ exp(-(i² + j²) / 2σ²)`, of sum 1
 *
 * Shapes: `[N, C, H, W] -> [N, C, H, W]`
 *
 * Reference: Marr & Hildreth 1980, "Theory of edge detection", Proc. R. Soc. B 207.
 *
 * Useful for: removing noise, and what is finer than σ pixels, before thinning out.
 *
 * @example gaussianBlur(x, 1.5)
 */
export function gaussianBlur(x: Tensor, sigma: number, options: FilterOptions = {}): Tensor {
  check(sigma > 0, () => `gaussianBlur expects a deviation above 0, got ${sigma}`);
  const reach = Math.max(1, Math.ceil(3 * sigma));
  const bell = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)));
  const total = bell.reduce((sum, each) => sum + each, 0);
  return separable(
    x,
    bell.map((each) => each / total),
    options,
  );
}

/**
 * Makes edges stand out by what the Laplacian says of them.
 *
 * Formula: kernel `[[0, -1, 0], [-1, 5, -1], [0, -1, 0]]`
 *
 * Shapes: `[N, C, H, W] -> [N, C, H, W]`
 *
 * Reference: Gonzalez & Woods 2018, "Digital Image Processing", section 3.6.
 *
 * Useful for: crisper pictures; the opposite of blurring.
 *
 * @example sharpen(x)
 */
export function sharpen(x: Tensor, options: FilterOptions = {}): Tensor {
  const kernel = [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ];
  return filterImages(x, kernel, options);
}

/**
 * Makes a relief of an image, as if light fell on it from the top left.
 *
 * Formula: kernel `[[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]`
 *
 * Shapes: `[N, C, H, W] -> [N, C, H, W]`
 *
 * Reference: Schlag 1994, "Fast embossing effects on raster image data", Graphics Gems IV.
 *
 * Useful for: seeing that a kernel can have a direction.
 *
 * @example emboss(x)
 */
export function emboss(x: Tensor, options: FilterOptions = {}): Tensor {
  const kernel = [
    [-2, -1, 0],
    [-1, 1, 1],
    [0, 1, 2],
  ];
  return filterImages(x, kernel, options);
}

/**
 * The slope of the brightness along one axis, smoothed along the other.
 *
 * Formula: kernel `[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]` for `"horizontal"`, transposed for `"vertical"`
 *
 * Shapes: `[N, C, H, W] -> [N, C, H, W]`
 *
 * Reference: Sobel & Feldman 1968, "A 3x3 isotropic gradient operator for image processing".
 *
 * Useful for: finding edges and their direction; the kind of kernel that the first layer of a net learns.
 *
 * @example sobel(x, "horizontal")   // answers to vertical edges
 */
export function sobel(x: Tensor, direction: "horizontal" | "vertical", options: FilterOptions = {}): Tensor {
  const horizontal = [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ];
  const kernel = direction === "horizontal" ? horizontal : horizontal.map((_, at) => horizontal.map((row) => row[at]!));
  return filterImages(x, kernel, options);
}

function separable(x: Tensor, line: readonly number[], options: FilterOptions): Tensor {
  const rows = filterImages(x, [line], options);
  return filterImages(
    rows,
    line.map((each) => [each]),
    options,
  );
}
