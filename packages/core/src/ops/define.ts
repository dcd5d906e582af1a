import type { TensorType } from "../tensor.js";
import type { DType, NDArray } from "../ndarray.js";
import type { Attributes } from "../graph/graph.js";

/** A type whose dimensions are all numbers: what is known when values are computed. */
export interface ConcreteType {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/**
 * One input of a conformance case. Without `values` the testkit draws them, keyed by op, case and position, uniformly
 * from `range` (default -1 to 1); int32 draws whole numbers from `range` (upper end excluded), bool draws 0 and 1.
 */
export interface CaseInput {
  readonly shape: readonly number[];
  readonly dtype?: DType;
  readonly range?: readonly [number, number];
  readonly values?: readonly number[];
  /** Draw a permutation of equally spaced values from `range`, so that no two are near a tie (max, pooling, abs at 0). */
  readonly distinct?: boolean;
}

/** One conformance case: every backend is tested on it against the reference, and its gradient by central differences. */
export interface OpCase<A extends Attributes = Attributes> {
  readonly name: string;
  readonly inputs: readonly CaseInput[];
  readonly attributes: A;
  /**
   * False where the function is not differentiable at the drawn point; `"first"` where only the convention for its first
   * gradient is tested, as at ties, where a second one does not exist.
   */
  readonly gradient?: false | "first";
}

/**
 * A primitive: one row that says what an op is. The reference backend walks a graph and calls `evaluate`. Its gradient stands
 * in the table of rules (`autodiff/rules`), and every backend has one row more, in its own table.
 */
export interface OpDefinition<A extends Attributes = Attributes> {
  readonly name: string;
  /** One or two sentences: the formula, the shapes, and the ONNX operator it is named after. */
  readonly doc: string;
  /** The types of the outputs, or a {@link BlockzooError} that says what was found and what was expected. */
  infer(inputs: readonly TensorType[], attributes: A): readonly TensorType[];
  /** The meaning: floats arrive and leave as Float64Array. */
  evaluate(inputs: readonly NDArray[], attributes: A, outputs: readonly ConcreteType[]): readonly NDArray[];
  /** Multiply-accumulate operations; absent means none (elementwise work and moves are not counted). */
  cost?(inputs: readonly ConcreteType[], outputs: readonly ConcreteType[], attributes: A): number;
  /** Each element of the one output is computed from those at the same place of the operands, which broadcast as in NumPy. */
  readonly elementwise?: true;
  /** The inputs in which the op is linear: the testkit checks <Jv,w> = <v,J'w> for each of them. */
  readonly linear?: readonly number[];
  /** Conformance cases, made when asked for. */
  cases(): readonly OpCase<A>[];
}

/** Declares a primitive; its attributes' type is inferred from the row. */
export function defineOp<A extends Attributes>(definition: OpDefinition<A>): OpDefinition<A> {
  return definition;
}
