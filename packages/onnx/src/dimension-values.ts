import { BlockzooError, foldDimension, type Dimension, type DimensionAlgebra, type Shape } from "@blockzoo/core";
import type { Scope } from "./scope.js";
import { int64, type Value } from "./values.js";

const operators = { "+": "Add", "-": "Sub", "*": "Mul", "/": "Div" } as const;

/** Named dimensions as values: the model reads the names off its inputs and computes what arithmetic made of them. */
export class DimensionValues {
  readonly #root: Scope;
  readonly #known = new Map<Dimension, Value>();

  constructor(root: Scope) {
    this.#root = root;
  }

  /** A shape as a list of int64. Bodies see it too, because it is written into the main graph. */
  shape(shape: Shape): Value {
    if (shape.every((dimension) => typeof dimension === "number")) return this.#root.constant(int64(shape));
    const parts = shape.map((dimension) => this.size(dimension));
    return this.#emit("Concat", parts, [parts.length], { axis: 0 });
  }

  /** One dimension as a list of one int64. */
  size(dimension: Dimension): Value {
    if (typeof dimension === "number") return this.#root.constant(int64([dimension]));
    const known = this.#known.get(dimension) ?? foldDimension(dimension, this.#algebra);
    this.#known.set(dimension, known);
    return known;
  }

  readonly #algebra: DimensionAlgebra<Value> = {
    number: (value) => this.size(value),
    name: (name) => this.#known.get(name) ?? this.#read(name),
    apply: (operator, left, right) => this.#emit(operators[operator], [left, right], [1]),
  };

  #read(name: string): Value {
    for (const input of this.#root.inputs) {
      const axis = input.shape.indexOf(name);
      if (axis < 0) continue;
      const shape = this.#emit("Shape", [input], [input.shape.length]);
      return this.#emit("Gather", [shape, this.#root.constant(int64([axis]))], [1]);
    }
    throw new BlockzooError(`no input of the graph has the dimension "${name}", so the model cannot know its size`);
  }

  #emit(opType: string, inputs: readonly Value[], shape: readonly number[], attributes = {}): Value {
    const value: Value = { dtype: "int64", shape, hint: `dimension/${opType}` };
    this.#root.add(opType, inputs, [value], attributes);
    return value;
  }
}
