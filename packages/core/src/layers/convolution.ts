import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions, type OptionNames } from "../check-options.js";
import { numeric } from "../dimensions.js";
import { check } from "../errors.js";
import { conv, convTranspose } from "../ops/convolution.js";
import { extentOf, normalizeWindow, perAxis } from "../ops/window.js";
import { fanInUniform, uniform, type Initializer } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";
import { layouts, type Padding, type Sizes, type SpatialRank } from "./sizes.js";

interface KernelOptions<Rank extends SpatialRank> {
  /** Default 1. */
  readonly stride?: Sizes<Rank>;
  /** Zeros around the input; a pair `[before, after]` for each axis where they differ. Default 0. */
  readonly padding?: Padding<Rank>;
  /** Distance between the taps of the kernel. Default 1. */
  readonly dilation?: Sizes<Rank>;
  /** Input and output channels are cut into so many groups that do not see each other. Default 1. */
  readonly groups?: number;
  /** Default true. */
  readonly bias?: boolean;
  /** First values of the weight; PyTorch's by default: uniform within ±1/√fanIn. */
  readonly initializer?: Initializer;
}

/** Options of a convolution with so many spatial axes. */
export interface ConvolutionOptions<Rank extends SpatialRank> extends KernelOptions<Rank> {
  /** Refuse inputs whose last rows or columns no window reaches; by default they are left over. */
  readonly strict?: boolean;
}

/** Options of a transposed convolution with so many spatial axes. */
export interface TransposedOptions<Rank extends SpatialRank> extends KernelOptions<Rank> {
  /** Positions added at the end of each axis, to choose among the sizes a strided convolution maps to one. Default 0. */
  readonly outputPadding?: Sizes<Rank>;
}

const kernelOptionNames: OptionNames<KernelOptions<SpatialRank>> = {
  stride: true,
  padding: true,
  dilation: true,
  groups: true,
  bias: true,
  initializer: true,
};

/** The sizes that all kernels have, and their parameters; `lead` are the first two axes of the weight. */
interface Kernel<Rank extends SpatialRank> {
  readonly rank: Rank;
  readonly size: Sizes<Rank>;
  readonly lead: readonly [number, number];
}

abstract class KernelBlock<Rank extends SpatialRank, Options extends KernelOptions<Rank>> extends Block {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  readonly #rank: Rank;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernel: Kernel<Rank>,
    protected readonly options: Options,
  ) {
    super();
    this.#rank = kernel.rank;
    const shape = [...kernel.lead, ...perAxis("a convolution", "kernel", kernel.size, kernel.rank, 1)];
    this.weight = new Parameter(shape, options.initializer ?? fanInUniform());
    if (options.bias === false) return;
    // PyTorch's default for biases, with the fan of the weight.
    const fan = shape.slice(1).reduce((product, size) => product * size, 1);
    this.bias = new Parameter([outChannels], uniform({ bound: 1 / Math.sqrt(fan) }));
  }

  /** The options as the ops call them. */
  protected get operands() {
    const { stride, padding, dilation, groups } = this.options;
    return { bias: this.bias, strides: stride, padding, dilations: dilation, groups };
  }

  protected get lines(): readonly string[] {
    return layouts[this.#rank].lines;
  }

  protected checkInput(x: Tensor): void {
    const { what, sizes } = layouts[this.#rank];
    check(
      x.rank === this.#rank + 2,
      () => `expects ${what} [N, ${this.inChannels}, ${sizes}], got x ${describeType(x)}`,
    );
    check(x.shape[1] === this.inChannels, () => `expects ${this.inChannels} input channels, got x ${describeType(x)}`);
  }
}

abstract class Convolution<Rank extends SpatialRank> extends KernelBlock<Rank, ConvolutionOptions<Rank>> {
  constructor(
    rank: Rank,
    inChannels: number,
    outChannels: number,
    size: Sizes<Rank>,
    options: ConvolutionOptions<Rank>,
  ) {
    const groups = checkGroups(inChannels, outChannels, options.groups);
    super(inChannels, outChannels, { rank, size, lead: [outChannels, inChannels / groups] }, options);
    checkOptions(this.constructor.name, options, { ...kernelOptionNames, strict: true });
  }

  forward(x: Tensor): Tensor {
    this.checkInput(x);
    const y = conv(x, this.weight, this.operands);
    if (this.options.strict === true) this.#checkCovered(x);
    return y;
  }

  /** (W - F + 2P) / S must be whole. */
  #checkCovered(x: Tensor): void {
    const [, , ...kernel] = this.weight.shape;
    const window = normalizeWindow("conv", kernel.length, kernel, this.operands);
    window.padding.forEach(([before, after], axis) => {
      const extent = numeric(x.shape[axis + 2]!, "a strict convolution") + before + after;
      const left = (extent - extentOf(window, axis)) % window.strides[axis]!;
      const lines = this.lines[axis]!;
      check(
        left === 0,
        () =>
          `stride ${window.strides[axis]} does not fit a kernel of ${kernel[axis]} into ${extent} padded ${lines}: leaves ${left} ${lines} over`,
      );
    });
  }
}

