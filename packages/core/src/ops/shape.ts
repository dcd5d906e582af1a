import { product, sameShape, sum, type Dimension, type Shape } from "../dimensions.js";
import { check } from "../errors.js";
import { currentBuilder, emitOne, type TensorLike } from "../graph/builder.js";
import { stridesOf, sizeOf } from "../ndarray.js";
import { describeType, type Tensor, type TensorType } from "../tensor.js";
import { broadcastShapes, broadcastStrides } from "./broadcast.js";
import { defineOp } from "./define.js";
import { normalizeAxes, normalizeAxis, readStrided, storageFor } from "./result.js";

export * from "./slicing.js";
export * from "./split.js";

/**
 * `shape` names only dimensions of the operand. One entry may be -1 where the size is a product of names (`3*H`), which
 * inference finds anew when the names become numbers; otherwise sizes are written out.
 */
export type ReshapeAttributes = { readonly shape: Shape };

export const reshapeOp = defineOp<ReshapeAttributes>({
  name: "reshape",
  doc: "The same elements, in row-major order, in another shape. ONNX Reshape.",
  infer: ([x], { shape }) => [{ dtype: x!.dtype, shape: resolveShape(x!, shape) }],
  // Values are never changed in place, so the result may share them.
  evaluate: ([x], _, [output]) => [{ ...output!, data: x!.data }],
  linear: [0],
  cases: () => [
    { name: "matrix to vector", inputs: [{ shape: [2, 3] }], attributes: { shape: [6] } },
    { name: "a size to be found", inputs: [{ shape: [2, 3, 4] }], attributes: { shape: [6, -1] } },
    { name: "an axis split", inputs: [{ shape: [2, 6, 2] }], attributes: { shape: [2, 3, 2, 2] } },
    { name: "scalar to three axes", inputs: [{ shape: [] }], attributes: { shape: [1, 1, 1] } },
    { name: "to a scalar", inputs: [{ shape: [1, 1] }], attributes: { shape: [] } },
    {
      name: "int32",
      inputs: [{ shape: [4, 2], dtype: "int32", range: [-9, 9] }],
      attributes: { shape: [2, 4] },
      gradient: false,
    },
    { name: "bool", inputs: [{ shape: [4, 2], dtype: "bool" }], attributes: { shape: [8] }, gradient: false },
  ],
});

/** The target with its -1 replaced, once both shapes are known to hold equally many elements. */
function resolveShape(x: TensorType, target: Shape): Shape {
  const mismatch = () => `reshape: ${describeType(x)} cannot become [${target}], the numbers of elements differ`;
  const free = target.indexOf(-1);
  const given = target.filter((_, axis) => axis !== free);
  check(
    given.every((size) => typeof size === "string" || (Number.isInteger(size) && size >= 0)),
    () => `reshape: expects sizes, of which one may be -1, got [${target}]`,
  );
  const total = factorsOf(x.shape);
  const used = factorsOf(given);
  const names = [...total.names];
  for (const name of used.names) {
    const index = names.indexOf(name);
    check(index >= 0, () => `reshape: the dimension "${name}" of [${target}] does not come from ${describeType(x)}`);
    names.splice(index, 1);
  }
  if (free < 0) {
    check(total.number === used.number && (names.length === 0 || total.number === 0), mismatch);
    return target;
  }
  check(used.number !== 0, () => `reshape: -1 has no definite size in [${target}], whose other sizes hold no element`);
  check(total.number % used.number === 0, mismatch);
  return target.with(free, product([total.number / used.number, ...names]));
}

/** The numbers in a product of dimensions, multiplied, and its other factors. */
function factorsOf(shape: Shape): { readonly number: number; readonly names: readonly string[] } {
  let number = 1;
  const names: string[] = [];
  for (const dimension of shape) {
    for (const factor of typeof dimension === "number" ? [String(dimension)] : factorsOfText(dimension)) {
      if (/^\d+$/.test(factor)) number *= Number(factor);
      else names.push(factor);
    }
  }
  return { number, names };
}

