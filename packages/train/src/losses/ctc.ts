import {
  add,
  and,
  cast,
  check,
  checkOptions,
  customGradient,
  describeType,
  div,
  equal,
  expand,
  greaterOrEqual,
  int32,
  iota,
  less,
  lessOrEqual,
  logSoftmax,
  matMul,
  maximum,
  mul,
  neg,
  not,
  notEqual,
  numeric,
  numericShape,
  oneHot,
  or,
  reduceSum,
  reshape,
  softmax,
  sub,
  tensor,
  transpose,
  unsqueeze,
  where,
  type OptionNames,
  type Tensor,
} from "@blockzoo/core";
import { backwardVariable, forwardVariable, impossible, withBlanks, type Alignments } from "./ctc-alignments.js";
import { meanOf, type MaskOptions } from "./mean.js";

/** What becomes of the losses of a batch: their mean, their sum, or `none`, which gives those of the samples `[N]`. */
export type CtcReduction = "mean" | "sum" | "none";

/** How {@link ctcLoss} reads its batch. */
export interface CtcLossOptions extends MaskOptions {
  /** int32 `[N]`: the steps of `logits` that are no padding, at most T. All are by default. See `lengthsAfter` of core. */
  readonly inputLengths?: Tensor | undefined;
  /** int32 `[N]`: the labels that are no padding, at most L; 0 for a sample without any. All are by default. */
  readonly labelLengths?: Tensor | undefined;
  /** The class that stands for "nothing new"; the decoder must be told the same. Default 0. */
  readonly blank?: number;
  /** Whether labels that do not fit into the steps cost 0 instead of infinity. Default false. */
  readonly zeroInfinity?: boolean;
  /** `mean` divides each sample's loss by its number of labels, at least 1, first, as PyTorch does. Default mean. */
  readonly reduction?: CtcReduction;
}

const optionNames: OptionNames<CtcLossOptions> = {
  inputLengths: true,
  labelLengths: true,
  blank: true,
  zeroInfinity: true,
  reduction: true,
  mask: true,
};

/**
 * Connectionist temporal classification: minus the logarithm of the probability that the network's classes, one a step, give
 * the labels once repeats are made one and blanks dropped, summed over all ways to get there. So nobody needs to know which
 * steps belong to which label. As `torch.nn.functional.ctc_loss` of `log_softmax(logits)`.
 *
 * Labels that do not fit, of which a repeat needs a blank between, cost infinity and have no gradient; those of the other
 * samples of the batch stay what they are. A label that is no class or the blank, and a length beyond the batch, make the loss
 * NaN, which stops `fit`. What stands at padding, of logits or labels, is of no account.
 *
 * A. Graves, S. Fernández, F. Gomez, J. Schmidhuber, "Connectionist Temporal Classification: Labelling Unsegmented Sequence
 * Data with Recurrent Neural Networks", 2006; the gradient is that of equation 16, softmax less posterior.
 *
 * Useful for: speech, handwriting, any sequence that is known to hold others in order, and not where.
 *
 * @param logits float32 `[N, T, V]`, of the blank and the labels
 * @param labels int32 `[N, L]`
 * @returns a float32 scalar; `[N]` with `reduction: "none"`
 * @example ctcLoss(logits, y, { inputLengths: lengthsAfter(xLengths, { kernel: 5, stride: 2, padding: 2 }), labelLengths: yLengths })
 */
export function ctcLoss(logits: Tensor, labels: Tensor, options: CtcLossOptions = {}): Tensor {
  checkOptions("ctcLoss", options, optionNames);
  const { blank = 0, zeroInfinity = false } = options;
  const batch = checkedBatch(logits, labels, { ...options, blank });
  const [logLikelihood] = customGradient(
    [logits, labels, batch.inputLengths, batch.labelLengths],
    (inputs) => {
      const { alphas, total } = forwardVariable(alignmentsOf(inputs, blank));
      return [total, alphas];
    },
    ([dTotal, dAlphas], inputs, [, alphas]) => {
      check(dAlphas === undefined, () => "ctcLoss: there is no gradient of its gradient");
      const gradient = gradientOfLikelihood(inputs[0]!, alignmentsOf(inputs, blank), alphas!);
      return [dTotal && mul(gradient, reshape(dTotal, [batch.samples, 1, 1]))];
    },
  ) as [Tensor, Tensor];
  const losses = where(less(logLikelihood, impossible / 2), zeroInfinity ? 0 : Infinity, neg(logLikelihood));
  return reduced(where(isSound(batch, blank), losses, NaN), batch.labelLengths, options);
}

/** A batch whose types fit, with both lengths. */
interface Batch {
  readonly labels: Tensor;
  readonly inputLengths: Tensor;
  readonly labelLengths: Tensor;
  readonly samples: number;
  readonly steps: number;
  readonly classes: number;
}

