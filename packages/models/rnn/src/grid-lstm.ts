/**
 * Grid LSTM: cells along every dimension of a grid, depth included.
 *
 * N. Kalchbrenner, I. Danihelka, A. Graves, "Grid long short-term memory", arXiv 1507.01526.
 *
 * Notation: an N-dimensional block takes N hidden vectors h_1 ... h_N and N memory vectors m_1 ... m_N, one pair from each
 * dimension's side, and gives as many to the other sides:
 *
 *     H = [h_1; ...; h_N],    (h_i', m_i') = LSTM(H, m_i, W_i)
 *     u, f, o = σ(W H + b),  c = tanh(W H + b),  m' = f m + u c,  h' = tanh(o m')
 *
 * with the tanh around the output gate, as the paper has it. A non-LSTM dimension does without memory: h_i' = α(V_i H).
 * Dimensions may be tied: one W for all.
 *
 * Deviations: biases b, of which the paper says nothing; that of the forget gate starts at `forgetBias`.
 */
import {
  add,
  Block,
  check,
  concat,
  Linear,
  mul,
  relu,
  sigmoid,
  split,
  tanh,
  uniform,
  type Initializer,
  type Tensor,
} from "@blockzoo/core";

/** What runs along a dimension: an LSTM, or a plain layer with its nonlinearity. */
export type GridDimension = "lstm" | "tanh" | "relu";

/** A vector to each side of a block, [N, hidden] each. */
export interface GridSides {
  readonly h: readonly Tensor[];
  readonly m: readonly Tensor[];
}

export interface GridLSTMOptions {
  /** Dimensions of the same kind share their weights. Default false. */
  readonly tied?: boolean;
  /** First value of the forget gates' biases: a memory that stays open lets the gradient through at first. Default 1. */
  readonly forgetBias?: number;
}

/** The LSTM of the paper, `LSTM(H, m, W)`: H [N, dimensions · hidden] and m [N, hidden] give h' and m'. */
class GridMemory extends Block {
  readonly transform: Linear;

  constructor(inside: number, hidden: number, forgetBias: number) {
    super();
    this.transform = new Linear(inside, 4 * hidden, { biasInitializer: openForgetGates(inside, hidden, forgetBias) });
  }

  /** The order of rows is u, f, o, c. */
  forward(h: Tensor, m: Tensor): { readonly h: Tensor; readonly m: Tensor } {
    const [u, f, o, c] = split(this.transform.forward(h), { axis: 1, parts: 4 }) as [Tensor, Tensor, Tensor, Tensor];
    const memory = add(mul(sigmoid(f), m), mul(sigmoid(u), tanh(c)));
    return { h: tanh(mul(sigmoid(o), memory)), m: memory };
  }
}

/** Uniform within ±1/√in, but for the forget gates. */
function openForgetGates(inside: number, hidden: number, forgetBias: number): Initializer {
  const drawn = uniform({ bound: 1 / Math.sqrt(inside) });
  return (shape, stream) => {
    const bias = drawn(shape, stream);
    bias.data.fill(forgetBias, hidden, 2 * hidden);
    return bias;
  };
}

/** A dimension without memory, which hands on what comes from its side: `h' = α(V H)`. */
class GridPlain extends Block {
  readonly transform: Linear;

  constructor(
    inside: number,
    hidden: number,
    readonly kind: "tanh" | "relu",
  ) {
    super();
    this.transform = new Linear(inside, hidden);
  }

  forward(h: Tensor, m: Tensor): { readonly h: Tensor; readonly m: Tensor } {
    return { h: { tanh, relu }[this.kind](this.transform.forward(h)), m };
  }
}

/**
 * One block of a grid of any number of dimensions.
 *
 * State: `sides.<i>.transform.weight` [4 hidden, dimensions · hidden], `sides.<i>.transform.bias`.
 *
 * @example
 * new GridLSTMBlock(48, ["lstm"]);                   // 1-LSTM: a layer of a deep network
 * new GridLSTMBlock(48, ["relu", "lstm"]);           // 2-LSTM: depth without memory, time with it
 * new GridLSTMBlock(48, ["lstm", "lstm", "lstm"]);   // 3-LSTM: depth, rows, columns
 */
export class GridLSTMBlock extends Block {
  readonly sides: readonly (GridMemory | GridPlain)[];

  constructor(
    readonly hiddenSize: number,
    readonly dimensions: readonly GridDimension[],
    { tied = false, forgetBias = 1 }: GridLSTMOptions = {},
  ) {
    super();
    check(dimensions.length > 0, () => "GridLSTMBlock expects at least one dimension");
    const inside = dimensions.length * hiddenSize;
    const make = (kind: GridDimension) =>
      kind === "lstm" ? new GridMemory(inside, hiddenSize, forgetBias) : new GridPlain(inside, hiddenSize, kind);
    const shared = new Map(dimensions.map((kind) => [kind, tied ? make(kind) : undefined]));
    this.sides = dimensions.map((kind) => shared.get(kind) ?? make(kind));
  }

  forward({ h, m }: GridSides): GridSides {
    const { length } = this.sides;
    check(
      h.length === length && m.length === length,
      () => `expects ${length} sides of h and m, one for each dimension, got ${h.length} and ${m.length}`,
    );
    const all = concat(h, 1);
    const sides = this.sides.map((side, index) => side.forward(all, m[index]!));
    return { h: sides.map((side) => side.h), m: sides.map((side) => side.m) };
  }
}
