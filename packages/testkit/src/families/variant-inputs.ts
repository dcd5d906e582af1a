import {
  ndarray,
  RandomStream,
  sizeOf,
  type Block,
  type Feeds,
  type InputTypes,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";

/** The types of a variant's inputs, with a number for the batch. */
export function numericTypes(types: InputTypes, size: number): InputTypes {
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => {
      const { dtype, shape } = type as TensorType;
      return [name, { dtype, shape: shape.map((each) => (each === "N" ? size : each)) }];
    }),
  );
}

/** Inputs of seed 0: floats from [0, 1), whole numbers 0 and 1. */
export function inputsOf(variant: Variant, size: number): Feeds {
  return Object.fromEntries(
    Object.entries(numericTypes(variant.input, size)).map(([name, type]) => {
      const { dtype, shape } = type as { dtype: TensorType["dtype"]; shape: number[] };
      const stream = new RandomStream(0, "input", name);
      if (dtype === "float32") return [name, ndarray(stream.fillUniform(new Float32Array(sizeOf(shape))), shape)];
      return [
        name,
        ndarray(
          Array.from({ length: sizeOf(shape) }, () => stream.integer(2)),
          shape,
          dtype,
        ),
      ];
    }),
  );
}

/** The named output of a variant inside a trace. */
export function outputOf(variant: Variant, model: Block, inputs: object): Tensor {
  const returned = (model.forward as (...inputs: unknown[]) => unknown)(...Object.values(inputs));
  return (isNested(returned) ? returned[variant.output] : returned) as Tensor;
}

function isNested(value: unknown): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype;
}
