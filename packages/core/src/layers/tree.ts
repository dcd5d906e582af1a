import { Block } from "../blocks/block.js";
import { Parameter } from "../blocks/parameter.js";
import { checkOptions } from "../check-options.js";
import { check } from "../errors.js";
import { add, mul, sigmoid, tanh } from "../ops/elementwise.js";
import { gather } from "../ops/indexing.js";
import { matMul } from "../ops/matmul.js";
import { reduceSum } from "../ops/reduce.js";
import { concat, split, squeeze, transpose, unsqueeze } from "../ops/shape.js";
import { fanInUniform, zeros, type Initializer } from "../random/initializers.js";
import { describeType, type Tensor } from "../tensor.js";
import { Linear } from "./linear.js";
import type { LstmState } from "./recurrent/states.js";

export interface RecursiveCellOptions {
  /** What stands around the sum; tanh by default. */
  readonly activation?: (x: Tensor) => Tensor;
  /** Adds `[l; r]ᵀ V_k [l; r]` to value k: the recursive neural tensor network. Default false. */
  readonly tensor?: boolean;
  /** How many kinds of nodes there are, each with a weight and bias of its own. Default 1. */
  readonly labels?: number;
}

/**
 * The node of a recursive network: `p = f(W [l; r] + b)` of the states of its two children. Left and right `[n, D]`, and
 * int32 labels `[n]` where there are several kinds of nodes; gives `[n, D]`.
 *
 * State: `weight` [D, 2D] and `bias` [D], with labels [labels, D, 2D] and [labels, D]; `tensor` V [D, 2D, 2D].
 *
 * R. Socher et al., "Parsing Natural Scenes and Natural Language with Recursive Neural Networks", 2011, section 3; the tensor
 * is that of "Recursive Deep Models for Semantic Compositionality Over a Sentiment Treebank", 2013, section 4.3, the weights
 * by label are those of "Parsing with Compositional Vector Grammars", 2013, section 3.3.
 *
 * Useful for: parse trees, formulas, scenes made of parts; see {@link reduceTrees}.
 *
 * @example new RecursiveCell(32, { labels: 3 }).forward(left, right, operators)
 */
export class RecursiveCell extends Block {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly tensor: Parameter | undefined;

  constructor(
    readonly dimension: number,
    readonly options: RecursiveCellOptions = {},
  ) {
    super();
    checkOptions("RecursiveCell", options, { labels: true, tensor: true, activation: true });
    const { labels = 1, tensor = false } = options;
    const kinds = labels === 1 ? [] : [labels];
    this.weight = new Parameter([...kinds, dimension, 2 * dimension], perLabel(fanInUniform()));
    this.bias = new Parameter([...kinds, dimension], zeros());
    if (tensor) this.tensor = new Parameter([dimension, 2 * dimension, 2 * dimension], perLabel(fanInUniform()));
  }

  forward(left: Tensor, right: Tensor, labels?: Tensor): Tensor {
    const { dimension, options } = this;
    const children = joined(left, right, dimension);
    const sum = add(this.#product(children, labels), this.tensor === undefined ? 0 : quadratic(children, this.tensor));
    return (options.activation ?? tanh)(sum);
  }

  #product(children: Tensor, labels: Tensor | undefined): Tensor {
    if ((this.options.labels ?? 1) === 1) return add(matMul(children, this.weight, { transposeB: true }), this.bias);
    check(labels !== undefined, () => `expects the labels of the nodes, since there are ${this.options.labels} kinds`);
    // [n, D, 2D] x [n, 2D, 1]
    const products = matMul(gather(this.weight, labels), unsqueeze(children, [2]));
    return add(squeeze(products, [2]), gather(this.bias, labels));
  }
}

/** Each slice of the first axis drawn as a matrix of its own, so that the fans are those of one. */
function perLabel(initializer: Initializer): Initializer {
  return (shape, stream) => {
    if (shape.length < 3) return initializer(shape, stream);
    const { data } = initializer([shape[0]! * shape[1]!, shape[2]!], stream);
    return { dtype: "float32", shape, data };
  };
}

/** `x_n ᵀ V_k x_n` for each n and k: `[n, 2D]`, `[D, 2D, 2D]` -> `[n, D]`. */
function quadratic(x: Tensor, form: Parameter): Tensor {
  return transpose(reduceSum(mul(matMul(x, form), x), { axes: [2] }));
}

function joined(left: Tensor, right: Tensor, dimension: number): Tensor {
  check(
    left.shape.at(-1) === dimension && right.shape.at(-1) === dimension,
    () => `expects children [n, ${dimension}], got ${describeType(left)} and ${describeType(right)}`,
  );
  return concat([left, right], 1);
}

/**
 * The node of a binary tree of LSTMs: input gate, output gate and update from both children, and a forget gate for each,
 * `i, f_l, f_r, o = σ(·)`, `u = tanh(·)` of `U [h_l; h_r] + b`, `c = i u + f_l c_l + f_r c_r`, `h = o tanh(c)`. The states
 * of the children, each `{ h, c }` of `[n, D]`; gives the state of the nodes.
 *
 * State: `gates.weight` [5D, 2D], `gates.bias` [5D], rows in the order i, f_l, f_r, o, u.
 *
 * K. S. Tai, R. Socher, C. D. Manning, "Improved Semantic Representations From Tree-Structured Long Short-Term Memory
 * Networks", 2015, arXiv 1503.00075, section 3.2, equations 9 to 14, for two children and inputs at the leaves alone.
 *
 * Useful for: deep trees, in which what a leaf says has a long way to the root.
 *
 * @example new TreeLSTMCell(32).forward(left, right)
 */
export class TreeLSTMCell extends Block {
  readonly gates: Linear;

  constructor(readonly dimension: number) {
    super();
    this.gates = new Linear(2 * dimension, 5 * dimension);
  }

  forward(left: LstmState, right: LstmState): LstmState {
    const gates = this.gates.forward(joined(left.h, right.h, this.dimension));
    const [i, fl, fr, o, u] = split(gates, { axis: 1, parts: 5 }) as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const kept = add(mul(sigmoid(fl), left.c), mul(sigmoid(fr), right.c));
    const c = add(mul(sigmoid(i), tanh(u)), kept);
    return { h: mul(sigmoid(o), tanh(c)), c };
  }
}

/**
 * The leaf of a tree of LSTMs, which has an input and no children: `i, o = σ(·)`, `u = tanh(·)` of `W x + b`, `c = i u`,
 * `h = o tanh(c)`. `x [n, in]`; gives `{ h, c }` of `[n, D]`.
 *
 * State: `gates.weight` [3D, in], `gates.bias` [3D], rows in the order i, o, u.
 *
 * K. S. Tai, R. Socher, C. D. Manning, 2015, arXiv 1503.00075, section 3.2, equations 9 to 14 without children.
 *
 * Useful for: the words of a sentence, below {@link TreeLSTMCell}.
 *
 * @example new TreeLSTMLeaf(50, 32).forward(embedding.forward(words))
 */
export class TreeLSTMLeaf extends Block {
  readonly gates: Linear;

  constructor(inputSize: number, dimension: number) {
    super();
    this.gates = new Linear(inputSize, 3 * dimension);
  }

  forward(x: Tensor): LstmState {
    const [i, o, u] = split(this.gates.forward(x), { axis: 1, parts: 3 }) as [Tensor, Tensor, Tensor];
    const c = mul(sigmoid(i), tanh(u));
    return { h: mul(sigmoid(o), tanh(c)), c };
  }
}
