import { check } from "./errors.js";

/** The element types of the graph. Half precision and int64 exist only in files and in what an emitter inserts. */
export type DType = "float32" | "int32" | "bool";

/** The arrays that can hold the values of an {@link NDArray}: float32 as 32 or 64 bit floats, bool as bytes 0 and 1. */
export type NumericArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/**
 * A concrete array in row-major order: what goes into and comes out of an executable, what a weights file holds.
 * The float64 reference keeps the values of dtype `float32` in a `Float64Array`; everything else uses `Float32Array`.
 */
export interface NDArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: NumericArray;
}

/** The number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Steps between neighbours along each axis of a row-major array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

type Nested = number | readonly Nested[];

/**
 * Makes an {@link NDArray} from numbers.
 *
 * @example
 * ndarray([[1, 2], [3, 4]]);              // float32[2,2]
 * ndarray(new Float32Array(6), [2, 3]);   // float32[2,3], the array is used, not copied
 * ndarray([0, 2], [2], "int32");
 */
export function ndarray(values: Nested | NumericArray, shape?: readonly number[], dtype: DType = "float32"): NDArray {
  if (ArrayBuffer.isView(values)) {
    const own = shape ?? [values.length];
    check(sizeOf(own) === values.length, () => `ndarray: ${values.length} values do not fill the shape [${own}]`);
    const natural = values instanceof Int32Array ? "int32" : values instanceof Uint8Array ? "bool" : "float32";
    return { dtype: natural, shape: own, data: values };
  }
  const nestedShape: number[] = [];
  for (let level: Nested = values; typeof level !== "number"; level = level[0] as Nested) {
    nestedShape.push(level.length);
    if (level.length === 0) break;
  }
  const flat = (Array.isArray(values) ? values.flat(Infinity) : [values]) as number[];
  const own = shape ?? nestedShape;
  check(sizeOf(own) === flat.length, () => `ndarray: ${flat.length} values do not fill the shape [${own}]`);
  const data = allocate(dtype, flat.length);
  data.set(flat);
  return { dtype, shape: own, data };
}

/** A zeroed array for `length` elements of a dtype. */
export function allocate(dtype: DType, length: number): NumericArray {
  switch (dtype) {
    case "float32":
      return new Float32Array(length);
    case "int32":
      return new Int32Array(length);
    case "bool":
      return new Uint8Array(length);
  }
}

/** The same values with floats in double precision: what the reference computes with. */
export function toFloat64(array: NDArray): NDArray {
  return array.dtype === "float32" && !(array.data instanceof Float64Array)
    ? { ...array, data: Float64Array.from(array.data) }
    : array;
}

/** The same values with floats in single precision: what runtimes and files take. */
export function toFloat32(array: NDArray): NDArray {
  return array.data instanceof Float64Array ? { ...array, data: Float32Array.from(array.data) } : array;
}
