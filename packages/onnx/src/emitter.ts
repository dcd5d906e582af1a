import {
  BlockzooError,
  constantOf,
  type Graph,
  type LeafName,
  type Node,
  type PrimitiveName,
  type Tensor,
} from "@blockzoo/core";
import { findBiasedProducts } from "./biased-products.js";
import { DimensionValues } from "./dimension-values.js";
import { LoweringContext, Refusal } from "./lowering-context.js";
import type { CompositeLowerings, LoweredOutput, LoweredOutputs, Lowering, Lowerings } from "./lowering.js";
import { biasedProduct } from "./lowerings/matmul.js";
import { Scope } from "./scope.js";
import type { Value } from "./values.js";

export interface EmitterOptions {
  readonly opset: number;
  readonly lowerings: Lowerings<PrimitiveName>;
  readonly composites: CompositeLowerings;
}

/** A value that is written when something first asks for it. */
interface Deferred {
  readonly make: () => Value;
  readonly scope: Scope;
  readonly hint: string;
}

const leaves: ReadonlySet<string> = new Set(["input", "state", "random"] satisfies LeafName[]);

/** Writes the nodes of a graph, in order, into the scopes of a model. */
export class Emitter {
  readonly opset: number;
  readonly dimensions: DimensionValues;
  readonly #options: EmitterOptions;
  /** For the switches of a maxPool: the same maxima as ONNX counts them, over the whole tensor. */
  readonly flatSwitches = new Map<Tensor, Value>();
  /** What the lowerings declared to run on the host, though the rest runs elsewhere. */
  readonly hostNodes: string[] = [];
  readonly #values = new Map<Tensor, Value | Deferred>();
  readonly #uses = new Map<Tensor, number>();
  /** Graphs whose uses are counted: the body of a loop that is written step by step counts once. */
  readonly #counted = new Set<Graph>();
  /** Values that have the name of an output of their graph. */
  readonly #exposed = new Set<Value>();
  readonly #refusals: string[] = [];
  #scope: Scope;
  /** The path of the composite whose definition is being written. */
  #inlinedAt: string | undefined;

  constructor(scope: Scope, options: EmitterOptions) {
    this.#scope = scope;
    this.#options = options;
    this.opset = options.opset;
    this.dimensions = new DimensionValues(scope.root);
  }

  /** The graph that nodes are written into at present. */
  get scope(): Scope {
    return this.#scope;
  }

  /** Says which value an input, a state entry or a captured tensor is. */
  bind(tensor: Tensor, value: Value): void {
    this.#values.set(tensor, value);
  }

  /** The value of a tensor, in the tensor's dtype. */
  value(tensor: Tensor): Value {
    const stored = this.storedValue(tensor);
    return tensor.dtype === "int32" ? this.#scope.converted(stored, "int32") : stored;
  }

  /** The value of a tensor; int32 may be stored as int64, because ONNX makes indices so. */
  storedValue(tensor: Tensor): Value {
    const value = this.#values.get(tensor);
    if (value === undefined) {
      throw new BlockzooError(`${tensor.node.op} at "${tensor.node.path}" is used before it is made`);
    }
    if (!("make" in value)) return value;
    // A loop's body may be the first to ask, but those after it must see the value too.
    const made = this.#within(value.scope, value.make);
    made.hint = value.hint;
    this.bind(tensor, made);
    return made;
  }

  isUsed(tensor: Tensor): boolean {
    return this.#uses.has(tensor);
  }

  /** `layer1.0.conv1/conv` */
  labelOf(node: Node): string {
    const name = node.op === "composite" ? String(node.attributes["name"]) : node.op;
    const path = this.#inlinedAt ?? node.path;
    return path === "" ? name : `${path}/${name}`;
  }

