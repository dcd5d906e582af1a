import {
  ndarray,
  RandomStream,
  sizeOf,
  type CaseInput,
  type NDArray,
  type OpCase,
  type OpDefinition,
} from "@blockzoo/core";

/**
 * The inputs of a conformance case. They depend on the names of op and case alone, and floats are exact in single
 * precision, so that every backend and every language is given the same numbers.
 */
export function drawCase(op: Pick<OpDefinition, "name">, opCase: OpCase): NDArray[] {
  return opCase.inputs.map((input, index) =>
    drawInput(input, new RandomStream(0, "case", op.name, opCase.name, index)),
  );
}

/** One array, as its description says; the stream keys the numbers. */
export function drawInput(
  { shape, dtype = "float32", range, values, distinct }: CaseInput,
  stream: RandomStream,
): NDArray {
  const size = sizeOf(shape);
  const [low, high] = range ?? (dtype === "float32" ? [-1, 1] : [0, 2]);
  if (values !== undefined) return ndarray([...values], shape, dtype);
  if (distinct === true) {
    const order = stream.permutation(size);
    return ndarray(
      Float32Array.from(order, (place) => low + ((high - low) * (place + 0.5)) / size),
      shape,
    );
  }
  if (dtype === "float32") return ndarray(stream.fillUniform(new Float32Array(size), low, high), shape);
  return ndarray(
    Array.from({ length: size }, () => low + stream.integer(high - low)),
    shape,
    dtype,
  );
}

/** Weights for the outputs of a case, to make a scalar of them. */
export function drawLike(shape: readonly number[], ...path: (string | number)[]): NDArray {
  return ndarray(new RandomStream(0, "weights", ...path).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);
}
