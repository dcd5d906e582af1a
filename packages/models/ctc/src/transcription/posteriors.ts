import { ndarray, type NDArray } from "@blockzoo/core";
import { softmax } from "@blockzoo/tasks/classes";

/** How probable each class is at each step: of logits [steps, classes], float32 of the same shape, with rows of the sum 1. */
export function posteriorsOf({ shape, data }: NDArray): NDArray {
  const classes = shape[1]!;
  const posteriors = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += classes) {
    posteriors.set(softmax(data.subarray(start, start + classes)), start);
  }
  return ndarray(posteriors, shape);
}
