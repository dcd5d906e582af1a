import { toFloat32 } from "@blockzoo/core";
import { dataTypes, type ConstantValue, type FloatAttribute, type Value } from "./values.js";

/** A number is an ONNX integer; a {@link Scope} is a nested graph. */
export type AttributeValue = number | string | readonly number[] | FloatAttribute | Scope;
export type NodeAttributes = Readonly<Record<string, AttributeValue>>;

/** A node of the model being written. An input that is left out is undefined. */
export interface EmittedNode {
  readonly opType: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: NodeAttributes;
}

export interface Initializer {
  readonly value: Value;
  readonly content: ConstantValue;
}

/** Constants up to this many elements are shared where they are equal: axes, shapes, scalars. */
const largestShared = 16;

/** A graph of the model being written: the main one, or the body of a Scan, which sees the values of those around it. */
export class Scope {
  readonly nodes: EmittedNode[] = [];
  readonly initializers: Initializer[] = [];
  readonly inputs: Value[] = [];
  readonly outputs: Value[] = [];
  readonly #produced = new Set<Value>();
  readonly #constants = new Map<string, Value>();
  readonly #conversions = new Map<Value, Value>();

  constructor(
    readonly name: string,
    readonly parent?: Scope,
  ) {}

  get root(): Scope {
    return this.parent?.root ?? this;
  }

  add(
    opType: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly Value[],
    attributes: NodeAttributes = {},
  ): void {
    this.nodes.push({ opType, inputs, outputs, attributes });
    for (const output of outputs) this.#produced.add(output);
  }

  /** Whether a node of this graph makes the value, rather than an input, a constant or a graph around it. */
  produces(value: Value): boolean {
    return this.#produced.has(value);
  }

  /** A constant that is known by a name of its own: a weight. */
  initializer(content: ConstantValue, hint: string): Value {
    const value = { dtype: content.dtype, shape: content.shape, hint };
    this.initializers.push({ value, content: content.dtype === "int64" ? content : toFloat32(content) });
    return value;
  }

  /** A constant; small equal ones are one value. */
  constant(content: ConstantValue, hint = "constant"): Value {
    if (content.data.length > largestShared) return this.initializer(content, hint);
    const key = [content.dtype, content.shape.join("x"), [...content.data].map(String).join("_")].join("/");
    const known = this.#findConstant(key);
    if (known !== undefined) return known;
    const value = this.initializer(content, `constant/${key}`);
    this.#constants.set(key, value);
    return value;
  }

  #findConstant(key: string): Value | undefined {
    const { parent } = this;
    return this.#constants.get(key) ?? (parent && parent.#findConstant(key));
  }

  /** An int32 value as int64, or the other way, cast at the first use; any other value as it is. */
  converted(value: Value, dtype: "int32" | "int64"): Value {
    if (value.dtype === dtype || (value.dtype !== "int32" && value.dtype !== "int64")) return value;
    const known = this.#findConversion(value);
    if (known !== undefined) return known;
    const result = { dtype, shape: value.shape, hint: `${value.hint}/${dtype}` };
    this.add("Cast", [value], [result], { to: dataTypes[dtype] });
    this.#conversions.set(value, result);
    return result;
  }

  #findConversion(value: Value): Value | undefined {
    const { parent } = this;
    return this.#conversions.get(value) ?? (parent && parent.#findConversion(value));
  }
}
