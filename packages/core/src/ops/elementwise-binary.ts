import { sameShape } from "../dimensions.js";
import { check } from "../errors.js";
import { emitOne, type TensorLike } from "../graph/builder.js";
import type { DType, NDArray } from "../ndarray.js";
import { describeType, type Tensor } from "../tensor.js";
import { broadcastShapes, broadcastStrides, offsets } from "./broadcast.js";
import { defineOp, type CaseInput, type OpCase, type OpDefinition } from "./define.js";
import { checkDType, storageFor, type NoAttributes } from "./result.js";

interface BinaryRow {
  readonly name: string;
  readonly doc: string;
  /** The dtypes that the operands may have; both must have the same. */
  readonly dtypes: readonly DType[];
  /** The dtype of the result, where it is not that of the operands. */
  readonly result?: DType;
  compute(a: number, b: number): number;
  /** The same for int32, where truncation or overflow make a difference. */
  readonly computeInteger?: (a: number, b: number) => number;
  readonly linear?: readonly number[];
  /** Where the cases draw a and b from. */
  readonly ranges?: readonly [readonly [number, number], readonly [number, number]];
  /** A pair of rows to check besides, for ties and corners. */
  readonly special?: SpecialPoints;
}

interface SpecialPoints {
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** As in {@link OpCase}: a tie of max has a first gradient, in the sense of central differences, and no second. */
  readonly gradient?: OpCase["gradient"];
}

function binary(row: BinaryRow): OpDefinition<NoAttributes> {
  const { name, doc, dtypes, result, linear } = row;
  return defineOp<NoAttributes>({
    name,
    doc,
    infer([a, b]) {
      check(
        a!.dtype === b!.dtype && dtypes.includes(a!.dtype),
        () =>
          `${name} expects two tensors of ${dtypes.join(" or of ")}, got ${describeType(a!)} and ${describeType(b!)}`,
      );
      return [{ dtype: result ?? a!.dtype, shape: broadcastShapes([a!.shape, b!.shape]) }];
    },
    evaluate([a, b], _, [output]) {
      const compute = a!.dtype === "int32" ? (row.computeInteger ?? row.compute) : row.compute;
      const [dataA, dataB] = [a!.data, b!.data];
      const [atA, atB] = [stretched(a!, output!.shape), stretched(b!, output!.shape)];
      const data = storageFor(output!);
      for (let i = 0; i < data.length; i++) {
        data[i] = compute(dataA[atA === undefined ? i : atA[i]!]!, dataB[atB === undefined ? i : atB[i]!]!);
      }
      return [{ ...output!, data }];
    },
    ...(linear && { linear }),
    elementwise: true,
    cases: () => binaryCases(row),
  });
}

/** Where each element of the broadcast shape lies in an operand; undefined when the operand has that shape already. */
function stretched(x: NDArray, shape: readonly number[]): Int32Array | undefined {
  return sameShape(x.shape, shape) ? undefined : offsets(shape, broadcastStrides(x.shape, shape));
}

function binaryCases({ dtypes, result, ranges, special }: BinaryRow): OpCase<NoAttributes>[] {
  const main = dtypes[0]!;
  const pair = (a: readonly number[], b: readonly number[]): CaseInput[] =>
    [a, b].map((shape, side) =>
      main === "float32" ? { shape, range: ranges?.[side] ?? [-2, 2] } : { shape, dtype: main },
    );
  const cases: OpCase<NoAttributes>[] = [
    { name: "equal shapes", inputs: pair([2, 3], [2, 3]), attributes: {} },
    { name: "scalars", inputs: pair([], []), attributes: {} },
    { name: "matrix and scalar", inputs: pair([2, 3], []), attributes: {} },
    { name: "scalar and three axes", inputs: pair([], [2, 3, 2]), attributes: {} },
    { name: "a row to a matrix", inputs: pair([4, 3], [3]), attributes: {} },
    { name: "both stretch", inputs: pair([2, 1, 3], [4, 1]), attributes: {} },
    { name: "channels of four axes", inputs: pair([2, 3, 2, 2], [3, 1, 1]), attributes: {} },
    { name: "axes of size 1 stay", inputs: pair([1, 2, 1], [1, 1, 1]), attributes: {} },
  ];
  if (dtypes.includes("int32")) {
    const a: CaseInput = { shape: [2, 4], dtype: "int32", values: [7, -7, 7, -7, 0, 1, 40, 3] };
    const b: CaseInput = { shape: [4], dtype: "int32", values: [2, 2, -2, 3] };
    cases.push({ name: "int32", inputs: [a, b], attributes: {}, gradient: false });
  }
  if (special !== undefined) {
    const inputs = [special.a, special.b].map((values) => ({ shape: [values.length], dtype: main, values }));
    cases.push({
      name: "special points",
      inputs,
      attributes: {},
      ...(special.gradient !== undefined && { gradient: special.gradient }),
    });
  }
  return (result ?? main) === "float32" ? cases : cases.map((each) => ({ ...each, gradient: false }));
}

