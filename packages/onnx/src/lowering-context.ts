import type { Attributes, DType, Graph, Node, Shape, Tensor } from "@blockzoo/core";
import { ndarray, trace } from "@blockzoo/core";
import type { Emitter } from "./emitter.js";
import type { NodeAttributes, Operator } from "./scope.js";
import { int64, type ConstantValue, type Value, type ValueType } from "./values.js";

/** What a lowering sees of the node it writes, and what it writes with. */
export class LoweringContext<A extends Attributes = Attributes> {
  readonly node: Node;
  readonly attributes: A;

  constructor(
    /** For lowerings that write nested graphs. */
    readonly emitter: Emitter,
    node: Node,
  ) {
    this.node = node;
    this.attributes = node.attributes as A;
  }

  get opset(): number {
    return this.emitter.opset;
  }

  /** The number of inputs, for ops that take any number. */
  get arity(): number {
    return this.node.inputs.length;
  }

  /** The type of the node's output. */
  get output(): Tensor {
    return this.node.outputs[0]!;
  }

  /** An input, in the dtype that the graph gives it. */
  input(index: number): Value {
    return this.emitter.value(this.#operand(index));
  }

  inputs(): Value[] {
    return this.node.inputs.map((_, index) => this.input(index));
  }

  /** An input whose integers may be int64 where the model happens to have them so: for moves, and indices of either type. */
  storedInput(index: number): Value {
    return this.emitter.storedValue(this.#operand(index));
  }

  /** An int32 input as int64. */
  wideInput(index: number): Value {
    return this.emitter.scope.converted(this.storedInput(index), "int64");
  }

  #operand(index: number): Tensor {
    return this.node.inputs[index]!;
  }

  isUsed(output: number): boolean {
    return this.emitter.isUsed(this.node.outputs[output]!);
  }

  /** Writes one ONNX node with one output, by default of the type of this node's output. */
  emit(
    operator: string | Operator,
    inputs: readonly (Value | undefined)[],
    attributes: NodeAttributes = {},
    type: ValueType = this.output,
  ): Value {
    return this.emitAll(operator, inputs, attributes, [type])[0]!;
  }

  /** Writes one ONNX node with several outputs. */
  emitAll(
    operator: string | Operator,
    inputs: readonly (Value | undefined)[],
    attributes: NodeAttributes,
    types: readonly ValueType[],
  ): Value[] {
    const opType = typeof operator === "string" ? operator : operator.opType;
    const hint = `${this.emitter.labelOf(this.node)}/${opType}`;
    const outputs = types.map(({ dtype, shape }) => ({ dtype, shape, hint }));
    this.emitter.scope.add(operator, inputs, outputs, attributes);
    return outputs;
  }

  constant(content: ConstantValue): Value {
    return this.emitter.scope.constant(content);
  }

  scalar(value: number, dtype: DType = "float32"): Value {
    return this.constant(ndarray([value], [], dtype));
  }

  /** A list of int64: shapes, axes, pads. */
  integers(values: readonly number[]): Value {
    return this.constant(int64(values));
  }

  /** A shape as a value, computed from the model's inputs where dimensions are names. */
  shape(shape: Shape): Value {
    return this.emitter.dimensions.shape(shape);
  }

  /** Writes the definition of a composite in place. */
  decompose(): readonly Value[] {
    return this.emitter.inline(this.attributes["body"] as Graph, this.node);
  }

  /** Writes other ops in the place of this node's, by the same table: `rewrite(([a, b]) => not(and(not(a), not(b))))`. */
  rewrite(write: (inputs: readonly Tensor[]) => Tensor | readonly Tensor[]): readonly Value[] {
    const types = Object.fromEntries(
      this.node.inputs.map(({ dtype, shape }, index) => [`x${index}`, { dtype, shape }]),
    );
    const body = trace((inputs) => {
      const written = write(this.node.inputs.map((_, index) => inputs[`x${index}`]!));
      return "node" in written ? [written] : [...written];
    }, types);
    return this.emitter.inline(body, this.node);
  }

  /** Declares that this runtime computes the node on the host, though it computes elsewhere. */
  runsOnHost(): void {
    this.emitter.hostNodes.push(this.emitter.labelOf(this.node));
  }

  /** Says that this node cannot be written. All such nodes of a graph are reported together. */
  refuse(reason: string): never {
    throw new Refusal(reason);
  }
}

/** Thrown by {@link LoweringContext.refuse}; caught and collected by the emitter. */
export class Refusal extends Error {}
