import { check, describeType, type NDArray } from "@blockzoo/core";

/** What decoders must know of the logits, as the loss was told it. */
export interface DecodingOptions {
  /** How many steps of each sample are real; those behind are padding. All are by default. */
  readonly lengths?: ArrayLike<number> | undefined;
  /** The class that stands for "nothing new". Default 0, as in `ctcLoss`. */
  readonly blank?: number | undefined;
}

/** Of one sample: the log-probability of each class at each real step, in double precision. */
export type LogProbabilities = readonly Float64Array[];

/**
 * The log-softmax of each sample of logits `[N, T, V]`, and the blank.
 *
 * @throws BlockzooError where lengths or blank do not belong to the logits, or a logit is not a number
 */
export function logProbabilities(
  what: string,
  logits: NDArray,
  { lengths, blank = 0 }: DecodingOptions,
): { readonly samples: readonly LogProbabilities[]; readonly blank: number } {
  const [samples = 0, steps = 0, classes = 0] = logits.shape;
  check(logits.shape.length === 3, () => `${what} expects logits [N, T, V], got ${describeType(logits)}`);
  check(
    Number.isInteger(blank) && blank >= 0 && blank < classes,
    () => `${what}: the blank must be one of ${classes} classes, 0 to ${classes - 1}, got ${blank}`,
  );
  check(
    lengths === undefined || lengths.length === samples,
    () => `${what}: there are ${lengths!.length} lengths for ${samples} samples`,
  );
  const rows = Array.from({ length: samples }, (_, sample) => {
    const length = lengths?.[sample] ?? steps;
    check(
      Number.isInteger(length) && length >= 0 && length <= steps,
      () => `${what}: the length of sample ${sample} must be 0 to ${steps}, got ${length}`,
    );
    return Array.from({ length }, (__, step) => {
      const start = (sample * steps + step) * classes;
      const row = Float64Array.from({ length: classes }, (___, index) => logits.data[start + index]!);
      const total = logSum(row);
      check(Number.isFinite(total), () => `${what}: logits of sample ${sample}, step ${step} are not finite`);
      return row.map((logit) => logit - total);
    });
  });
  return { samples: rows, blank };
}

/** `log Σ exp x`; minus infinity for none. */
export function logSum(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let index = 0; index < values.length; index++) largest = Math.max(largest, values[index]!);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += Math.exp(values[index]! - largest);
  return largest + Math.log(sum);
}

/** `log(exp a + exp b)`. */
export function logAdd(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === -Infinity ? larger : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}
