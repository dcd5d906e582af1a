import type { AttributesOf, Lowering } from "../lowering.js";
import { dataTypes } from "../values.js";

/** An ONNX operator with the same operands and no attributes. */
function operator(opType: string): Lowering {
  return (context) => context.emit(opType, context.inputs());
}

export const neg = operator("Neg");
export const abs = operator("Abs");
export const sign = operator("Sign");
export const exp = operator("Exp");
export const log = operator("Log");
export const sqrt = operator("Sqrt");
export const floor = operator("Floor");
export const tanh = operator("Tanh");
export const sigmoid = operator("Sigmoid");
export const relu = operator("Relu");
export const erf = operator("Erf");
export const not = operator("Not");

export const add = operator("Add");
export const sub = operator("Sub");
export const mul = operator("Mul");
export const div = operator("Div");
export const pow = operator("Pow");
export const maximum = operator("Max");
export const minimum = operator("Min");
export const equal = operator("Equal");
export const less = operator("Less");
export const and = operator("And");
export const or = operator("Or");
export const where = operator("Where");

export const cast: Lowering<AttributesOf<"cast">> = (context) =>
  context.emit("Cast", [context.input(0)], { to: dataTypes[context.attributes.to] });
