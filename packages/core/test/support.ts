import {
  evaluate,
  ndarray,
  RandomStream,
  sizeOf,
  type EvaluateOptions,
  type NDArray,
  type Tensor,
} from "../src/index.js";

/** Numbers from -1 to 1 that depend on the shape alone. */
export const drawn = (...shape: number[]): NDArray =>
  ndarray(new RandomStream(7, ...shape).fillUniform(new Float32Array(sizeOf(shape)), -1, 1), shape);

/** The largest difference of two arrays. */
export const largest = (a: NDArray, b: NDArray): number =>
  Math.max(...Array.from(a.data, (value, i) => Math.abs(value - b.data[i]!)));

/** The numbers of one tensor, in double precision. */
export const numbers = async (run: () => Tensor, options?: EvaluateOptions): Promise<number[]> => [
  ...(await evaluate(run, options)).data,
];
