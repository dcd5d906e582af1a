import type { BiasedProduct } from "../biased-products.js";
import type { LoweringContext } from "../lowering-context.js";
import type { AttributesOf, Lowering } from "../lowering.js";
import type { Value } from "../values.js";

type MatMulAttributes = AttributesOf<"matMul">;

/** Gemm where a matrix is transposed: ONNX Runtime mishandles Transpose + MatMul inside Scan, and Gemm saves the copy. */
export const matMul: Lowering<MatMulAttributes> = (context) => {
  const { transposeA, transposeB } = context.attributes;
  const [a, b] = context.inputs() as [Value, Value];
  const flagged = transposeA || transposeB;
  if (flagged && a.shape.length === 2 && b.shape.length === 2) {
    return context.emit("Gemm", [a, b], flags(context.attributes));
  }
  return context.emit("MatMul", [swapLastAxes(context, a, transposeA), swapLastAxes(context, b, transposeB)]);
};

/** `add(matMul(a, b), bias)` as one Gemm, in place of the addition. */
export function biasedProduct(context: LoweringContext, { product, bias }: BiasedProduct): Value {
  const operands = [...product.inputs, bias].map((tensor) => context.emitter.value(tensor));
  return context.emit("Gemm", operands, flags(product.attributes as MatMulAttributes));
}

function flags({ transposeA, transposeB }: MatMulAttributes): Record<string, number> {
  return { ...(transposeA && { transA: 1 }), ...(transposeB && { transB: 1 }) };
}

function swapLastAxes(context: LoweringContext, x: Value, swap: boolean): Value {
  if (!swap) return x;
  const rank = x.shape.length;
  const perm = x.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  return context.emit("Transpose", [x], { perm }, { dtype: x.dtype, shape: perm.map((axis) => x.shape[axis]!) });
}