/** `"3*(H-1)*W"` gives `3`, `H-1`, `W`; a sum or a quotient is one factor. */
function factorsOfText(text: string): string[] {
  const factors: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (depth > 0) continue;
    else if ("+-/".includes(character)) return [text];
    else if (character === "*") {
      factors.push(text.slice(start, i));
      start = i + 1;
    }
  }
  factors.push(text.slice(start));
  if (factors.length > 1) return factors.flatMap(factorsOfText);
  return text.startsWith("(") && text.endsWith(")") ? factorsOfText(text.slice(1, -1)) : [text];
}

/** Axis i of the result is axis `permutation[i]` of the operand. */
export type TransposeAttributes = { readonly permutation: readonly number[] };

export const transposeOp = defineOp<TransposeAttributes>({
  name: "transpose",
  doc: "Permuted axes: axis i of the result is axis permutation[i] of x. ONNX Transpose.",
  infer([x], { permutation }) {
    check(
      permutation.length === x!.shape.length && x!.shape.every((_, axis) => permutation.includes(axis)),
      () => `transpose expects each axis of ${describeType(x!)} once, got [${permutation}]`,
    );
    return [{ dtype: x!.dtype, shape: permutation.map((axis) => x!.shape[axis]!) }];
  },
  evaluate([x], { permutation }, [output]) {
    const strides = stridesOf(x!.shape);
    return [
      readStrided(
        x!,
        output!,
        permutation.map((axis) => strides[axis]!),
      ),
    ];
  },
  linear: [0],
  cases: () => [
    { name: "matrix", inputs: [{ shape: [2, 3] }], attributes: { permutation: [1, 0] } },
    { name: "three axes in a cycle", inputs: [{ shape: [2, 3, 4] }], attributes: { permutation: [2, 0, 1] } },
    { name: "channels last", inputs: [{ shape: [2, 3, 4, 5] }], attributes: { permutation: [0, 2, 3, 1] } },
    { name: "five axes", inputs: [{ shape: [2, 1, 3, 2, 2] }], attributes: { permutation: [4, 2, 0, 3, 1] } },
    { name: "the identity", inputs: [{ shape: [2, 3] }], attributes: { permutation: [0, 1] } },
    { name: "scalar", inputs: [{ shape: [] }], attributes: { permutation: [] } },
    {
      name: "int32",
      inputs: [{ shape: [2, 3, 2], dtype: "int32", range: [-9, 9] }],
      attributes: { permutation: [1, 2, 0] },
      gradient: false,
    },
    {
      name: "int32, three axes backwards",
      inputs: [{ shape: [2, 3, 4], dtype: "int32", range: [-9, 9] }],
      attributes: { permutation: [2, 1, 0] },
      gradient: false,
    },
  ],
});

export type ExpandAttributes = { readonly shape: Shape };

export const expandOp = defineOp<ExpandAttributes>({
  name: "expand",
  doc: "x repeated along axes of size 1 or new leading axes, until it has the given shape. ONNX Expand.",
  infer([x], { shape }) {
    check(
      x!.shape.length <= shape.length && sameShape(broadcastShapes([x!.shape, shape]), shape),
      () => `expand: ${describeType(x!)} cannot be stretched to [${shape}]`,
    );
    return [{ dtype: x!.dtype, shape }];
  },
  evaluate: ([x], _, [output]) => [readStrided(x!, output!, broadcastStrides(x!.shape, output!.shape))],
  linear: [0],
  cases: () => [
    { name: "scalar", inputs: [{ shape: [] }], attributes: { shape: [2, 3] } },
    { name: "scalar to scalar", inputs: [{ shape: [] }], attributes: { shape: [] } },
    { name: "an axis of size 1", inputs: [{ shape: [2, 1] }], attributes: { shape: [2, 3] } },
    { name: "new leading axes", inputs: [{ shape: [3] }], attributes: { shape: [2, 4, 3] } },
    { name: "channels over a batch", inputs: [{ shape: [1, 3, 1, 1] }], attributes: { shape: [2, 3, 2, 2] } },
    {
      name: "int32",
      inputs: [{ shape: [2, 1], dtype: "int32", range: [-9, 9] }],
      attributes: { shape: [2, 2] },
      gradient: false,
    },
    { name: "bool", inputs: [{ shape: [1, 3], dtype: "bool" }], attributes: { shape: [2, 3] }, gradient: false },
  ],
});