export const addOp = binary({
  name: "add",
  doc: "a + b, elementwise with broadcasting, float32 or int32. ONNX Add.",
  dtypes: ["float32", "int32"],
  compute: (a, b) => a + b,
  linear: [0, 1],
});

export const subOp = binary({
  name: "sub",
  doc: "a - b, elementwise with broadcasting, float32 or int32. ONNX Sub.",
  dtypes: ["float32", "int32"],
  compute: (a, b) => a - b,
  linear: [0, 1],
});

export const mulOp = binary({
  name: "mul",
  doc: "a * b, elementwise with broadcasting, float32 or int32. ONNX Mul.",
  dtypes: ["float32", "int32"],
  compute: (a, b) => a * b,
  computeInteger: Math.imul,
  linear: [0, 1],
});

export const divOp = binary({
  name: "div",
  doc: "a / b, elementwise with broadcasting, float32, or int32 truncated toward zero. ONNX Div.",
  dtypes: ["float32", "int32"],
  compute: (a, b) => a / b,
  computeInteger: (a, b) => Math.trunc(a / b),
  linear: [0],
  ranges: [
    [-2, 2],
    [0.5, 2],
  ],
  special: { a: [1, -1, 3], b: [-2, 4, -0.5] },
});

export const powOp = binary({
  name: "pow",
  doc: "a to the power of b, elementwise with broadcasting; 0^0 is 1. ONNX Pow.",
  dtypes: ["float32"],
  compute: (a, b) => a ** b,
  ranges: [
    [0.5, 2],
    [-2, 2],
  ],
  special: { a: [0, 0, -2, -2, 5], b: [0, 3, 3, 2, 0], gradient: false },
});

export const maximumOp = binary({
  name: "maximum",
  doc: "The greater of a and b, elementwise with broadcasting, float32 or int32; at a tie half of the gradient goes to each. ONNX Max.",
  dtypes: ["float32", "int32"],
  compute: Math.max,
  special: { a: [1, -1, 0, 2], b: [1, -2, 0, 2.5], gradient: "first" },
});

export const minimumOp = binary({
  name: "minimum",
  doc: "The smaller of a and b, elementwise with broadcasting, float32 or int32; at a tie half of the gradient goes to each. ONNX Min.",
  dtypes: ["float32", "int32"],
  compute: Math.min,
  special: { a: [1, -1, 0, 2], b: [1, -2, 0, 2.5], gradient: "first" },
});

export const equalOp = binary({
  name: "equal",
  doc: "Whether a equals b, elementwise with broadcasting, float32 or int32 to bool. ONNX Equal.",
  dtypes: ["float32", "int32"],
  result: "bool",
  compute: (a, b) => (a === b ? 1 : 0),
  special: { a: [1, 0, -2.5, 2], b: [1, -0, -2.5, 2.5], gradient: false },
});

export const lessOp = binary({
  name: "less",
  doc: "Whether a is less than b, elementwise with broadcasting, float32 or int32 to bool. ONNX Less.",
  dtypes: ["float32", "int32"],
  result: "bool",
  compute: (a, b) => (a < b ? 1 : 0),
  special: { a: [1, 0, -2.5, 2], b: [1, -0, -2, 1.5], gradient: false },
});

export const andOp = binary({
  name: "and",
  doc: "Logical conjunction of two bool tensors, elementwise with broadcasting. ONNX And.",
  dtypes: ["bool"],
  compute: (a, b) => a & b,
  special: { a: [0, 0, 1, 1], b: [0, 1, 0, 1], gradient: false },
});

export const orOp = binary({
  name: "or",
  doc: "Logical disjunction of two bool tensors, elementwise with broadcasting. ONNX Or.",
  dtypes: ["bool"],
  compute: (a, b) => a | b,
  special: { a: [0, 0, 1, 1], b: [0, 1, 0, 1], gradient: false },
});

