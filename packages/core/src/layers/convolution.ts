import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { numeric } from "../dimensions.js";
import { check } from "../errors.js";
import { conv, convTranspose } from "../ops/convolution.js";
import { extentOf, normalizeWindow } from "../ops/window.js";
import { fanInUniform, uniform, type Initializer } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";

/** One number for both axes, or one for each: height, width. */
export type Pair = number | readonly [number, number];

/** One number all around, one for each axis, or `[before, after]` for each axis. */
export type Padding =
  number | readonly [number, number] | readonly [readonly [number, number], readonly [number, number]];

export interface Conv2dOptions {
  /** Default 1. */
  readonly stride?: Pair;
  /** Zeros around the input; `[[top, bottom], [left, right]]` where they differ. Default 0. */
  readonly padding?: Padding;
  /** Distance between the taps of the kernel. Default 1. */
  readonly dilation?: Pair;
  /** Input and output channels are cut into so many groups that do not see each other. Default 1. */
  readonly groups?: number;
  /** Default true. */
  readonly bias?: boolean;
  /** First values of the weight; PyTorch's by default: uniform within ±1/√fanIn. */
  readonly initializer?: Initializer;
  /** Refuse inputs whose last rows or columns no window reaches; by default they are left over. */
  readonly strict?: boolean;
}

export interface ConvTranspose2dOptions extends Omit<Conv2dOptions, "strict"> {
  /** Rows and columns added at the end of the output, to choose among the sizes a strided convolution maps to one. Default 0. */
  readonly outputPadding?: Pair;
}

/**
 * Two-dimensional convolution, in the sense of neural networks: cross-correlation, the kernel is not flipped.
 * `[N, in, H, W] -> [N, out, (H + padding - dilation (k - 1) - 1) / stride + 1, ...]`.
 *
 * State: `weight` [out, in / groups, kh, kw], `bias` [out], as in `torch.nn.Conv2d`.
 *
 * @example new Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false })
 */
export class Conv2d extends Block {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  readonly #options: Conv2dOptions;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernel: Pair,
    options: Conv2dOptions = {},
  ) {
    super();
    const groups = checkGroups(inChannels, outChannels, options.groups);
    const shape = [outChannels, inChannels / groups, ...pair(kernel)];
    this.weight = new Parameter(shape, options.initializer ?? fanInUniform());
    if (options.bias !== false) this.bias = biasOf(outChannels, shape);
    this.#options = options;
  }

  forward(x: Tensor): Tensor {
    checkImages(x, this.inChannels);
    const { stride = 1, padding = 0, dilation = 1, groups = 1, strict = false } = this.#options;
    const y = conv(x, this.weight, {
      ...(this.bias === undefined ? {} : { bias: this.bias }),
      strides: stride,
      padding,
      dilations: dilation,
      groups,
    });
    if (strict) this.#checkCovered(x);
    return y;
  }

  /** (W - F + 2P) / S must be whole. */
  #checkCovered(x: Tensor): void {
    const [, , ...kernel] = this.weight.shape;
    const { stride, padding, dilation } = this.#options;
    const window = normalizeWindow("conv", 2, kernel, { strides: stride, padding, dilations: dilation });
    window.padding.forEach(([before, after], axis) => {
      const extent = numeric(x.shape[axis + 2]!, "a strict convolution") + before + after;
      const left = (extent - extentOf(window, axis)) % window.strides[axis]!;
      const lines = ["rows", "columns"][axis]!;
      check(
        left === 0,
        () =>
          `stride ${window.strides[axis]} does not fit a kernel of ${kernel[axis]} into ${extent} padded ${lines}: leaves ${left} ${lines} over`,
      );
    });
  }
}

/**
 * Transposed two-dimensional convolution, the adjoint of {@link Conv2d}, for learned upsampling; often misnamed
 * deconvolution. `[N, in, H, W] -> [N, out, (H - 1) stride - padding + dilation (k - 1) + 1 + outputPadding, ...]`.
 *
 * State: `weight` [in, out / groups, kh, kw], `bias` [out], as in `torch.nn.ConvTranspose2d`.
 *
 * @example new ConvTranspose2d(64, 32, 4, { stride: 2, padding: 1 })   // doubles height and width
 */
export class ConvTranspose2d extends Block {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  readonly #options: ConvTranspose2dOptions;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernel: Pair,
    options: ConvTranspose2dOptions = {},
  ) {
    super();
    const groups = checkGroups(inChannels, outChannels, options.groups);
    const shape = [inChannels, outChannels / groups, ...pair(kernel)];
    this.weight = new Parameter(shape, options.initializer ?? fanInUniform());
    if (options.bias !== false) this.bias = biasOf(outChannels, shape);
    this.#options = options;
  }

  forward(x: Tensor): Tensor {
    checkImages(x, this.inChannels);
    const { stride = 1, padding = 0, dilation = 1, groups = 1, outputPadding = 0 } = this.#options;
    return convTranspose(x, this.weight, {
      ...(this.bias === undefined ? {} : { bias: this.bias }),
      strides: stride,
      padding,
      outputPadding,
      dilations: dilation,
      groups,
    });
  }
}

function pair(value: Pair): readonly [number, number] {
  return typeof value === "number" ? [value, value] : value;
}

/** PyTorch's default for biases: uniform within ±1/√fanIn, with the fan of the weight. */
function biasOf(channels: number, [, ...fan]: readonly number[]): Parameter {
  return new Parameter([channels], uniform({ bound: 1 / Math.sqrt(fan.reduce((product, size) => product * size, 1)) }));
}

function checkGroups(inChannels: number, outChannels: number, groups = 1): number {
  check(
    inChannels % groups === 0 && outChannels % groups === 0,
    () =>
      `a convolution from ${inChannels} to ${outChannels} channels cannot be cut into ${groups} groups: both must be multiples`,
  );
  return groups;
}

function checkImages(x: Tensor, channels: number): void {
  check(x.rank === 4, () => `expects images [N, ${channels}, H, W], got x ${describeType(x)}`);
  check(x.shape[1] === channels, () => `expects ${channels} input channels, got x ${describeType(x)}`);
}
