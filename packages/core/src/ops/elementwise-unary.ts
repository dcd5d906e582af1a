import { currentBuilder, emitOne, type TensorLike } from "../graph/builder.js";
import { sizeOf, type DType } from "../ndarray.js";
import type { Tensor } from "../tensor.js";
import { defineOp, type CaseInput, type OpCase, type OpDefinition } from "./define.js";
import { checkDType, storageFor, type NoAttributes } from "./result.js";

interface UnaryRow {
  readonly name: string;
  readonly doc: string;
  /** The dtypes it is defined for; the result has the same. */
  readonly dtypes: readonly DType[];
  compute(x: number): number;
  readonly linear?: true;
  /** Where the cases draw from. */
  readonly range?: readonly [number, number];
  /** The function has a kink or a jump at an integer: cases keep away from these. */
  readonly kinks?: true;
  /** Points to check without a gradient: kinks, saturation, the ends of the domain. */
  readonly special?: readonly number[];
}

function unary(row: UnaryRow): OpDefinition<NoAttributes> {
  const { name, doc, dtypes, compute } = row;
  return defineOp<NoAttributes>({
    name,
    doc,
    infer([x]) {
      checkDType(name, x!, dtypes);
      return [{ dtype: x!.dtype, shape: x!.shape }];
    },
    evaluate([x], _, [output]) {
      const source = x!.data;
      const data = storageFor(output!);
      for (let i = 0; i < data.length; i++) data[i] = compute(source[i]!);
      return [{ ...output!, data }];
    },
    elementwise: true,
    ...(row.linear && { linear: [0] }),
    cases: () => unaryCases(row),
  });
}

function unaryCases({ dtypes, range = [-2, 2], kinks, special }: UnaryRow): OpCase<NoAttributes>[] {
  const whole = dtypes.includes("int32");
  const main = dtypes[0]!;
  const input = (shape: readonly number[]): CaseInput => {
    if (main !== "float32") return { shape, dtype: main };
    return kinks ? { shape, values: awayFromIntegers(sizeOf(shape)) } : { shape, range };
  };
  const cases: OpCase<NoAttributes>[] = [
    { name: "matrix", inputs: [input([2, 3])], attributes: {} },
    { name: "scalar", inputs: [input([])], attributes: {} },
    { name: "four axes, one of size 1", inputs: [input([2, 1, 3, 2])], attributes: {} },
  ];
  if (special !== undefined) {
    const inputs = [{ shape: [special.length], values: special }];
    cases.push({ name: "special points", inputs, attributes: {}, gradient: false });
  }
  if (whole) {
    const inputs: CaseInput[] = [{ shape: [2, 3], dtype: "int32", values: [-7, -1, 0, 1, 2, 2000] }];
    cases.push({ name: "int32", inputs, attributes: {}, gradient: false });
  }
  return main === "float32" ? cases : cases.map((each) => ({ ...each, gradient: false }));
}

/** Values of both signs, none nearer to an integer than 0.15. */
function awayFromIntegers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (((i * 5) % count) - Math.floor(count / 2) + 0.3) / 2);
}

export const negOp = unary({
  name: "neg",
  doc: "-x, elementwise, float32 or int32. ONNX Neg.",
  dtypes: ["float32", "int32"],
  compute: (x) => -x,
  linear: true,
});

export const absOp = unary({
  name: "abs",
  doc: "|x|, elementwise, float32 or int32; its gradient at 0 is 0. ONNX Abs.",
  dtypes: ["float32", "int32"],
  compute: Math.abs,
  kinks: true,
  special: [-3, 0, 3],
});

export const signOp = unary({
  name: "sign",
  doc: "-1, 0 or 1 by the sign of x, elementwise, float32 or int32; its gradient is 0. ONNX Sign.",
  dtypes: ["float32", "int32"],
  compute: Math.sign,
  kinks: true,
  special: [-3, 0, 3],
});

export const expOp = unary({
  name: "exp",
  doc: "e^x, elementwise. ONNX Exp.",
  dtypes: ["float32"],
  compute: Math.exp,
  special: [-200, -80, 0, 10],
});

export const logOp = unary({
  name: "log",
  doc: "The natural logarithm of x, elementwise. ONNX Log.",
  dtypes: ["float32"],
  compute: Math.log,
  range: [0.3, 3],
  special: [1e-30, 1, 1e30],
});

