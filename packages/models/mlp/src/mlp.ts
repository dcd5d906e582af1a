/**
 * The multi-layer perceptron.
 *
 * D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by back-propagating errors",
 * Nature 323, 1986.
 *
 * Notation: layer l computes y_l = f(W_l y_(l-1) + b_l); the last one has no f, so that the output is a vector of logits.
 *
 * Deviations: f is tanh, or what is asked for, where the paper has the logistic function (`activation: "sigmoid"`); first
 * weights follow Glorot & Bengio 2010 or He et al. 2015, where the paper takes small random numbers.
 */
import {
  Block,
  check,
  flatten,
  kaimingUniform,
  Linear,
  relu,
  sigmoid,
  tanh,
  xavierUniform,
  type Tensor,
} from "@blockzoo/core";

/** `identity` makes of several layers one linear map, which is for showing that it does. */
const activations = { relu, sigmoid, tanh, identity: (x: Tensor) => x };
const initializers = { glorot: xavierUniform(), he: kaimingUniform() };

export interface MlpOptions {
  /** What hidden layers apply. Default `"tanh"`. */
  readonly activation?: keyof typeof activations;
  /** How first weights are drawn. Default `"he"` for relu, which halves the variance, else `"glorot"`. */
  readonly initialization?: keyof typeof initializers;
}

/**
 * Fully connected layers: `[N, ...] -> [N, sizes.at(-1)]`; what follows the batch axis is flattened to `sizes[0]` numbers.
 * Two sizes make a linear classifier.
 *
 * State: `layers.<l>.weight` [out, in], `layers.<l>.bias` [out], as in a `torch.nn.ModuleList` of `Linear`.
 *
 * @example new Mlp([4, 16, 3])
 */
export class Mlp extends Block {
  readonly layers: readonly Linear[];
  readonly #activate: (x: Tensor) => Tensor;

  constructor(sizes: readonly number[], { activation = "tanh", initialization }: MlpOptions = {}) {
    super();
    check(sizes.length >= 2, () => `Mlp expects the sizes of at least input and output, got [${sizes.join(", ")}]`);
    const initializer = initializers[initialization ?? (activation === "relu" ? "he" : "glorot")];
    this.layers = sizes.slice(1).map((size, index) => new Linear(sizes[index]!, size, { initializer }));
    this.#activate = activations[activation];
  }

  forward(x: Tensor): Tensor {
    const [first, ...rest] = this.layers;
    return rest.reduce((y, layer) => layer.forward(this.#activate(y)), first!.forward(flatten(x)));
  }
}
