import type { PrimitiveName } from "@blockzoo/core";
import type { Lowering, LoweringContext, Lowerings, Value } from "@blockzoo/onnx";

/**
 * Where a tensor ends in axes of one element, as filters of 1x1 do, the host's kernels take a number of fewer axes element by element: 7.7
 * against .4 ms for a million (1.30). With as many axes it is taken in one stretch.
 */
function arithmetic(opType: string): Lowering {
  return (context) => {
    const { shape } = context.output;
    const operands = context.inputs();
    return context.emit(
      opType,
      shape.at(-1) === 1 ? operands.map((each) => ofRank(context, each, shape.length)) : operands,
    );
  };
}

/** A tensor of one element with that many axes; others as they are. */
function ofRank(context: LoweringContext, value: Value, rank: number): Value {
  if (value.shape.length >= rank || value.shape.some((size) => size !== 1)) return value;
  const shape = Array.from({ length: rank }, () => 1);
  return context.emit("Reshape", [value, context.integers(shape)], {}, { dtype: value.dtype, shape });
}

export const hostArithmetic = {
  add: arithmetic("Add"),
  sub: arithmetic("Sub"),
  mul: arithmetic("Mul"),
  div: arithmetic("Div"),
} satisfies Partial<Lowerings<PrimitiveName>>;
