import { expanded, type AttributesOf, type Lowering } from "../lowering.js";
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
    const [a, b] = values as [Value, Value];
    const { dtype, shape } = context.type();
    return result(context.plan.call(kernel, { a, b }, {}, { dtype, shape: arrange(shape) }));
  };
}

export const neg = unary("Neg");
export const abs = unary("Abs");
export const sign = unary("Sign");
export const exp = unary("Exp");
export const log = unary("Log");
export const sqrt = unary("Sqrt");
export const floor = unary("Floor");
export const tanh = unary("Tanh");
export const sigmoid = unary("Sigmoid");
export const relu = unary("Relu");
export const erf = unary("Erf");
export const not = unary("LogicalNot");

export const add = binary("Add");
export const sub = binary("Sub");
export const mul = binary("Multiply");
export const div = binary("RealDiv");
export const pow = binary("Pow");
export const maximum = binary("Maximum");
export const minimum = binary("Minimum");
export const equal = binary("Equal");
export const less = binary("Less");
export const and = binary("LogicalAnd");
export const or = binary("LogicalOr");

export const cast: Lowering<AttributesOf<"cast">> = (context) => {
  const { values, result } = context.operands();
  return result(converted(context.plan, values[0]!, context.attributes.to));
};

/** As another dtype. tfjs makes booleans by cutting numbers off, which takes a half for false. */
export function converted(plan: Plan, x: Value, dtype: Value["dtype"]): Value {
  if (x.dtype === dtype) return x;
  const type = { dtype, shape: x.shape };
  return dtype === "bool"
    ? plan.call("NotEqual", { a: x, b: plan.scalar(0, x.dtype) }, {}, type)
    : plan.call("Cast", { x }, { dtype }, type);
}

/** tfjs stretches none of the three. */
export const where: Lowering = (context) => {
  const { plan } = context;
  const { values, arrange, result } = context.operands();
  const { dtype, shape } = context.type();
  const [condition, t, e] = values.map((value) => expanded(plan, value, arrange(shape))) as [Value, Value, Value];
  return result(plan.call("Select", { condition, t, e }, {}, { dtype, shape: arrange(shape) }));
};
