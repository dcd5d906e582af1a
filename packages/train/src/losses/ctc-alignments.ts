import {
  add,
  and,
  concat,
  equal,
  exp,
  expand,
  gather,
  greaterOrEqual,
  iota,
  lessOrEqual,
  log,
  mul,
  ndarray,
  notEqual,
  numeric,
  reduceMax,
  reduceSum,
  reshape,
  scan,
  slice,
  stack,
  sub,
  tensor,
  unsqueeze,
  where,
  type Tensor,
} from "@blockzoo/core";

// Shapes: T steps, N samples, L labels, S = 2 L + 1 states: the labels with a blank before, between and behind them.

/**
 * The logarithm of a probability of 0: finite, so that the difference of two is a number on every runtime. Sums of it over a
 * million steps stay in the range of float32, and nothing that a network can say comes near it.
 */
export const impossible = -1e30;

/** What decides which alignments the labels of a batch have, and how probable each is. */
export interface Alignments {
  /** The symbol of each state, `l'` of the paper: int32 `[N, S]`, see {@link withBlanks}. */
  readonly symbols: Tensor;
  /** The last state of each sample, the blank behind its labels: int32 `[N, 1]`. */
  readonly last: Tensor;
  /** The log-probability of each state's symbol at each step, `[T, N, S]`. */
  readonly emissions: Tensor;
  /** Which steps are real and no padding: bool `[T, N, 1]`. */
  readonly isReal: Tensor;
  readonly blank: number;
}

/** Labels `[N, L]` with a blank before, between and behind them: int32 `[N, S]`. */
export function withBlanks(labels: Tensor, blank: number): Tensor {
  const [samples, count] = [labels.shape[0]!, numeric(labels.shape[1]!, "ctcLoss")];
  const blanks = (width: number) => expand(tensor(blank, "int32"), [samples, width]);
  return concat([blanks(1), reshape(stack([labels, blanks(count)], 2), [samples, 2 * count])], 1);
}

/**
 * The forward variable of the paper: the log-probability of all that leads to each state up to and with each step, `alphas`
 * `[T, N, S]`; and `total` `[N]`, that of all alignments.
 *
 * A. Graves et al., 2006, section 4.1, equations 5 to 8.
 */
export function forwardVariable(alignments: Alignments): { readonly alphas: Tensor; readonly total: Tensor } {
  const { symbols, last, emissions, isReal } = alignments;
  const states = iota(symbols.shape[1]!);
  const reach = reached(alignments, 1);
  const { carry, outputs } = scan(
    (alpha, step) => {
      const next = where(step.isReal, add(reach(alpha), step.emissions), alpha);
      return { carry: next, output: next };
    },
    // Before the first step all stand in the first blank, from where they stay or go on to the first label.
    { initial: certain(expand(equal(states, 0), symbols.shape)), sequences: { emissions, isReal } },
  );
  // They end in the last label or in the blank behind it.
  const ends = and(greaterOrEqual(states, sub(last, 1)), lessOrEqual(states, last));
  return { alphas: outputs, total: reshape(logSumExp(where(ends, carry, impossible)), [symbols.shape[0]!]) };
}

/**
 * The log-probability of all that may follow each state behind each step, `[T, N, S]`: the backward variable of the paper but
 * for the symbol of the step itself. What it is at padding means nothing.
 *
 * A. Graves et al., 2006, section 4.1, equations 9 to 11.
 */
export function backwardVariable(alignments: Alignments): Tensor {
  const { symbols, last, emissions, isReal } = alignments;
  const reach = reached(alignments, -1);
  const { outputs } = scan(
    (behind, step) => {
      const beta = reach(behind);
      return { carry: where(step.isReal, add(beta, step.emissions), behind), output: beta };
    },
    // Behind the last step all stand in the last blank, to where they came from it or from the last label.
    {
      initial: certain(equal(iota(symbols.shape[1]!), last)),
      sequences: { emissions, isReal },
      reverse: true,
    },
  );
  return outputs;
}

/** 0, the logarithm of 1, where the condition is true. */
function certain(condition: Tensor): Tensor {
  return where(condition, 0, impossible);
}

/**
 * A step from all states to each: it is reached from itself, from its neighbour, and over a blank from the label before, where
 * that is another label. Forwards (`direction` 1) from the states before it, backwards (-1) from those behind.
 */
function reached({ symbols, blank }: Alignments, direction: 1 | -1): (state: Tensor) => Tensor {
  const states = numeric(symbols.shape[1]!, "ctcLoss");
  const from = [0, 1, 2].flatMap((by) => Array.from({ length: states }, (_, state) => state - direction * by));
  const exists = (state: number) => state >= 0 && state < states;
  // A state that does not exist is replaced by any that does, and forbidden.
  const sources = tensor(
    ndarray(
      Int32Array.from(from, (state) => (exists(state) ? state : 0)),
      [3, states],
    ),
  );
  const borders = tensor(
    ndarray(
      Float32Array.from(from, (state) => (exists(state) ? 0 : impossible)),
      [3, states],
    ),
  );
  const skips = tensor(ndarray([0, 0, 1], [3, 1]));
  const two = slice(sources, { axes: [0], starts: [2] });
  const other = reshape(gather(symbols, two, { axis: 1 }), symbols.shape);
  const mayskip = and(notEqual(symbols, blank), notEqual(symbols, other));
  const forbidden = add(borders, mul(unsqueeze(certain(mayskip), [1]), skips));
  return (state) => reshape(logSumExp(add(gather(state, sources, { axis: 1 }), forbidden)), symbols.shape);
}

/** `log Σ exp x` along axis 1, which stays with size 1. */
function logSumExp(x: Tensor): Tensor {
  const options = { axes: [1], keepDimensions: true };
  const largest = reduceMax(x, options);
  return add(largest, log(reduceSum(exp(sub(x, largest)), options)));
}
