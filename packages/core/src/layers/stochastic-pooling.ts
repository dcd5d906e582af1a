import { Block } from "../blocks/block.js";
import { checkOptions } from "../check-options.js";
import { numericShape } from "../dimensions.js";
import { check } from "../errors.js";
import { unfold } from "../functions/patches.js";
import { constantMatrix } from "../functions/products.js";
import { random } from "../functions/random.js";
import { isTraining } from "../graph/builder.js";
import { add, cast, div, equal, greater, mul, square } from "../ops/elementwise.js";
import { gatherElements } from "../ops/indexing.js";
import { matMul } from "../ops/matmul.js";
import { averagePool } from "../ops/pooling.js";
import { argMax } from "../ops/reduce.js";
import { reshape, slice } from "../ops/shape.js";
import { normalizeWindow, windowOutput, type PerAxis } from "../ops/window.js";
import { describeType, type Tensor } from "../tensor.js";
import type { Pair } from "./sizes.js";

/**
 * Pools by chance: in training, one activation of each window is drawn with probabilities in proportion to the activations;
 * in eval mode, their mean by the same probabilities. A window of zeros gives zero. Activations must not be negative.
 *
 * Formula: `p_i = a_i / Σ_j a_j`; training `y = a_l` with `l ~ p`, eval `y = Σ_i p_i a_i = Σ a² / Σ a`
 *
 * Shapes: `[N, C, H, W] -> [N, C, floor((H - k) / stride) + 1, ...]`
 *
 * Reference: Zeiler & Fergus 2013, "Stochastic pooling for regularization of deep convolutional neural networks",
 * arXiv 1301.3557, section 3.
 *
 * Useful for: regularising small image nets without a rate to tune, after ReLU.
 *
 * @example new Sequential(new Conv2d(3, 64, 5), relu, new StochasticPool2d(3, { stride: 2 }))
 */
export class StochasticPool2d extends Block {
  /** @param options the stride, by default the kernel */
  constructor(
    readonly kernel: Pair,
    readonly options: { readonly stride?: Pair } = {},
  ) {
    super();
    checkOptions("StochasticPool2d", options, { stride: true });
  }

  forward(x: Tensor): Tensor {
    check(x.rank === 4, () => `expects images [N, C, H, W], got x ${describeType(x)}`);
    const window = { kernel: this.kernel, strides: this.options.stride ?? this.kernel };
    return isTraining() ? drawn(x, window) : expected(x, window);
  }
}

interface Windows {
  readonly kernel: PerAxis;
  readonly strides: PerAxis;
}

/** Σ a² / Σ a; a window of zeros divides by one instead. */
function expected(x: Tensor, window: Windows): Tensor {
  const mean = averagePool(x, window);
  return div(averagePool(square(x), window), add(mean, cast(equal(mean, 0), "float32")));
}

/** The first activation at which the sum of those so far exceeds a share, drawn uniformly, of the whole. */
function drawn(x: Tensor, options: Windows): Tensor {
  const { kernel, strides } = options;
  const window = normalizeWindow("StochasticPool2d", 2, kernel, { strides });
  const [batch, channels, ...sizes] = numericShape(
    [...x.shape.slice(0, 2), ...windowOutput("StochasticPool2d", x, window)],
    "stochastic pooling in training",
  ) as [number, number, number, number];
  const taps = window.kernel.reduce((product, size) => product * size, 1);
  const places = sizes.reduce((product, size) => product * size, 1);
  const activations = reshape(unfold(x, window), [batch * channels, taps, places]);
  const sums = matMul(
    constantMatrix(taps, taps, (row, column) => Number(column <= row)),
    activations,
  );
  const whole = slice(sums, { axes: [1], starts: [-1] });
  const share = mul(random.uniform([batch * channels, 1, places]), whole);
  const first = argMax(cast(greater(sums, share), "float32"), { axis: 1, keepDimensions: true });
  return reshape(gatherElements(activations, first, { axis: 1 }), [batch, channels, ...sizes]);
}
