import {
  concat,
  flattenStructure,
  isTensor,
  ndarray,
  RandomStream,
  reshape,
  sizeOf,
  type Block,
  type Feeds,
  type InputTypes,
  type Tensor,
  type TensorType,
} from "@blockzoo/core";
import type { Variant } from "@blockzoo/family";

/** The batch that networks are compared on. */
export const comparedBatch = 2;

/** What sizes that a variant leaves open are in the checks, such as height and width. */
const openSize = 32;

/** A number for each name in the types of a variant's inputs: that of the batch is `"N"`. */
export function openSizes(types: InputTypes, batch: number): Readonly<Record<string, number>> {
  const names = Object.values(types).flatMap((type) =>
    (type as TensorType).shape.filter((size) => typeof size === "string"),
  );
  return Object.fromEntries(names.map((name) => [name, name === "N" ? batch : openSize]));
}

/** The types of a variant's inputs, with a number for the batch and for all that is open. */
export function numericTypes(types: InputTypes, batch: number): Readonly<Record<string, TensorType>> {
  const sizes = openSizes(types, batch);
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => {
      const { dtype, shape } = type as TensorType;
      return [name, { dtype, shape: shape.map((each) => sizes[each] ?? each) }];
    }),
  );
}

/** Random inputs: floats from [0, 1), whole numbers 0 and 1. */
export function inputsOf(variant: Variant, size: number, { seed = 0 }: { readonly seed?: number } = {}): Feeds {
  return Object.fromEntries(
    Object.entries(numericTypes(variant.input, size)).map(([name, type]) => {
      const { dtype, shape } = type as { dtype: TensorType["dtype"]; shape: number[] };
      const stream = new RandomStream(seed, "input", name);
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
  const returned = run(model, inputs);
  return (isNested(returned) ? returned[variant.output] : returned) as Tensor;
}

/** The elements of all that a model returns inside a trace, one after the other: [M]. */
export function allOutputs(model: Block, inputs: object): Tensor {
  return concat(flattenStructure<Tensor>(run(model, inputs), isTensor).map(([, output]) => reshape(output, [-1])));
}

function run(model: Block, inputs: object): unknown {
  return (model.forward as (...inputs: unknown[]) => unknown)(...Object.values(inputs));
}

function isNested(value: unknown): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype;
}
