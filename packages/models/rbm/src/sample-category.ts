import { add, and, cast, concat, less, lessOrEqual, numeric, split, type Tensor } from "@blockzoo/core";

/**
 * One state of several, drawn from their probabilities by one number each: 1 for the state into whose share of [0, 1) the number
 * falls, 0 for all others.
 *
 * @param probabilities of two states or more, of which the sum along `axis` is 1
 * @param noise of the same shape, with size 1 along `axis`: uniform in [0, 1)
 * @example sampleCategory(softmax(scores), noise, { axis: 1 })   // [N, 10] and [N, 1] to [N, 10], one-hot
 */
export function sampleCategory(probabilities: Tensor, noise: Tensor, { axis }: { readonly axis: number }): Tensor {
  const shares = split(probabilities, { axis, parts: numeric(probabilities.shape[axis]!, "sampleCategory") });
  // Added up in turn, the shares have no gap and do not overlap; the last takes what rounding leaves of 1.
  let end = shares[0]!;
  const states = [less(noise, end)];
  for (const share of shares.slice(1, -1)) {
    const start = end;
    end = add(start, share);
    states.push(and(lessOrEqual(start, noise), less(noise, end)));
  }
  states.push(lessOrEqual(end, noise));
  return concat(
    states.map((state) => cast(state, "float32")),
    axis,
  );
}
