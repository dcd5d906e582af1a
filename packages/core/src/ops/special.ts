import { customRules } from "../autodiff/custom-rules.js";
import { emit, emitOne, type TensorLike } from "../graph/builder.js";
import { describeType, type Tensor } from "../tensor.js";
import { check } from "../errors.js";
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

/**
 * Gives a function a gradient rule of its own.
 *
 * @param inputs the arguments that shall receive gradients
 * @param forward computes the values
 * @param backward takes the cotangents of the values, the arguments and the values, and returns one cotangent for each
 * argument, of its type. It must use only what it is handed: inside a `scan` it is replayed on other tensors.
 * @example
 * // gradient reversal (Ganin & Lempitsky 2015): the identity forward, minus the gradient backward
 * const [y] = customGradient([x], ([x]) => [x!], ([dy]) => [neg(dy!)]);
 */
export function customGradient(
  inputs: readonly Tensor[],
  forward: (inputs: readonly Tensor[]) => readonly Tensor[],
  backward: (
    cotangents: readonly (Tensor | undefined)[],
    inputs: readonly Tensor[],
    values: readonly Tensor[],
  ) => readonly (Tensor | undefined)[],
): readonly Tensor[] {
  const values = forward(inputs);
  const outputs = emit(customGradientOp, [...values, ...inputs], { outputs: values.length });
  customRules.set(outputs[0]!.node, (context) => {
    const own = context.inputs.slice(values.length);
    const results = backward(context.cotangents, own, context.outputs);
    results.forEach((result, index) => {
      const expected = describeType(own[index]!);
      check(
        result === undefined || describeType(result) === expected,
        () => `customGradient: the cotangent of ${expected} must have its type, got ${describeType(result!)}`,
      );
    });
    return [...values.map(() => undefined), ...results];
  });
  return outputs;
}
