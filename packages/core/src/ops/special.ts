import { emitOne, type TensorLike } from "../graph/builder.js";
import type { Tensor } from "../tensor.js";
import { defineOp } from "./define.js";

export const stopGradientOp = defineOp<Record<never, never>>({
  name: "stopGradient",
  doc: "The identity, through which no gradient flows. ONNX Identity.",
  infer: ([x]) => [{ dtype: x!.dtype, shape: x!.shape }],
  evaluate: ([x]) => [x!],
  cases: () => [{ name: "matrix", inputs: [{ shape: [2, 3] }], attributes: {}, gradient: false }],
});

/** The identity, through which no gradient flows: `add(x, stopGradient(sub(y, x)))` has y's value and x's gradient. */
export function stopGradient(x: TensorLike): Tensor {
  return emitOne(stopGradientOp, [x], {});
}

export type CustomGradientAttributes = { readonly outputs: number };

export const customGradientOp = defineOp<CustomGradientAttributes>({
  name: "customGradient",
  doc: "Passes its first inputs, the values of a function, through unchanged; the rest are the function's arguments, which receive the gradient of a rule of their own. ONNX Identity.",
  infer: (inputs, { outputs }) => inputs.slice(0, outputs).map(({ dtype, shape }) => ({ dtype, shape })),
  evaluate: (inputs, { outputs }) => inputs.slice(0, outputs),
  cases: () => [
    { name: "one value", inputs: [{ shape: [2] }, { shape: [3] }], attributes: { outputs: 1 }, gradient: false },
  ],
});
