import { constantOf, sizeOf, type Tensor } from "@blockzoo/core";
import { expanded, stretched, withFewAxes, type AttributesOf, type Lowering } from "../lowering.js";
import type { Plan, Value } from "../plan.js";

/** A kernel of one operand x whose result has its type. */
function unary(kernel: string): Lowering {
  return (context) => {
    const { values, result } = context.operands();
    const x = values[0]!;
    return result(context.plan.call(kernel, { x }, {}, x));
  };
}

/** A kernel of two operands a and b, which stretches them itself. */
function binary(kernel: string): Lowering {
  return (context) => {
    const { values, arrange, result } = context.operands();
    const { plan } = context;
    const { dtype } = context.type();
    const shape = arrange(context.type().shape);
    const { operands, sizes } = inLongRows(plan, values, shape) ?? inFewAxes(plan, values, shape);
    const [a, b] = operands as [Value, Value];
    return result(plan.reshape(plan.call(kernel, { a, b }, {}, { dtype, shape: sizes }), shape));
  };
}

/** Operands of a kernel in other shapes, and that of its result. */
interface Reshaped {
  readonly operands: readonly Value[];
  readonly sizes: readonly number[];
}

/** Up to four axes all kernels are at home. */
function inFewAxes(plan: Plan, values: readonly Value[], shape: readonly number[]): Reshaped {
  if (shape.length <= 4) return { operands: values, sizes: shape };
  const few = withFewAxes([...values.map((value) => value.shape), shape]);
  return { operands: values.map((value, index) => plan.reshape(value, few[index]!)), sizes: few[2]! };
}

/** Elements from which on it pays to write what is stretched several times over. */
const manyInRows = 16 * 1024;

/** Elements of a row from which on it does not matter how many there are, and a number that is well beyond. */
const [shortRow, longRow] = [64, 512];

/**
 * Where an operand is stretched over rows, as the scale of each channel is, kernels of wasm begin anew with each row, and rows of 16
 * take three times as long as the same elements in rows of 128. So the operand is written several times after itself.
 */
function inLongRows(plan: Plan, values: readonly Value[], shape: readonly number[]): Reshaped | undefined {
  if (plan.host.device !== "wasm" || values[0]!.dtype !== "float32" || sizeOf(shape) < manyInRows) return undefined;
  const few = withFewAxes([...values.map((value) => value.shape), shape]);
  const [rows, columns] = few[2] as [number, number];
  const areRows = few[2]!.length === 2 && few.every((sizes) => sizes[1] === columns);
  let count = 1;
  while (rows % (2 * count) === 0 && 2 * count * columns <= longRow) count *= 2;
  if (!areRows || columns >= shortRow || count === 1) return undefined;
  const operands = values.map((value, index) => {
    const own = few[index]!;
    const whole = own[0] === 1 ? stretched(plan, plan.reshape(value, own), [count, 1]) : value;
    return plan.reshape(whole, [sizeOf(whole.shape) / (count * columns), count * columns]);
  });
  return { operands, sizes: [rows / count, count * columns] };
}

export const neg = unary("Neg");
export const abs = unary("Abs");
export const sign = unary("Sign");
export const exp = unary("Exp");
export const log = unary("Log");
export const sqrt = unary("Sqrt");
export const floor = unary("Floor");
export const sigmoid = unary("Sigmoid");
export const relu = unary("Relu");
export const erf = unary("Erf");
export const not = unary("LogicalNot");

/** Elements from which on eight vectorised passes are faster than one that is not. */
const manyElements = 512;

/**
 * wasm computes tanh element by element at 20 ns. With t = exp(-2|x|) - 1, which Elu computes for many at once and exactly
 * for small x, tanh |x| is -t / (2 + t).
 */
export const tanh: Lowering = (context) => {
  const { plan } = context;
  const { values, result } = context.operands();
  const x = values[0]!;
  if (plan.host.device !== "wasm" || sizeOf(x.shape) < manyElements) return result(plan.call("Tanh", { x }, {}, x));
  const binaryOf = (kernel: string, a: Value, b: Value) => plan.call(kernel, { a, b }, {}, x);
  const size = plan.call("Abs", { x }, {}, x);
  const t = plan.call("Elu", { x: binaryOf("Multiply", size, plan.scalar(-2)) }, {}, x);
  const magnitude = binaryOf("RealDiv", t, binaryOf("Add", t, plan.scalar(2)));
  // -1, 0 or 1 without a branch: what is added is too small to change any |x| but 0.
  const direction = binaryOf("RealDiv", x, binaryOf("Sub", plan.scalar(-1e-37), size));
  return result(binaryOf("Multiply", magnitude, direction));
};

export const add = binary("Add");
export const sub = binary("Sub");
export const mul = binary("Multiply");
/** Textures of WebGL hold whole numbers as floats, whose quotient is not cut off by itself. */
export const div: Lowering = (context) => {
  const { plan } = context;
  const { dtype, shape } = context.type();
  if (dtype !== "int32" || plan.host.device !== "webgl") return quotient(context);
  const [a, b] = context.inputs().map((value) => plan.converted(value, "float32")) as [Value, Value];
  return plan.converted(plan.call("RealDiv", { a, b }, {}, { dtype: "float32", shape }), "int32");
};
const quotient = binary("RealDiv");
export const pow = binary("Pow");
export const maximum = binary("Maximum");
export const minimum = binary("Minimum");
export const equal = binary("Equal");
export const less = binary("Less");
export const and = binary("LogicalAnd");
export const or = binary("LogicalOr");

export const cast: Lowering<AttributesOf<"cast">> = (context) => {
  const { plan, attributes, node } = context;
  const positive = attributes.to === "float32" ? positivePart(node.inputs[0]!) : undefined;
  if (positive !== undefined) {
    const placed = context.placedOfTensor(positive);
    const x = (placed.channelsLast ?? placed.plain)!;
    const step = plan.call("Step", { x }, { alpha: 0 }, x);
    return placed.channelsLast === undefined ? step : { channelsLast: step };
  }
  const { values, result } = context.operands();
  return result(plan.converted(values[0]!, attributes.to));
};

/** x, where the condition is 0 < x: as a number it is the step function, the slope of relu, which tfjs has as a kernel. */
function positivePart(condition: Tensor): Tensor | undefined {
  if (condition.node.op !== "less") return undefined;
  const [zero, x] = condition.node.inputs as [Tensor, Tensor];
  const value = constantOf(zero.node);
  const isZero = value?.data.length === 1 && value.data[0] === 0;
  return isZero && x.dtype === "float32" && zero.shape.length <= x.shape.length ? x : undefined;
}

/** tfjs stretches none of the three, and GPUs know four axes at most: in equal shapes, one axis says as much as many. */
export const where: Lowering = (context) => {
  const { plan } = context;
  const { values, arrange, result } = context.operands();
  const { dtype, shape } = context.type();
  const full = arrange(shape);
  const flat = full.length > 4 ? [sizeOf(full)] : full;
  const [condition, t, e] = values.map((value) => plan.reshape(expanded(plan, value, full), flat)) as [
    Value,
    Value,
    Value,
  ];
  return result(plan.reshape(plan.call("Select", { condition, t, e }, {}, { dtype, shape: flat }), full));
};