  /** Writes all nodes; inputs, state and random leaves must be bound already. */
  write(graph: Graph): void {
    this.#count(graph);
    const biased = findBiasedProducts(graph, this.#uses);
    const absorbed = new Set([...biased.values()].map(({ product }) => product));
    for (const node of graph.nodes) {
      if (absorbed.has(node) || leaves.has(node.op)) continue;
      const constant = constantOf(node);
      const fused = biased.get(node);
      if (constant !== undefined) this.bind(node.outputs[0]!, this.#scope.constant(constant, this.labelOf(node)));
      else if (fused !== undefined) this.#lower(node, (context) => biasedProduct(context, fused));
      else this.#lower(node, this.#loweringOf(node));
    }
  }

  /** Gives the value of a tensor the name of an output of the present graph, or a copy of it where it has one already. */
  expose(tensor: Tensor, name: string): Value {
    const value = this.value(tensor);
    const owned = this.#scope.produces(value) && !this.#exposed.has(value);
    const exposed = owned ? value : { dtype: value.dtype, shape: value.shape, hint: name };
    if (!owned) this.#scope.add("Identity", [value], [exposed]);
    exposed.hint = name;
    this.#exposed.add(exposed);
    return exposed;
  }

  /** Runs `write` with a new scope inside the present one. */
  nested(name: string, write: (scope: Scope) => void): Scope {
    const scope = new Scope(name, this.#scope);
    this.#within(scope, () => write(scope));
    return scope;
  }

  #within<T>(scope: Scope, write: () => T): T {
    const outer = this.#scope;
    this.#scope = scope;
    try {
      return write();
    } finally {
      this.#scope = outer;
    }
  }

  /** Writes the definition of a composite in place of its node. */
  inline(body: Graph, node: Node): Value[] {
    const outer = this.#inlinedAt;
    this.#inlinedAt = outer ?? node.path;
    try {
      body.inputs.forEach(({ tensor }, index) => this.bind(tensor, this.value(node.inputs[index]!)));
      this.write(body);
      return body.outputs.map(({ tensor }) => this.storedValue(tensor));
    } finally {
      this.#inlinedAt = outer;
    }
  }

  /** Throws one error that names every node which could not be written. */
  finish(): void {
    if (this.#refusals.length === 0) return;
    throw new BlockzooError(
      `these ops cannot be written for this runtime:\n${this.#refusals.map((line) => `  ${line}`).join("\n")}`,
    );
  }

  #loweringOf(node: Node): Lowering {
    if (node.op !== "composite") return this.#options.lowerings[node.op as PrimitiveName] as Lowering;
    return this.#options.composites[String(node.attributes["name"])] ?? ((context) => context.decompose());
  }

  #lower(node: Node, lowering: Lowering): void {
    const before = this.#scope.nodes.length;
    let lowered: LoweredOutputs;
    try {
      lowered = lowering(new LoweringContext(this, node));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refusals.push(`${this.labelOf(node)}: ${error.message}`);
      // Stands in for the outputs, so that the nodes after this one are looked at too.
      lowered = node.outputs.map(({ dtype, shape }) => ({ dtype, shape, hint: "" }));
    }
    const made = new Set(this.#scope.nodes.slice(before).flatMap(({ outputs }) => outputs));
    const values = Array.isArray(lowered) ? (lowered as readonly LoweredOutput[]) : [lowered as Value];
    node.outputs.forEach((output, index) => {
      const value = values[index];
      if (value === undefined) return;
      const hint = this.labelOf(node) + (index === 0 ? "" : `.${index}`);
      if (typeof value === "function") {
        this.#values.set(output, { make: value, scope: this.#scope, hint });
        return;
      }
      if (made.has(value)) value.hint = hint;
      this.bind(output, value);
    });
  }

  #count(graph: Graph): void {
    if (this.#counted.has(graph)) return;
    this.#counted.add(graph);
    const roots = [
      ...graph.outputs.map(({ tensor }) => tensor),
      ...graph.state.flatMap(({ output }) => output ?? []),
      ...graph.probes.map(({ tensor }) => tensor),
    ];
    for (const tensor of [...graph.nodes.flatMap(({ inputs }) => inputs), ...roots]) {
      this.#uses.set(tensor, (this.#uses.get(tensor) ?? 0) + 1);
    }
  }
}
