import { check } from "../errors.js";
import { currentBuilder } from "../graph/builder.js";
import { mul, neg, sqrt, sub } from "../ops/elementwise.js";
import { reduceMax, reduceMean } from "../ops/reduce.js";
import { stack } from "../ops/shape.js";
import type { Tensor } from "../tensor.js";

/**
 * Reports shape, mean, deviation and range of a tensor with every run, on any backend: `results.probes`.
 *
 * @returns the tensor, so that a line of `forward` can be wrapped
 * @example const h = probe(this.conv1.forward(x), "after conv1");
 */
export function probe(x: Tensor, label: string): Tensor {
  const builder = currentBuilder("probe(...)");
  check(
    builder.parent === undefined,
    () => `probe "${label}" stands inside scan: return the value and probe it outside`,
  );
  check(x.dtype === "float32", () => `probe "${label}" expects float32, got ${x}`);
  const mean = reduceMean(x);
  const centred = sub(x, mean);
  const deviation = sqrt(reduceMean(mul(centred, centred)));
  const tensor = stack([mean, deviation, neg(reduceMax(neg(x))), reduceMax(x)], 0);
  builder.probes.push({ label, path: builder.path, source: x, tensor });
  return x;
}