function checkedBatch(logits: Tensor, labels: Tensor, options: CtcLossOptions & { readonly blank: number }): Batch {
  const { inputLengths, labelLengths, blank, mask } = options;
  check(
    logits.rank === 3 && labels.rank === 2 && labels.dtype === "int32" && labels.shape[0] === logits.shape[0],
    () =>
      `ctcLoss expects logits [N, T, V] and int32 labels [N, L], got ${describeType(logits)} and ${describeType(labels)}`,
  );
  const [samples, steps, classes] = numericShape(logits.shape, "ctcLoss") as [number, number, number];
  const longest = numeric(labels.shape[1]!, "ctcLoss");
  check(
    longest > 0,
    () => "ctcLoss: labels have no column: pad them to one, and say with labelLengths that it is none",
  );
  check(
    Number.isInteger(blank) && blank >= 0 && blank < classes,
    () => `ctcLoss: the blank must be one of ${classes} classes, 0 to ${classes - 1}, got ${blank}`,
  );
  const lengthType = describeType(int32(samples));
  for (const [name, lengths] of Object.entries({ inputLengths, labelLengths })) {
    check(
      lengths === undefined || describeType(lengths) === lengthType,
      () => `ctcLoss expects ${name} ${lengthType}, got ${describeType(lengths!)}`,
    );
  }
  check(
    mask === undefined || (mask.rank === 1 && mask.shape[0] === samples),
    () => `ctcLoss expects a mask of ${samples} samples, got ${describeType(mask!)}`,
  );
  const all = (length: number) => expand(tensor(length, "int32"), [samples]);
  return {
    labels,
    inputLengths: inputLengths ?? all(steps),
    labelLengths: labelLengths ?? all(longest),
    samples,
    steps,
    classes,
  };
}

/** What the recursions run on, from logits, labels and both lengths. */
function alignmentsOf(inputs: readonly Tensor[], blank: number): Alignments {
  const [logits, labels, inputLengths, labelLengths] = inputs as [Tensor, Tensor, Tensor, Tensor];
  const symbols = withBlanks(labels, blank);
  // A logit of minus infinity must not become NaN in a product with 0.
  const logProbabilities = maximum(logSoftmax(logits), impossible);
  const emissions = matMul(logProbabilities, membership(symbols, logits), { transposeB: true });
  return {
    symbols,
    last: unsqueeze(mul(labelLengths, 2), [1]),
    emissions: transpose(emissions, [1, 0, 2]),
    isReal: unsqueeze(less(unsqueeze(iota(logits.shape[1]!), [1]), inputLengths), [2]),
    blank,
  };
}

/**
 * 1 where a state `[N, S]` has a class: `[N, S, V]`. A product with it picks, and its transpose adds up, and for alphabets of
 * letters that is faster on all runtimes than to gather and to scatter.
 */
function membership(symbols: Tensor, logits: Tensor): Tensor {
  return oneHot(symbols, { depth: numeric(logits.shape[2]!, "ctcLoss") });
}

/**
 * The gradient of the log-likelihoods with respect to the logits, `[N, T, V]`: how probable each class is at each step given the
 * labels, less how probable the network thinks it.
 */
function gradientOfLikelihood(logits: Tensor, alignments: Alignments, alphas: Tensor): Tensor {
  // Normalised at each step, not by the total, so that rounding does not grow with the number of steps.
  const posterior = softmax(add(alphas, backwardVariable(alignments)));
  const perClass = matMul(transpose(posterior, [1, 0, 2]), membership(alignments.symbols, logits));
  return where(transpose(alignments.isReal, [1, 0, 2]), sub(perClass, softmax(logits)), 0);
}

/** Which samples have lengths within the batch, and labels that are classes and not the blank: bool `[N]`. */
function isSound({ labels, inputLengths, labelLengths, steps, classes }: Batch, blank: number): Tensor {
  const columns = numeric(labels.shape[1]!, "ctcLoss");
  const within = (lengths: Tensor, most: number) => and(greaterOrEqual(lengths, 0), lessOrEqual(lengths, most));
  const isLabel = and(and(greaterOrEqual(labels, 0), less(labels, classes)), notEqual(labels, blank));
  const isPadding = greaterOrEqual(iota(columns), unsqueeze(labelLengths, [1]));
  const wrong = reduceSum(cast(not(or(isLabel, isPadding)), "int32"), { axes: [1] });
  return and(and(within(inputLengths, steps), within(labelLengths, columns)), equal(wrong, 0));
}

function reduced(
  losses: Tensor,
  labelLengths: Tensor,
  { mask, reduction = "mean" }: Pick<CtcLossOptions, "mask" | "reduction">,
): Tensor {
  // Replaced and not multiplied: what a mask hides may be infinite.
  const kept = mask === undefined ? losses : where(notEqual(cast(mask, "float32"), 0), losses, 0);
  const reductions = {
    none: () => kept,
    sum: () => reduceSum(kept),
    mean: () => meanOf(div(kept, cast(maximum(labelLengths, 1), "float32")), { mask }),
  } satisfies Record<CtcReduction, () => Tensor>;
  check(
    Object.hasOwn(reductions, reduction),
    () => `ctcLoss: there is no reduction "${reduction}", expected ${Object.keys(reductions).join(", ")}`,
  );
  return reductions[reduction]();
}
