import type { DType, NDArray, Shape } from "@blockzoo/core";
import { TensorProto_DataType as DataType } from "./schema/onnx_pb.js";

/** Element types of a model: those of the graph, and what ONNX demands for shapes and indices. */
export type OnnxDType = DType | "int64";

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
  NDArray | { readonly dtype: "int64"; readonly shape: readonly number[]; readonly data: BigInt64Array };

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
};

/** Shapes, axes and indices as ONNX takes them. */
export function int64(values: readonly number[], shape: readonly number[] = [values.length]): ConstantValue {
  return { dtype: "int64", shape, data: BigInt64Array.from(values, BigInt) };
}
