import {
  and,
  check,
  describeType,
  equal,
  less,
  ndarray,
  numeric,
  reduceSum,
  reshape,
  tensor,
  where,
  type Tensor,
} from "@blockzoo/core";

/** The value of each sample's class: `[N, K, ...]` and labels `[N, ...]` give `[N, ...]`. */
export function pickClass(what: string, values: Tensor, labels: Tensor): Tensor {
  return reduceSum(where(isOwnClass(what, values, labels), values, 0), { axes: [1] });
}

/** Which of the values are those of the samples' classes, of their shape. */
export function isOwnClass(what: string, values: Tensor, labels: Tensor): Tensor {
  const [samples, , ...spatial] = values.shape;
  const expected = [samples, ...spatial];
  check(
    values.rank >= 2 &&
      labels.dtype === "int32" &&
      labels.rank === expected.length &&
      labels.shape.every((size, axis) => size === expected[axis]),
    () =>
      `${what} expects [N, K, ...] and int32 labels [N, ...], got ${describeType(values)} and ${describeType(labels)}` +
      (values.rank < 2 ? "" : `: reshape or cast the labels to int32[${expected.join()}]`),
  );
  // One class index beside each value, instead of one-hot labels: the classes need not become the last axis.
  return equal(classAxis(what, values), reshape(labels, [samples!, 1, ...spatial]));
}

/** The losses, and NaN for a label that is no class, which a mask may leave out. */
export function unlessNoClass(losses: Tensor, { scores, labels }: { scores: Tensor; labels: Tensor }): Tensor {
  const isClass = and(less(-1, labels), less(labels, numeric(scores.shape[1]!, "the number of classes")));
  return where(isClass, losses, NaN);
}

/** The number of each class along axis 1, `[1, K, 1, ...]`. */
function classAxis(what: string, values: Tensor): Tensor {
  const count = numeric(values.shape[1]!, what);
  const shape = values.shape.map((_, axis) => (axis === 1 ? count : 1));
  return tensor(
    ndarray(
      Int32Array.from({ length: count }, (_, index) => index),
      shape,
    ),
  );
}
