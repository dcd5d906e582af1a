import { BlockzooError, toFloat32, type NDArray } from "@blockzoo/core";
import { narrowFloat16 } from "@blockzoo/weights";
import { dataTypes, type ConstantValue, type FloatAttribute, type Value } from "./values.js";

/** A number is an ONNX integer; a {@link Scope} is a nested graph. */
export type AttributeValue = number | string | readonly number[] | readonly string[] | FloatAttribute | Scope;
export type NodeAttributes = Readonly<Record<string, AttributeValue>>;

/** An operator of a set beside ONNX's own, as a runtime has them. */
export interface Operator {
  readonly domain: string;
  readonly opType: string;
}

/** A node of the model being written. An input that is left out is undefined; ONNX's own domain is the empty string. */
export interface EmittedNode extends Operator {
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
  readonly #initialized = new Set<Value>();
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
    operator: string | Operator,
    inputs: readonly (Value | undefined)[],
    outputs: readonly Value[],
    attributes: NodeAttributes = {},
  ): void {
    const { domain, opType } = typeof operator === "string" ? { domain: "", opType: operator } : operator;
    this.nodes.push({ domain, opType, inputs, outputs, attributes });
    for (const output of outputs) this.#produced.add(output);
  }

  /** Whether a node of this graph makes the value, rather than an input, a constant or a graph around it. */
  produces(value: Value): boolean {
    return this.#produced.has(value);
  }

  /** Whether the value is a constant of this graph. */
  isConstant(value: Value): boolean {
    return this.#initialized.has(value);
  }

  /** A constant that is known by a name of its own: a weight. */
  initializer(content: ConstantValue, hint: string): Value {
    const value = { dtype: content.dtype, shape: content.shape, hint };
    this.#initialized.add(value);
    this.initializers.push({ value, content: content.dtype === "float32" ? toFloat32(content) : content });
    return value;
  }

  /** A float32 weight that is stored in half precision and widened where the model begins. */
  halfInitializer(content: NDArray, hint: string): Value {
    const stored = this.initializer({ dtype: "float16", shape: content.shape, data: narrowed(content, hint) }, hint);
    const value: Value = { dtype: "float32", shape: content.shape, hint: `${hint}/float32` };
    this.add("Cast", [stored], [value], { to: dataTypes.float32 });
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

/** @throws BlockzooError for a value that half precision does not reach */
function narrowed({ data }: NDArray, name: string): Uint16Array {
  const halves = narrowFloat16(data);
  const lost = halves.findIndex((half, index) => (half & 0x7fff) === 0x7c00 && Number.isFinite(data[index]));
  if (lost < 0) return halves;
  throw new BlockzooError(
    `the weight "${name}" holds ${data[lost]}, but float16 ends at 65504: export it with dtype "float32"`,
  );
}