export type ConcatAttributes = { readonly axis: number };

export const concatOp = defineOp<ConcatAttributes>({
  name: "concat",
  doc: "Tensors one after the other along an axis; their other sizes agree. ONNX Concat.",
  infer(inputs, { axis }) {
    const [first] = inputs;
    const others = (type: TensorType) => type.shape.filter((_, index) => index !== axis);
    for (const input of inputs) {
      check(
        input.dtype === first!.dtype &&
          input.shape.length === first!.shape.length &&
          axis < input.shape.length &&
          sameShape(others(input), others(first!)),
        () =>
          `concat expects tensors that differ only in axis ${axis}, got ${inputs.map((each) => describeType(each)).join(" and ")}`,
      );
    }
    const size = sum(inputs.map((input) => input.shape[axis]!));
    return [{ dtype: first!.dtype, shape: first!.shape.with(axis, size) }];
  },
  evaluate(inputs, { axis }, [output]) {
    const data = storageFor(output!);
    const outer = sizeOf(output!.shape.slice(0, axis));
    const chunks = inputs.map((input) => sizeOf(input.shape.slice(axis)));
    let at = 0;
    for (let row = 0; row < outer; row++) {
      inputs.forEach((input, index) => {
        const chunk = chunks[index]!;
        data.set(input.data.subarray(row * chunk, (row + 1) * chunk), at);
        at += chunk;
      });
    }
    return [{ ...output!, data }];
  },
  linear: [0, 1],
  cases: () => [
    { name: "vectors", inputs: [{ shape: [2] }, { shape: [3] }], attributes: { axis: 0 } },
    { name: "columns", inputs: [{ shape: [3, 2] }, { shape: [3, 1] }], attributes: { axis: 1 } },
    { name: "channels", inputs: [{ shape: [2, 1, 2, 2] }, { shape: [2, 3, 2, 2] }], attributes: { axis: 1 } },
    { name: "the last of three axes", inputs: [{ shape: [2, 3, 1] }, { shape: [2, 3, 2] }], attributes: { axis: 2 } },
    {
      name: "three tensors",
      inputs: [{ shape: [1, 2] }, { shape: [2, 2] }, { shape: [3, 2] }],
      attributes: { axis: 0 },
    },
    { name: "one tensor", inputs: [{ shape: [2, 3] }], attributes: { axis: 1 } },
    {
      name: "int32",
      inputs: [
        { shape: [2, 2], dtype: "int32", range: [-9, 9] },
        { shape: [1, 2], dtype: "int32", range: [-9, 9] },
      ],
      attributes: { axis: 0 },
      gradient: false,
    },
  ],
});

function adopt(what: string, x: TensorLike): Tensor {
  return currentBuilder(`${what}(...)`).adopt(x);
}

/**
 * The same elements, in row-major order, in another shape. One size may be -1: it becomes what the others leave. Names of
 * the target must be dimensions of `x`.
 *
 * @example
 * reshape(x, [2, -1]);        // [2, 3, 4] -> [2, 12]
 * reshape(x, ["N", -1]);      // ["N", 16, 5, 5] -> ["N", 400]
 * reshape(x, [x.shape[0]!, 4, -1]);
 */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  const tensor = adopt("reshape", x);
  const resolved = resolveShape(tensor, shape);
  if (sameShape(resolved, tensor.shape)) return tensor;
  // A product of names made here is known to no other node: it stays -1, so that inference makes it again from numbers.
  const known = (size: Dimension) => typeof size === "number" || tensor.shape.includes(size);
  return emitOne(reshapeOp, [tensor], { shape: resolved.map((size, axis) => (known(size) ? size : shape[axis]!)) });
}

/**
 * Permuted axes: axis i of the result is axis `permutation[i]` of `x`. The default reverses all axes.
 *
 * @example transpose(x, [0, 2, 3, 1])   // [N, C, H, W] -> [N, H, W, C]
 */
