import { and, cast, less, maximum, not, sub } from "@blockzoo/core";
import { onnxLowerings, type AttributesOf, type Lowering, type LoweringContext } from "@blockzoo/onnx";

/** Integers have fewer kernels than floats. */
export const isInteger = ({ node }: Pick<LoweringContext, "node">) => node.inputs[0]!.dtype === "int32";

/** Neg has no kernel for integers. */
export const neg: Lowering<AttributesOf<"neg">> = (context) =>
  isInteger(context) ? context.rewrite(([x]) => sub(0, x!)) : onnxLowerings.neg(context);

/** Abs has no kernel for integers. */
export const abs: Lowering<AttributesOf<"abs">> = (context) =>
  isInteger(context) ? context.rewrite(([x]) => maximum(x!, sub(0, x!))) : onnxLowerings.abs(context);

/** Sign has no kernel. */
export const sign: Lowering = (context) =>
  context.rewrite(([x]) => sub(cast(less(0, x!), x!.dtype), cast(less(x!, 0), x!.dtype)));

/** Or has no kernel. */
export const or: Lowering = (context) => context.rewrite(([a, b]) => not(and(not(a!), not(b!))));