abstract class TransposedConvolution<Rank extends SpatialRank> extends KernelBlock<Rank, TransposedOptions<Rank>> {
  constructor(
    rank: Rank,
    inChannels: number,
    outChannels: number,
    size: Sizes<Rank>,
    options: TransposedOptions<Rank>,
  ) {
    const groups = checkGroups(inChannels, outChannels, options.groups);
    super(inChannels, outChannels, { rank, size, lead: [inChannels, outChannels / groups] }, options);
    checkOptions(this.constructor.name, options, { ...kernelOptionNames, outputPadding: true });
  }

  forward(x: Tensor): Tensor {
    this.checkInput(x);
    return convTranspose(x, this.weight, { ...this.operands, outputPadding: this.options.outputPadding });
  }
}

/**
 * One-dimensional convolution, in the sense of neural networks: cross-correlation, the kernel is not flipped. With a
 * padding of `dilation (k - 1)` before and none after, no output sees the future.
 *
 * Formula: `y[n,o,t] = b[o] + Σ_c,i w[o,c,i] x[n,c, stride t + dilation i - padding]`
 *
 * Shapes: `[N, in, L] -> [N, out, floor((L + padding - dilation (k - 1) - 1) / stride) + 1]`; state `weight`
 * [out, in / groups, k], `bias` [out], as in `torch.nn.Conv1d`.
 *
 * Reference: Waibel et al. 1989, "Phoneme recognition using time-delay neural networks", IEEE Trans. ASSP 37(3).
 *
 * Useful for: speech, sensor series and text, where a feature may occur at any time.
 *
 * @example
 * new Conv1d(16, 8, 3)
 * new Conv1d(32, 32, 2, { dilation: 4, padding: [[4, 0]] })   // causal
 */
export class Conv1d extends Convolution<1> {
  constructor(inChannels: number, outChannels: number, kernel: Sizes<1>, options: ConvolutionOptions<1> = {}) {
    super(1, inChannels, outChannels, kernel, options);
  }
}

/**
 * Two-dimensional convolution, in the sense of neural networks: cross-correlation, the kernel is not flipped. With a kernel
 * of 1 it is a linear layer at every pixel.
 *
 * Formula: `y[n,o,p,q] = b[o] + Σ_c,i,j w[o,c,i,j] x[n,c, stride p + dilation i - padding, stride q + dilation j - padding]`
 *
 * Shapes: `[N, in, H, W] -> [N, out, floor((H + padding - dilation (k - 1) - 1) / stride) + 1, ...]`; state `weight`
 * [out, in / groups, kh, kw], `bias` [out], as in `torch.nn.Conv2d`.
 *
 * Reference: LeCun et al. 1998, "Gradient-based learning applied to document recognition", section II; 1x1 kernels: Lin, Chen
 * & Yan 2013, arXiv 1312.4400; groups: Krizhevsky et al. 2012; dilation: Yu & Koltun 2015, arXiv 1511.07122.
 *
 * Useful for: images, and whatever has the same features at all places of a grid.
 *
 * @example
 * new Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false })
 * new Conv2d(256, 64, 1)                                        // 1x1: mixes channels, keeps places
 */
export class Conv2d extends Convolution<2> {
  constructor(inChannels: number, outChannels: number, kernel: Sizes<2>, options: ConvolutionOptions<2> = {}) {
    super(2, inChannels, outChannels, kernel, options);
  }
}

