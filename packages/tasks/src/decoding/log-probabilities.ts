import { check, describeType, ndarray, type NDArray } from "@blockzoo/core";
import { rowOf } from "./rows.js";

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
  const result = ndarray(new Float64Array(rows * tokens), [rows, tokens]);
  for (let row = 0; row < rows; row++) {
    const own = rowOf(result, row);
    for (let token = 0; token < tokens; token++) own[token] = data[(row * tokens + token) * steps + at]!;
    const total = logSumExp(own);
    check(
      Number.isFinite(total),
      () => `logits of step ${at} are not finite: nor are weights, or what was read before`,
    );
    for (let token = 0; token < tokens; token++) own[token] = own[token]! - total;
  }
  return result;
}

function logSumExp(values: NDArray["data"]): number {
  const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