export const sqrtOp = unary({
  name: "sqrt",
  doc: "The square root of x, elementwise. ONNX Sqrt.",
  dtypes: ["float32"],
  compute: Math.sqrt,
  range: [0.3, 3],
  special: [0, 1e-12, 1, 1e12],
});

export const floorOp = unary({
  name: "floor",
  doc: "The greatest whole number not above x, elementwise; its gradient is 0. ONNX Floor.",
  dtypes: ["float32"],
  compute: Math.floor,
  kinks: true,
  special: [-2, -1.5, -0.5, 0, 0.5, 1, 1.5],
});

export const tanhOp = unary({
  name: "tanh",
  doc: "The hyperbolic tangent of x, elementwise. ONNX Tanh.",
  dtypes: ["float32"],
  compute: Math.tanh,
  special: [-100, -20, 0, 1e-5, 20, 100],
});

export const sigmoidOp = unary({
  name: "sigmoid",
  doc: "1 / (1 + e^-x), elementwise. ONNX Sigmoid.",
  dtypes: ["float32"],
  compute: logistic,
  special: [-200, -20, 0, 20, 200],
});

/** 1 / (1 + e^-x) without cancellation or overflow on either side. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

export const reluOp = unary({
  name: "relu",
  doc: "max(x, 0), elementwise; its gradient at 0 is 0. ONNX Relu.",
  dtypes: ["float32"],
  compute: (x) => Math.max(x, 0),
  kinks: true,
  special: [-3, 0, 3],
});

export const erfOp = unary({
  name: "erf",
  doc: "The error function 2/sqrt(pi) * integral of e^(-t^2) from 0 to x, elementwise. ONNX Erf.",
  dtypes: ["float32"],
  compute: errorFunction,
  special: [-10, -4, -1e-4, 0, 1e-4, 0.5, 3, 5, 10],
});

/**
 * erf(x) = 2/sqrt(pi) e^(-x^2) sum over n of 2^n x^(2n+1) / (1*3*...*(2n+1)), Abramowitz & Stegun 7.1.6. All terms have
 * one sign, so nothing cancels, and the sum is good to a few units in the last place for every x.
 */
