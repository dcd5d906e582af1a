import { isNumeric, numeric, numericShape } from "../dimensions.js";
import { check } from "../errors.js";
import { convTranspose } from "../ops/convolution.js";
import { repeatEach } from "../ops/repeat-each.js";
import { expand } from "../ops/shape.js";
import { perAxis, type PerAxis } from "../ops/window.js";
import { describeType, type Tensor } from "../tensor.js";
import { constantMatrix, productAlong } from "./products.js";

/** How values between elements are made: the nearest before, straight lines (bilinear), or Keys' cubic (bicubic). */
export type ResizeMode = "nearest" | "linear" | "cubic";

export type ResizeOptions = {
  /** Default `"nearest"`. */
  readonly mode?: ResizeMode;
  /** Corner elements keep their places, rather than the edges of the image. Default false; not for `"nearest"`. */
  readonly alignCorners?: boolean;
} & (
  | { /** A whole number, or one for each spatial axis. */ readonly factor: PerAxis; readonly size?: never }
  | { /** The spatial sizes of the result. */ readonly size: PerAxis; readonly factor?: never }
);

/**
 * Resizes maps along each spatial axis; PyTorch's `interpolate`, without antialiasing. The axes are treated one after the
 * other: by whole factors `nearest` repeats elements, everything else is a product with a matrix of the kernel's values,
 * whose gradient is a product too.
 *
 * Formula: `y[p] = Σ_i k(source(p) - i) x[i]` with `source(p) = (p + ½) S / O - ½` for size S and O outputs, or
 * `p (S - 1) / (O - 1)` with `alignCorners`; linear `k(t) = max(0, 1 - |t|)`, cubic Keys' with a = -¾, nearest
 * `x[floor(p S / O)]`; places outside count as the edge
 *
 * Shapes: `[N, C, ...] -> [N, C, ...size]` or `[N, C, factor size, ...]` with 1 to 3 spatial axes
 *
 * Reference: Keys 1981, "Cubic convolution interpolation for digital image processing", IEEE Trans. ASSP 29(6).
 *
 * Useful for: decoders, skips between maps of two sizes, showing small maps large.
 *
 * @example
 * resize(x, { factor: 2 })
 * resize(x, { size: [224, 224], mode: "linear" })   // bilinear
 */
export function resize(x: Tensor, options: ResizeOptions): Tensor {
  const { mode = "nearest", alignCorners = false, factor, size } = options;
  const spatial = x.rank - 2;
  check(
    spatial >= 1 && spatial <= 3,
    () => `resize expects [N,C,...] with 1 to 3 spatial axes, got ${describeType(x)}`,
  );
  check(!(alignCorners && mode === "nearest"), () => `resize: alignCorners has no meaning for the mode "nearest"`);
  if (factor !== undefined && mode === "nearest") return repeated(x, perAxis("resize", "factor", factor, spatial, 1));

  const sizes = numericShape(x.shape.slice(2), `resize with the mode "${mode}"`);
  const outputs =
    factor === undefined
      ? perAxis("resize", "size", size, spatial, 1)
      : perAxis("resize", "factor", factor, spatial, 1).map((each, axis) => each * sizes[axis]!);
  return sizes.reduce((y, from, axis) => {
    const to = outputs[axis]!;
    if (from === to) return y;
    const taps = Array.from({ length: to }, (_, place) => tapsOf(mode, place, { from, to, alignCorners }));
    const value = (row: number, column: number) =>
      taps[row]!.reduce((sum, [at, weight]) => sum + (clamp(at, from) === column ? weight : 0), 0);
    return productAlong(y, axis + 2, constantMatrix(to, from, value));
  }, x);
}

/** Each element `factor` times along each axis; where sizes are names by a kernel of ones, which is slower. */
function repeated(x: Tensor, factors: readonly number[]): Tensor {
  if (isNumeric(x.shape)) return repeatEach(x, factors);
  const channels = numeric(x.shape[1]!, "resize");
  return convTranspose(x, expand(1, [channels, 1, ...factors]), { strides: factors, groups: channels });
}

interface Along {
  readonly from: number;
  readonly to: number;
  readonly alignCorners: boolean;
}

/** The elements that a place of the result is made of, which may lie outside, with their weights. */
function tapsOf(mode: ResizeMode, place: number, { from, to, alignCorners }: Along): [at: number, weight: number][] {
  if (mode === "nearest") return [[Math.floor((place * from) / to), 1]];
  const centred = ((place + 0.5) * from) / to - 0.5;
  const cornered = to === 1 ? 0 : (place * (from - 1)) / (to - 1);
  const source = alignCorners ? cornered : centred;
  const first = Math.floor(source);
  const [offsets, kernel] = mode === "linear" ? [[0, 1], tent] : [[-1, 0, 1, 2], keys];
  return offsets.map((offset) => [first + offset, kernel(Math.abs(source - first - offset))]);
}

function tent(distance: number): number {
  return Math.max(0, 1 - distance);
}

/** Keys' cubic kernel with a = -3/4, as PyTorch and OpenCV have it. */
function keys(distance: number): number {
  const [a, t] = [-0.75, distance];
  if (t <= 1) return (a + 2) * t ** 3 - (a + 3) * t ** 2 + 1;
  return t < 2 ? a * (t ** 3 - 5 * t ** 2 + 8 * t - 4) : 0;
}

function clamp(at: number, size: number): number {
  return Math.min(Math.max(at, 0), size - 1);
}
