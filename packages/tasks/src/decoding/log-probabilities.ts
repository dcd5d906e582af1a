import { check, describeType, ndarray, type NDArray } from "@blockzoo/core";

/**
 * What a network says behind one of the tokens it has read: of its logits [N, V, T] the log-softmax at step `at`, [N, V], in
 * double precision.
 *
 * @throws BlockzooError where logits are not finite
 */
export function logProbabilitiesAt(logits: NDArray, at: number): NDArray {
  const { shape, data } = logits;
  check(
    shape.length === 3,
    () => `a network that is read step by step gives logits [N, V, T], this one gives ${describeType(logits)}`,
  );
  const [rows, tokens, steps] = shape as [number, number, number];
  const result = new Float64Array(rows * tokens);
  for (let row = 0; row < rows; row++) {
    const own = result.subarray(row * tokens, (row + 1) * tokens);
    own.forEach((_, token) => (own[token] = data[(row * tokens + token) * steps + at]!));
    const total = logSumExp(own);
    check(
      Number.isFinite(total),
      () => `logits of step ${at} are not finite: nor are weights, or what was read before`,
    );
    own.forEach((logit, token) => (own[token] = logit - total));
  }
  return ndarray(result, [rows, tokens]);
}

function logSumExp(values: Float64Array): number {
  const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