export function transpose(x: TensorLike, permutation?: readonly number[]): Tensor {
  const tensor = adopt("transpose", x);
  const axes =
    permutation?.map((axis) => normalizeAxis("transpose", axis, tensor.rank)) ??
    tensor.shape.map((_, axis) => tensor.rank - 1 - axis);
  const isIdentity = axes.length === tensor.rank && axes.every((from, to) => from === to);
  return isIdentity ? tensor : emitOne(transposeOp, [tensor], { permutation: axes });
}

/**
 * `x` repeated along its axes of size 1, and along new leading axes, until it has the given shape. Elementwise ops stretch
 * their operands by themselves.
 *
 * @example expand(0, [2, 3])   // zeros
 */
export function expand(x: TensorLike, shape: Shape): Tensor {
  const tensor = adopt("expand", x);
  return sameShape(tensor.shape, shape) ? tensor : emitOne(expandOp, [tensor], { shape });
}

/**
 * Tensors one after the other along an axis, the first by default; their other sizes and dtypes agree.
 *
 * @example concat([a, b], 1)   // [N, 3, H, W] and [N, 5, H, W] -> [N, 8, H, W]
 */
export function concat(tensors: readonly TensorLike[], axis = 0): Tensor {
  check(tensors.length > 0, () => "concat expects at least one tensor, got an empty list");
  const adopted = currentBuilder("concat(...)").adoptAll(tensors);
  const canonical = normalizeAxis("concat", axis, adopted[0]!.rank);
  return adopted.length === 1 ? adopted[0]! : emitOne(concatOp, adopted, { axis: canonical });
}

/** Tensors of one shape side by side along a new axis, the first by default: three of `[2, 4]` give `[3, 2, 4]`. */
export function stack(tensors: readonly TensorLike[], axis = 0): Tensor {
  check(tensors.length > 0, () => "stack expects at least one tensor, got an empty list");
  const adopted = currentBuilder("stack(...)").adoptAll(tensors);
  check(
    adopted.every((tensor) => sameShape(tensor.shape, adopted[0]!.shape)),
    () => `stack expects tensors of one shape, got ${adopted.join(" and ")}`,
  );
  const canonical = normalizeAxis("stack", axis, adopted[0]!.rank + 1);
  return concat(
    adopted.map((tensor) => unsqueeze(tensor, [canonical])),
    canonical,
  );
}

/** Without the given axes, which must have size 1; by default without all of that size: `[2, 1, 3] -> [2, 3]`. */
export function squeeze(x: TensorLike, axes?: readonly number[]): Tensor {
  const tensor = adopt("squeeze", x);
  const dropped =
    axes === undefined
      ? tensor.shape.flatMap((size, axis) => (size === 1 ? [axis] : []))
      : normalizeAxes("squeeze", axes, tensor.rank);
  for (const axis of dropped) {
    check(tensor.shape[axis] === 1, () => `squeeze: axis ${axis} of ${tensor} has not size 1`);
  }
  return reshape(
    tensor,
    tensor.shape.filter((_, axis) => !dropped.includes(axis)),
  );
}

/** With new axes of size 1 at the given positions of the result: `[2, 3]` with axes `[0, -1]` gives `[1, 2, 3, 1]`. */
export function unsqueeze(x: TensorLike, axes: readonly number[]): Tensor {
  const tensor = adopt("unsqueeze", x);
  const shape = [...tensor.shape];
  for (const axis of normalizeAxes("unsqueeze", axes, tensor.rank + axes.length)) shape.splice(axis, 0, 1);
  return reshape(tensor, shape);
}

/** All axes from `start` on (default 1, after the batch) as one: `[N, 16, 5, 5] -> [N, 400]`. */
export function flatten(x: TensorLike, options: { readonly start?: number } = {}): Tensor {
  const tensor = adopt("flatten", x);
  const start = normalizeAxis("flatten", options.start ?? 1, tensor.rank + 1);
  return reshape(tensor, [...tensor.shape.slice(0, start), product(tensor.shape.slice(start)) === 0 ? 0 : -1]);
}