function errorFunction(x: number): number {
  // 1 - erf(6) is 2e-17, less than half a unit in the last place of 1.
  if (Math.abs(x) >= 6) return Math.sign(x);
  const square = x * x;
  let term = x;
  let total = x;
  for (let odd = 3; Math.abs(term) > Math.abs(total) * 1e-17; odd += 2) {
    term *= (2 * square) / odd;
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * total;
}

export const notOp = unary({
  name: "not",
  doc: "Logical negation of a bool tensor, elementwise. ONNX Not.",
  dtypes: ["bool"],
  compute: (x) => 1 - x,
});

export type CastAttributes = { readonly to: DType };

export const castOp = defineOp<CastAttributes>({
  name: "cast",
  doc: "The values as another dtype: float to int truncates toward zero, anything to bool is != 0, bool to a number is 0 or 1. ONNX Cast.",
  infer: ([x], { to }) => [{ dtype: to, shape: x!.shape }],
  evaluate([x], { to }, [output]) {
    const source = x!.data;
    const data = storageFor(output!);
    if (to === "bool") for (let i = 0; i < data.length; i++) data[i] = source[i] === 0 ? 0 : 1;
    // An Int32Array truncates toward zero what is stored in it.
    else data.set(source);
    return [{ ...output!, data }];
  },
  elementwise: true,
  cases: () => [
    {
      name: "float to int truncates toward zero",
      inputs: [{ shape: [6], values: [-2.7, -1.2, -0.5, 0.5, 1.9, 300.2] }],
      attributes: { to: "int32" },
      gradient: false,
    },
    {
      name: "float to bool",
      inputs: [{ shape: [2, 2], values: [-0.5, 0, 0.25, 3] }],
      attributes: { to: "bool" },
      gradient: false,
    },
    { name: "float to float", inputs: [{ shape: [2, 1, 3] }], attributes: { to: "float32" } },
    {
      name: "int to float",
      inputs: [{ shape: [2, 3], dtype: "int32", range: [-9, 9] }],
      attributes: { to: "float32" },
      gradient: false,
    },
    {
      name: "int to bool",
      inputs: [{ shape: [4], dtype: "int32", values: [-1, 0, 1, 5] }],
      attributes: { to: "bool" },
      gradient: false,
    },
    {
      name: "bool to float",
      inputs: [{ shape: [2, 3, 2], dtype: "bool" }],
      attributes: { to: "float32" },
      gradient: false,
    },
    { name: "bool to int", inputs: [{ shape: [5], dtype: "bool" }], attributes: { to: "int32" }, gradient: false },
    { name: "a scalar", inputs: [{ shape: [], values: [-3.5] }], attributes: { to: "int32" }, gradient: false },
  ],
});

/** `-x`, of any shape, float32 or int32. */
export function neg(x: TensorLike): Tensor {
  return emitOne(negOp, [x], {});
}

/** `|x|`, of any shape, float32 or int32. The gradient at 0 is 0. */
export function abs(x: TensorLike): Tensor {
  return emitOne(absOp, [x], {});
}

/** -1, 0 or 1 by the sign of `x`, of any shape, float32 or int32. The gradient is 0. */
export function sign(x: TensorLike): Tensor {
  return emitOne(signOp, [x], {});
}

/** `eˣ`, of any shape. */
export function exp(x: TensorLike): Tensor {
  return emitOne(expOp, [x], {});
}

/** The natural logarithm, of any shape; -Infinity at 0, NaN below. */
export function log(x: TensorLike): Tensor {
  return emitOne(logOp, [x], {});
}

/** The square root, of any shape. The gradient at 0 is infinite: add a small number first where that can happen. */
export function sqrt(x: TensorLike): Tensor {
  return emitOne(sqrtOp, [x], {});
}

/** The greatest whole number not above `x`, of any shape. The gradient is 0. */
export function floor(x: TensorLike): Tensor {
  return emitOne(floorOp, [x], {});
}

/**
 * The hyperbolic tangent, which squashes a value to between -1 and 1.
 *
 * Formula: `y = (eˣ - e⁻ˣ) / (eˣ + e⁻ˣ) = 2 σ(2x) - 1`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: LeCun et al. 1998, "Efficient BackProp", section 4.4.
 *
 * Useful for: the state of recurrent nets; hidden layers of shallow nets; outputs around zero.
 *
 * @example tanh(x)
 */
export function tanh(x: TensorLike): Tensor {
  return emitOne(tanhOp, [x], {});
}

/**
 * The logistic function, which squashes a value to between 0 and 1.
 *
 * Formula: `y = σ(x) = 1 / (1 + e⁻ˣ)`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Rumelhart, Hinton & Williams 1986, "Learning representations by back-propagating errors", Nature 323.
 *
 * Useful for: probabilities of yes or no, and gates.
 *
 * @example sigmoid(x)
 */
export function sigmoid(x: TensorLike): Tensor {
  return emitOne(sigmoidOp, [x], {});
}

/**
 * Passes positive values, makes zero of the others. The gradient at 0 is 0.
 *
 * Formula: `y = max(x, 0)`
 *
 * Shapes: `[...] -> [...]`
 *
 * Reference: Nair & Hinton 2010, "Rectified linear units improve restricted Boltzmann machines".
 *
 * Useful for: hidden layers of deep nets, since its slope does not vanish where a unit is active.
 *
 * @example relu(x)
 */
export function relu(x: TensorLike): Tensor {
  return emitOne(reluOp, [x], {});
}

/** The error function `2/√π ∫₀ˣ e^(-t²) dt`, of any shape: what exact GELU is made of. */
export function erf(x: TensorLike): Tensor {
  return emitOne(erfOp, [x], {});
}

/** Logical negation of a bool tensor of any shape. */
export function not(x: TensorLike): Tensor {
  return emitOne(notOp, [x], {});
}

/**
 * The values as another dtype, of any shape. float32 to int32 truncates toward zero, anything to bool is `!= 0`, bool to a
 * number is 0 or 1. Only float32 carries a gradient. A tensor that has the dtype already is returned as it is.
 *
 * @example cast(less(scores, 0), "float32")   // 1 where the score is negative
 */
export function cast(x: TensorLike, to: DType): Tensor {
  const tensor = currentBuilder("cast(...)").adopt(x);
  return tensor.dtype === to ? tensor : emitOne(castOp, [tensor], { to });
}
