import type { AttributesOf, Lowering } from "../lowering.js";

/** ONNX moved the axes of its reductions from an attribute to an input, of ReduceSum in opset 13 and of the rest in 18. */
function reduction(opType: string, axesAreInputSince: number): Lowering<AttributesOf<"reduceSum">> {
  return (context) => {
    const { axes, keepDimensions } = context.attributes;
    const x = context.input(0);
    // An empty list would mean all axes to ONNX.
    if (axes.length === 0) return x;
    const keepdims = Number(keepDimensions);
    return context.opset >= axesAreInputSince
      ? context.emit(opType, [x, context.integers(axes)], { keepdims })
      : context.emit(opType, [x], { axes, keepdims });
  };
}

export const reduceSum = reduction("ReduceSum", 13);
export const reduceMean = reduction("ReduceMean", 18);
export const reduceMax = reduction("ReduceMax", 18);

export const argMax: Lowering<AttributesOf<"argMax">> = (context) => {
  const { axis, keepDimensions } = context.attributes;
  const { shape } = context.output;
  return context.emit(
    "ArgMax",
    [context.input(0)],
    { axis, keepdims: Number(keepDimensions) },
    { dtype: "int64", shape },
  );
};
