import type { DType, NDArray, Shape } from "@blockzoo/core";
import { TensorProto_DataType as DataType } from "./schema/onnx_pb.js";

/**
 * Element types of a model: those of the graph, what ONNX demands for shapes and indices, and what stands before and behind
 * a network: pixels, the exact arithmetic on them, weights as they are stored, labels.
 */
export type OnnxDType = DType | "int64" | "uint8" | "double" | "float16" | "string";

export interface ValueType {
  readonly dtype: OnnxDType;
  readonly shape: Shape;
}

/** A value of the model being written. It gets its name at the end, when it is known what it stands for. */
export interface Value extends ValueType {
  /** What the name should be; the first value that asks gets it, later ones a number after it. */
  hint: string;
}

/** The elements of a constant. */
export type ConstantValue =
  | NDArray
  | Elements<"int64", BigInt64Array>
  | Elements<"uint8", Uint8Array>
  | Elements<"double", Float64Array>
  | Elements<"float16", Uint16Array>
  | Elements<"string", readonly string[]>;

interface Elements<Name extends OnnxDType, Data> {
  readonly dtype: Name;
  readonly shape: readonly number[];
  readonly data: Data;
}

/** An attribute that ONNX wants as a float; a plain number is written as an integer. */
export interface FloatAttribute {
  readonly float: number;
}

export function float(value: number): FloatAttribute {
  return { float: value };
}

/** The format's codes for the element types. */
export const dataTypes: Readonly<Record<OnnxDType, DataType>> = {
  float32: DataType.FLOAT,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
  uint8: DataType.UINT8,
  double: DataType.DOUBLE,
  float16: DataType.FLOAT16,
  string: DataType.STRING,
};

/** Numbers that keep double precision in the model; one number is a scalar. */
export function double(values: number | readonly number[], shape?: readonly number[]): ConstantValue {
  const list = typeof values === "number" ? [values] : values;
  return {
    dtype: "double",
    shape: shape ?? (typeof values === "number" ? [] : [list.length]),
    data: Float64Array.from(list),
  };
}

/** Shapes, axes and indices as ONNX takes them. */
export function int64(values: readonly number[], shape: readonly number[] = [values.length]): ConstantValue {
  return { dtype: "int64", shape, data: BigInt64Array.from(values, BigInt) };
}
