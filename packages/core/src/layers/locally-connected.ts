import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { unfold } from "../functions/patches.js";
import { add } from "../ops/elementwise.js";
import { matMul } from "../ops/matmul.js";
import { reshape, transpose } from "../ops/shape.js";
import { normalizeWindow, windowOutput } from "../ops/window.js";
import { uniform, type Initializer } from "../random/initializers.js";
import { describeType, float32, type Tensor } from "../tensor.js";
import type { Padding, Pair } from "./sizes.js";

export interface LocallyConnectedOptions {
  /** Default 1. */
  readonly stride?: Pair;
  /** Default 0. */
  readonly padding?: Padding;
  /** Default true. */
  readonly bias?: boolean;
  /** First values of the weight; default uniform within ±1/√(in kh kw). */
  readonly initializer?: Initializer;
}

/**
 * A convolution without shared weights: every place of the output has kernels and biases of its own. The windows are taken
 * apart once; all places are one batched matrix product.
 *
 * Formula: `y[n,o,p] = b[o,p] + Σ_c,i w[p,c,i,o] x[n,c, stride p + i - padding]`
 *
 * Shapes: `[N, in, H, W] -> [N, out, H', W']` as a convolution; state `weight` [H' W', in kh kw, out], `bias` [out, H', W'].
 *
 * Reference: LeCun 1989, "Generalization and network design strategies"; Taigman et al. 2014, "DeepFace", section 3.2.
 *
 * Useful for: aligned images, faces say, where each place has features of its own; and for showing what sharing saves.
 *
 * @example new LocallyConnected2d(3, 96, { input: 227, kernel: 11 }, { stride: 4 })   // 105,705,600 parameters
 */
export class LocallyConnected2d extends Block {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  readonly #input: readonly number[];
  readonly #output: readonly [number, number];
  readonly #window: ReturnType<typeof normalizeWindow>;

  /** @param sizes of the `input`, height and width, which fix the number of places, and of the `kernel` */
  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    sizes: { readonly input: Pair; readonly kernel: Pair },
    options: LocallyConnectedOptions = {},
  ) {
    super();
    checkOptions("LocallyConnected2d", options, { stride: true, padding: true, bias: true, initializer: true });
    const { input, kernel } = sizes;
    this.#input = [inChannels, ...(typeof input === "number" ? [input, input] : input)];
    this.#window = normalizeWindow("LocallyConnected2d", 2, kernel, {
      strides: options.stride,
      padding: options.padding,
    });
    const output = windowOutput("LocallyConnected2d", float32(1, ...this.#input), this.#window);
    this.#output = output as [number, number];
    const fan = this.#window.kernel.reduce((product, size) => product * size, inChannels);
    const initializer = options.initializer ?? uniform({ bound: 1 / Math.sqrt(fan) });
    const [height, width] = this.#output;
    this.weight = new Parameter([height * width, fan, outChannels], initializer);
    if (options.bias === false) return;
    this.bias = new Parameter([outChannels, height, width], uniform({ bound: 1 / Math.sqrt(fan) }));
  }

  forward(x: Tensor): Tensor {
    check(
      x.rank === 4 && this.#input.every((size, axis) => x.shape[axis + 1] === size),
      () => `expects images [N, ${this.#input.join(", ")}], got x ${describeType(x)}`,
    );
    // Place by place: [L, N, C K] x [L, C K, O], and back to [N, O, L].
    const windows = transpose(unfold(x, this.#window), [2, 0, 1]);
    const products = transpose(matMul(windows, this.weight), [1, 2, 0]);
    const y = reshape(products, [x.shape[0]!, this.outChannels, ...this.#output]);
    return this.bias === undefined ? y : add(y, this.bias);
  }
}
