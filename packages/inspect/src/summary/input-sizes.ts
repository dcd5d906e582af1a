import { BlockzooError, describeType, mapStructure, type InputTypes, type TensorType } from "@blockzoo/core";

/**
 * Input types with numbers in place of named dimensions.
 *
 * @throws BlockzooError that names a dimension without a size, or a size without a dimension
 */
export function withSizes(inputs: InputTypes, dimensions: Readonly<Record<string, number>>): InputTypes {
  const used = new Set<string>();
  const sized = (type: TensorType, path: string): TensorType => ({
    dtype: type.dtype,
    shape: type.shape.map((dimension, axis) => {
      if (typeof dimension === "number") return dimension;
      used.add(dimension);
      const size = dimensions[dimension] ?? (dimension === "N" || axis === 0 ? 1 : undefined);
      if (size !== undefined) return size;
      throw new BlockzooError(
        `the input "${path}" is ${describeType(type)}: its dimension "${dimension}" needs a size, ` +
          `such as dimensions: { ${dimension}: 32 }`,
      );
    }),
  });
  const result = mapStructure(inputs, isTensorType, sized) as InputTypes;
  const unknown = Object.keys(dimensions).find((name) => !used.has(name));
  if (unknown !== undefined) {
    const found = used.size === 0 ? "none" : [...used].join(", ");
    throw new BlockzooError(`the inputs have no dimension "${unknown}": named dimensions are ${found}`);
  }
  return result;
}

function isTensorType(value: unknown): value is TensorType {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value;
}
