import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { add, mul } from "../ops/elementwise.js";
import { averagePool } from "../ops/pooling.js";
import { uniform, type Initializer } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";

export interface SubsamplingOptions {
  /** Height and width of a window, and its stride. Default 2. */
  readonly kernel?: number;
  /** First values of coefficients and biases; default uniform within ±2.4 / k², the paper's rule for k² inputs. */
  readonly initializer?: Initializer;
}

/**
 * Trainable subsampling: the values of each window are added, multiplied by a coefficient and added to a bias, one of each
 * for a channel. The squashing function follows it.
 *
 * Formula: `y[n,c,p,q] = w_c Σ_i,j x[n,c, k p + i, k q + j] + b_c`
 *
 * Shapes: `[N, C, H, W] -> [N, C, H / k, W / k]`; state `coefficient` [C, 1, 1], `bias` [C, 1, 1].
 *
 * Reference: LeCun et al. 1998, "Gradient-based learning applied to document recognition", section II.B (S2 and S4).
 *
 * Useful for: LeNet as published; a pool that decides for itself between blurring and switching.
 *
 * @example new Sequential(new Conv2d(1, 6, 5), tanh, new Subsampling(6), tanh)
 */
export class Subsampling extends Block {
  readonly coefficient: Parameter;
  readonly bias: Parameter;
  readonly #kernel: number;

  constructor(
    readonly channels: number,
    options: SubsamplingOptions = {},
  ) {
    super();
    checkOptions("Subsampling", options, { kernel: true, initializer: true });
    this.#kernel = options.kernel ?? 2;
    const initializer = options.initializer ?? uniform({ bound: 2.4 / this.#kernel ** 2 });
    this.coefficient = new Parameter([channels, 1, 1], initializer);
    this.bias = new Parameter([channels, 1, 1], initializer);
  }

  forward(x: Tensor): Tensor {
    check(
      x.rank === 4 && x.shape[1] === this.channels,
      () => `expects images [N, ${this.channels}, H, W], got x ${describeType(x)}`,
    );
    const sums = mul(averagePool(x, { kernel: this.#kernel }), this.#kernel ** 2);
    return add(mul(sums, this.coefficient), this.bias);
  }
}