export const whereOp = defineOp<NoAttributes>({
  name: "where",
  doc: "a where the bool condition holds, b elsewhere; all three broadcast, a and b have one dtype. ONNX Where.",
  infer([condition, a, b]) {
    checkDType("the condition of where", condition!, ["bool"]);
    check(
      a!.dtype === b!.dtype,
      () => `where expects two tensors of one dtype, got ${describeType(a!)} and ${describeType(b!)}`,
    );
    return [{ dtype: a!.dtype, shape: broadcastShapes([condition!.shape, a!.shape, b!.shape]) }];
  },
  evaluate(inputs, _, [output]) {
    const [condition, a, b] = inputs.map((input) => input.data);
    const [atCondition, atA, atB] = inputs.map((input) => stretched(input, output!.shape));
    const data = storageFor(output!);
    for (let i = 0; i < data.length; i++) {
      const holds = condition![atCondition === undefined ? i : atCondition[i]!] !== 0;
      data[i] = holds ? a![atA === undefined ? i : atA[i]!]! : b![atB === undefined ? i : atB[i]!]!;
    }
    return [{ ...output!, data }];
  },
  elementwise: true,
  linear: [1, 2],
  cases() {
    const on = (shape: readonly number[]): CaseInput => ({ shape, dtype: "bool" });
    const int = (shape: readonly number[]): CaseInput => ({ shape, dtype: "int32", range: [-9, 9] });
    return [
      { name: "equal shapes", inputs: [on([2, 3]), { shape: [2, 3] }, { shape: [2, 3] }], attributes: {} },
      { name: "scalars", inputs: [on([]), { shape: [] }, { shape: [] }], attributes: {} },
      { name: "scalar alternative", inputs: [on([2, 3]), { shape: [2, 3] }, { shape: [] }], attributes: {} },
      { name: "all stretch", inputs: [on([4, 1]), { shape: [2, 1, 3] }, { shape: [3] }], attributes: {} },
      {
        name: "a mask over four axes",
        inputs: [on([1, 1, 3, 3]), { shape: [2, 2, 3, 3] }, { shape: [] }],
        attributes: {},
      },
      { name: "int32", inputs: [on([2, 3]), int([2, 3]), int([3])], attributes: {}, gradient: false },
    ];
  },
});

/**
 * `a + b`, elementwise; shapes broadcast as in NumPy: `[2, 1, 3] + [4, 1] -> [2, 4, 3]`. float32 or int32, both the same;
 * a number takes the dtype of the tensor beside it.
 *
 * @example add(x, bias)
 */
export function add(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(addOp, [a, b], {});
}

/** `a - b`, elementwise; shapes broadcast, dtypes agree, as in {@link add}. */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(subOp, [a, b], {});
}

/** `a b`, elementwise; shapes broadcast, dtypes agree, as in {@link add}. */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(mulOp, [a, b], {});
}

/** `a / b`, elementwise; shapes broadcast, dtypes agree, as in {@link add}. int32 truncates toward zero. */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(divOp, [a, b], {});
}

/**
 * `aᵇ`, elementwise, float32; shapes broadcast as in {@link add}. `0⁰` is 1, a negative base needs a whole exponent. The
 * gradient of the base is 0 where the exponent is 0, that of the exponent is 0 where the base is 0.
 *
 * @example pow(x, 3)
 */
export function pow(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(powOp, [a, b], {});
}

/** The greater of `a` and `b`, elementwise; shapes broadcast as in {@link add}. At a tie each gets half of the gradient. */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(maximumOp, [a, b], {});
}

/** The smaller of `a` and `b`, elementwise; shapes broadcast as in {@link add}. At a tie each gets half of the gradient. */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(minimumOp, [a, b], {});
}

/** Whether `a` equals `b`, elementwise, as bool; shapes broadcast as in {@link add}. */
export function equal(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(equalOp, [a, b], {});
}

/** Whether `a < b`, elementwise, as bool; shapes broadcast as in {@link add}. */
export function less(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(lessOp, [a, b], {});
}

/** Whether both hold, elementwise on bool tensors; shapes broadcast as in {@link add}. */
export function and(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(andOp, [a, b], {});
}

/** Whether at least one holds, elementwise on bool tensors; shapes broadcast as in {@link add}. */
export function or(a: TensorLike, b: TensorLike): Tensor {
  return emitOne(orOp, [a, b], {});
}

/**
 * `a` where the bool `condition` holds, `b` elsewhere; all three broadcast as in {@link add}. What is not chosen gets no
 * gradient, but a NaN in its own gradient stays: mask its input, too, where its function has a pole.
 *
 * @example where(mask, scores, -1e9)
 */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  return emitOne(whereOp, [condition, a, b], {});
}
