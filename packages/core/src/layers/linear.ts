import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { add } from "../ops/elementwise.js";
import { matMul } from "../ops/matmul.js";
import { fanInUniform, uniform, type Initializer } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";

export interface LinearOptions {
  /** Default true. */
  readonly bias?: boolean;
  /** First values of the weight; PyTorch's by default: uniform within ±1/√in. */
  readonly initializer?: Initializer;
  /** First values of the bias; PyTorch's by default: uniform within ±1/√in. */
  readonly biasInitializer?: Initializer;
}

/**
 * The fully connected layer: every output is a weighted sum of all inputs.
 *
 * Formula: `y = x Wᵀ + b`
 *
 * Shapes: `[..., in] -> [..., out]`; state `weight` [out, in], `bias` [out], as in `torch.nn.Linear`.
 *
 * Reference: Rumelhart, Hinton & Williams 1986, "Learning representations by back-propagating errors", Nature 323.
 *
 * Useful for: classifiers on top of features, and whatever has no neighbourhoods.
 *
 * @example new Linear(784, 10)
 */
export class Linear extends Block {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: LinearOptions = {},
  ) {
    super();
    checkOptions("Linear", options, { bias: true, initializer: true, biasInitializer: true });
    this.weight = new Parameter([outFeatures, inFeatures], options.initializer ?? fanInUniform());
    if (options.bias === false) return;
    this.bias = new Parameter([outFeatures], options.biasInitializer ?? uniform({ bound: 1 / Math.sqrt(inFeatures) }));
  }

  forward(x: Tensor): Tensor {
    check(
      x.shape.at(-1) === this.inFeatures,
      () => `expects ${this.inFeatures} input features, got x ${describeType(x)}`,
    );
    const product = matMul(x, this.weight, { transposeB: true });
    return this.bias === undefined ? product : add(product, this.bias);
  }
}
