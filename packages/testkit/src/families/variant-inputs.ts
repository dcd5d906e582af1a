import {
  flattenStructure,
  isTensor,
  ndarray,
  RandomStream,
  sizeOf,
  type Block,
  type Dimension,
  type Feeds,
  type InputTypes,
  type Structure,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";

/** What an open height or width is set to. */
const openSize = 32;

/** The types of a variant's inputs, with numbers for the samples, along first axes, and for sizes that are open. */
export function numericTypes(types: InputTypes, size: number): InputTypes {
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => {
      const { dtype, shape } = type as TensorType;
      return [name, { dtype, shape: shape.map((each, axis) => numberFor(each, axis, size)) }];
    }),
  );
}

/** The numbers of {@link numericTypes} by the names they stand for. */
export function namedSizes(types: InputTypes, size: number): Record<string, number> {
  const sizes = Object.values(types as Readonly<Record<string, TensorType>>).flatMap(({ shape }) =>
    shape.flatMap((each, axis) => (typeof each === "string" ? [[each, numberFor(each, axis, size)] as const] : [])),
  );
  return Object.fromEntries(sizes);
}

function numberFor(dimension: Dimension, axis: number, size: number): number {
  if (typeof dimension === "number") return dimension;
  return axis === 0 ? size : openSize;
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

/** The outputs of a variant inside a trace, by name. */
export function outputsOf(variant: Variant, model: Block, inputs: object): Readonly<Record<string, Tensor>> {
  const returned = (model.forward as (...inputs: unknown[]) => Structure<Tensor>)(...Object.values(inputs));
  return Object.fromEntries(
    flattenStructure(returned, isTensor).map(([path, tensor]) => [path === "" ? variant.output : path, tensor]),
  );
}

/** The main output of a variant inside a trace. */
export function outputOf(variant: Variant, model: Block, inputs: object): Tensor {
  return outputsOf(variant, model, inputs)[variant.output]!;
}