/**
 * Three-dimensional convolution, in the sense of neural networks: cross-correlation, the kernel is not flipped.
 *
 * Formula: `y[n,o,p] = b[o] + Σ_c,i w[o,c,i] x[n,c, stride p + dilation i - padding]` with places p and taps i in three axes
 *
 * Shapes: `[N, in, D, H, W] -> [N, out, floor((D + padding - dilation (k - 1) - 1) / stride) + 1, ...]`; state `weight`
 * [out, in / groups, kd, kh, kw], `bias` [out], as in `torch.nn.Conv3d`.
 *
 * Reference: Tran et al. 2015, "Learning spatiotemporal features with 3D convolutional networks", arXiv 1412.0767.
 *
 * Useful for: video, with time as depth; medical scans; molecules on a grid.
 *
 * @example new Conv3d(3, 64, 3, { padding: 1 })
 */
export class Conv3d extends Convolution<3> {
  constructor(inChannels: number, outChannels: number, kernel: Sizes<3>, options: ConvolutionOptions<3> = {}) {
    super(3, inChannels, outChannels, kernel, options);
  }
}

/**
 * Transposed one-dimensional convolution, the adjoint of {@link Conv1d}: every position of x adds the kernel, times its
 * value, to the output.
 *
 * Formula: `y[n,o, stride t + dilation i - padding] += w[c,o,i] x[n,c,t]`, then `+ b[o]`
 *
 * Shapes: `[N, in, L] -> [N, out, (L - 1) stride - padding + dilation (k - 1) + 1 + outputPadding]`; state `weight`
 * [in, out / groups, k], `bias` [out], as in `torch.nn.ConvTranspose1d`.
 *
 * Reference: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning", arXiv 1603.07285, section 4.
 *
 * Useful for: decoders of sound and other series, which make a longer one of a shorter.
 *
 * @example new ConvTranspose1d(64, 32, 4, { stride: 2, padding: 1 })   // doubles the length
 */
export class ConvTranspose1d extends TransposedConvolution<1> {
  constructor(inChannels: number, outChannels: number, kernel: Sizes<1>, options: TransposedOptions<1> = {}) {
    super(1, inChannels, outChannels, kernel, options);
  }
}

/**
 * Transposed two-dimensional convolution, the adjoint of {@link Conv2d}, for learned upsampling; often misnamed
 * deconvolution.
 *
 * Formula: `y[n,o, stride p + dilation i - padding, ...] += w[c,o,i,j] x[n,c,p,q]`, then `+ b[o]`
 *
 * Shapes: `[N, in, H, W] -> [N, out, (H - 1) stride - padding + dilation (k - 1) + 1 + outputPadding, ...]`; state `weight`
 * [in, out / groups, kh, kw], `bias` [out], as in `torch.nn.ConvTranspose2d`.
 *
 * Reference: Zeiler et al. 2010, "Deconvolutional networks"; Long, Shelhamer & Darrell 2014, arXiv 1411.4038, section 3.3.
 *
 * Useful for: decoders, segmentation and generators, which make a larger map of a smaller.
 *
 * @example new ConvTranspose2d(64, 32, 4, { stride: 2, padding: 1 })   // doubles height and width
 */
export class ConvTranspose2d extends TransposedConvolution<2> {
  constructor(inChannels: number, outChannels: number, kernel: Sizes<2>, options: TransposedOptions<2> = {}) {
    super(2, inChannels, outChannels, kernel, options);
  }
}

/**
 * Transposed three-dimensional convolution, the adjoint of {@link Conv3d}.
 *
 * Formula: `y[n,o, stride p + dilation i - padding] += w[c,o,i] x[n,c,p]`, then `+ b[o]`, with places and taps in three axes
 *
 * Shapes: `[N, in, D, H, W] -> [N, out, (D - 1) stride - padding + dilation (k - 1) + 1 + outputPadding, ...]`; state
 * `weight` [in, out / groups, kd, kh, kw], `bias` [out], as in `torch.nn.ConvTranspose3d`.
 *
 * Reference: Çiçek et al. 2016, "3D U-Net: learning dense volumetric segmentation", arXiv 1606.06650.
 *
 * Useful for: decoders of video and volumes.
 *
 * @example new ConvTranspose3d(32, 16, 2, { stride: 2 })   // doubles depth, height and width
 */
export class ConvTranspose3d extends TransposedConvolution<3> {
  constructor(inChannels: number, outChannels: number, kernel: Sizes<3>, options: TransposedOptions<3> = {}) {
    super(3, inChannels, outChannels, kernel, options);
  }
}

function checkGroups(inChannels: number, outChannels: number, groups = 1): number {
  check(
    inChannels % groups === 0 && outChannels % groups === 0,
    () =>
      `a convolution from ${inChannels} to ${outChannels} channels cannot be cut into ${groups} groups: both must be multiples`,
  );
  return groups;
}
