import { numeric } from "../dimensions.js";
import { check } from "../errors.js";
import { currentBuilder, emit, type TensorLike } from "../graph/builder.js";
import { stridesOf } from "../ndarray.js";
import type { Tensor } from "../tensor.js";
import { defineOp } from "./define.js";
import { normalizeAxis, readStrided } from "./result.js";

/** The sizes of the pieces along the axis, which together make it up. */
export type SplitAttributes = { readonly axis: number; readonly sizes: readonly number[] };

export const splitOp = defineOp<SplitAttributes>({
  name: "split",
  doc: "Consecutive pieces of x along one axis, of the given sizes. ONNX Split.",
  infer: ([x], { axis, sizes }) =>
    sizes.map((size) => ({ dtype: x!.dtype, shape: x!.shape.map((own, index) => (index === axis ? size : own)) })),
  evaluate([x], { axis }, outputs) {
    const strides = stridesOf(x!.shape);
    let base = 0;
    return outputs.map((output) => {
      const piece = readStrided(x!, output, strides, base * strides[axis]!);
      base += output.shape[axis]!;
      return piece;
    });
  },
  linear: [0],
  cases: () => [
    { name: "columns", inputs: [{ shape: [2, 6] }], attributes: { axis: 1, sizes: [1, 3, 2] } },
    { name: "rows", inputs: [{ shape: [4, 3] }], attributes: { axis: 0, sizes: [2, 2] } },
    { name: "a middle axis", inputs: [{ shape: [2, 4, 3] }], attributes: { axis: 1, sizes: [1, 1, 2] } },
    { name: "int32", inputs: [{ shape: [6], dtype: "int32", range: [0, 9] }], attributes: { axis: 0, sizes: [4, 2] } },
  ],
});

/** How {@link split} cuts: into pieces of given sizes, or into a number of equal ones. Axis 0 by default. */
export type SplitOptions =
  { readonly axis?: number; readonly sizes: readonly number[] } | { readonly axis?: number; readonly parts: number };

/**
 * The pieces of a tensor along an axis; `concat` puts them together again.
 *
 * @example const [i, f, g, o] = split(gates, { axis: 1, parts: 4 });   // [N, 4H] -> four of [N, H]
 */
export function split(x: TensorLike, options: SplitOptions): Tensor[] {
  const tensor = currentBuilder("split(...)").adopt(x);
  const axis = normalizeAxis("split", options.axis ?? 0, tensor.rank);
  const size = numeric(tensor.shape[axis]!, `split along axis ${axis} of ${tensor}`);
  const sizes = "sizes" in options ? options.sizes : equalSizes(tensor, axis, size, options.parts);
  check(
    sizes.reduce((total, each) => total + each, 0) === size &&
      sizes.every((each) => Number.isInteger(each) && each >= 0),
    () => `split: pieces of [${sizes}] do not make up axis ${axis} of ${tensor}`,
  );
  return sizes.length === 1 ? [tensor] : [...emit(splitOp, [tensor], { axis, sizes })];
}

function equalSizes(x: Tensor, axis: number, size: number, parts: number): number[] {
  check(
    Number.isInteger(parts) && parts > 0 && size % parts === 0,
    () => `split: axis ${axis} of ${x} does not fall into ${parts} equal parts`,
  );
  return new Array<number>(parts).fill(size / parts);
}
