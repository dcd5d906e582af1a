/**
 * LeNet-5 as published.
 *
 * Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based Learning Applied to Document Recognition",
 * Proceedings of the IEEE 86(11), 1998, section II.B and appendix A.
 *
 * Notation: a_i is the weighted sum of unit i, F_i its number of inputs, x_i = f(a_i) with f(a) = A tanh(S a). Layers are
 * C1 S2 C3 S4 C5 F6 and the output; C are convolutions, S subsamplings, F is fully connected.
 *
 *   input   1 @ 32x32     white is -0.1 and black 1.175, which makes mean and variance about 0 and 1
 *   C1      6 @ 28x28     5x5 kernels                          156 parameters
 *   S2      6 @ 14x14     2x2, one coefficient and one bias     12
 *   C3     16 @ 10x10     5x5 kernels, connected by table I  1,516
 *   S4     16 @ 5x5       2x2                                   32
 *   C5    120 @ 1x1       5x5 kernels on all of S4          48,120
 *   F6     84                                               10,164
 *   output 10             distances to fixed codes               0      together 60,000
 *
 * Deviations:
 * - The output is -y, the negated distances, so that here too the largest output is the answer. Softmax of it is the
 *   posterior that the paper's loss, equation 9, assumes, without its "rubbish" class.
 * - The codes are those of ten digits, and drawn anew (digit-codes.ts).
 * - First biases of C1, C5 and F6 are uniform within ±1/√F_i, weights within ±2.4/F_i as in the paper.
 * - Training is the recipe's matter: the paper takes a stochastic diagonal Levenberg-Marquardt method.
 */
import {
  Block,
  check,
  conv,
  Conv2d,
  fans,
  flatten,
  Linear,
  matMul,
  mul,
  ndarray,
  neg,
  Parameter,
  reduceSum,
  reshape,
  square,
  sub,
  Subsampling,
  tanh,
  tensor,
  uniform,
  unsqueeze,
  type Initializer,
  type Tensor,
} from "@blockzoo/core";
import { digitCodes } from "./digit-codes.js";

/** Table I: the maps of S2 that each map of C3 sees. */
export const connectionTable: readonly (readonly number[])[] = [
  [0, 1, 2],
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [4, 5, 0],
  [5, 0, 1],
  [0, 1, 2, 3],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [3, 4, 5, 0],
  [4, 5, 0, 1],
  [5, 0, 1, 2],
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

/** The squashing function f(a) = A tanh(S a) with f(1) = 1 and f(-1) = -1, where its curvature is largest (appendix A). */
export function squash(a: Tensor): Tensor {
  return mul(tanh(mul(a, 2 / 3)), 1.7159);
}

/** Uniform within ±2.4 / F_i. */
const byFanIn: Initializer = (shape, stream) => uniform({ bound: 2.4 / fans(shape).fanIn })(shape, stream);

/**
 * C3: a convolution in which map i sees the maps `table[i]` only. There is one kernel for each link and nothing for the
 * rest: a constant 0/1 matrix places the kernels among those of a dense convolution.
 *
 * State: `weight` [links, kernel, kernel] in the order of the table, `bias` [maps].
 */
export class PartialConvolution extends Block {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly #placement: Float32Array;

  constructor(
    readonly inChannels: number,
    readonly table: readonly (readonly number[])[],
    readonly kernel: number,
  ) {
    super();
    const links = table.flatMap((inputs, map) => inputs.map((input) => ({ map, input })));
    const inputsOf = (map: number): number => table[map]!.length * kernel * kernel;
    this.weight = new Parameter([links.length, kernel, kernel], (shape, stream) => {
      const weight = new Float32Array(links.length * kernel * kernel);
      links.forEach(({ map }, link) => {
        const own = weight.subarray(link * kernel * kernel, (link + 1) * kernel * kernel);
        stream.fillUniform(own, -2.4 / inputsOf(map), 2.4 / inputsOf(map));
      });
      return ndarray(weight, shape);
    });
    this.bias = new Parameter([table.length], (shape, stream) => {
      const bias = Float32Array.from(table, (_, map) => stream.uniform(-2.4 / inputsOf(map), 2.4 / inputsOf(map)));
      return ndarray(bias, shape);
    });
    this.#placement = new Float32Array(table.length * inChannels * links.length);
    links.forEach(({ map, input }, link) => (this.#placement[(map * inChannels + input) * links.length + link] = 1));
  }

  forward(x: Tensor): Tensor {
    const { inChannels, table, kernel } = this;
    const links = this.weight.shape[0]!;
    const placement = tensor(ndarray(this.#placement, [table.length * inChannels, links]));
    const kernels = matMul(placement, reshape(this.weight, [links, kernel * kernel]));
    return conv(x, reshape(kernels, [table.length, inChannels, kernel, kernel]), { bias: this.bias });
  }
}

/** The output units: y_i = Σ_j (x_j - w_ij)², the squared distance of F6 to the fixed code of class i. `[N, 84] -> [N, 10]`. */
export class CodeDistances extends Block {
  constructor(readonly codes: readonly (readonly number[])[]) {
    super();
    check(
      codes.every(({ length }) => length === codes[0]!.length),
      () => "the codes of all classes must have one length",
    );
  }

  forward(x: Tensor): Tensor {
    return reduceSum(square(sub(unsqueeze(x, [1]), tensor(this.codes))), { axes: [2] });
  }
}

/** LeNet-5 of 1998: images [N, 1, 32, 32] to logits [N, 10], the negated distances to the codes of the digits. */
export class LeNet5 extends Block {
  readonly c1 = new Conv2d(1, 6, 5, { initializer: byFanIn });
  readonly s2 = new Subsampling(6);
  readonly c3 = new PartialConvolution(6, connectionTable, 5);
  readonly s4 = new Subsampling(16);
  readonly c5 = new Conv2d(16, 120, 5, { initializer: byFanIn });
  readonly f6 = new Linear(120, 84, { initializer: byFanIn });
  readonly output = new CodeDistances(digitCodes);

  forward(x: Tensor): Tensor {
    const maps = x.pipe(this.c1, squash, this.s2, squash, this.c3, squash, this.s4, squash, this.c5, squash);
    return flatten(maps).pipe(this.f6, squash, this.output, neg);
  }
}
