import { BlockzooError, check, twoCopies } from "../errors.js";
import { ndarray, type DType, type NDArray } from "../ndarray.js";
import type { OpDefinition } from "../ops/define.js";
import type { Initializer } from "../random/initializers.js";
import { describeType, isTensor, Tensor, type TensorType } from "../tensor.js";
import { numericShape } from "../dimensions.js";
import type {
  Attributes,
  Distribution,
  Graph,
  LeafName,
  Named,
  Node,
  Probe,
  RandomInput,
  Region,
  StateKind,
} from "./graph.js";

/** `train`: dropout drops, batch normalisation uses and records the batch. `eval`: both are fixed functions. */
export type Mode = "train" | "eval";

/** What may stand where an op expects a tensor: also a parameter or buffer, read when used, and a number. */
export type TensorLike = Tensor | TensorSource | number;

/** Something that becomes a tensor in the graph being traced: a parameter or a buffer. */
export interface TensorSource {
  read(builder: GraphBuilder): Tensor;
}

interface StateRecord {
  readonly name: string;
  readonly kind: StateKind;
  readonly tensor: Tensor;
  output: Tensor | undefined;
  readonly initializer: Initializer;
}

interface Scope {
  readonly path: string;
  readonly mode: Mode;
}

export interface BuilderOptions {
  readonly mode?: Mode;
  /** The model's name, which error messages put before block paths. */
  readonly name?: string;
  /** The builder around this one, for the body of a `scan`. */
  readonly parent?: GraphBuilder;
  /** How often a body runs; its random inputs get a leading axis of this size in the parent. */
  readonly length?: number;
}

/** A graph under construction. Tracing and every pass write through one of these. */
export class GraphBuilder {
  readonly name: string;
  readonly parent: GraphBuilder | undefined;
  readonly nodes: Node[] = [];
  readonly inputs: Named[] = [];
  readonly probes: Probe[] = [];
  /** For a body: tensors of the builders around it, and the inputs that stand for them here. */
  readonly captures = new Map<Tensor, Tensor>();
  /** For a body: random inputs of the parent that are fed slice by slice. */
  readonly sequences: { outer: Tensor; inner: Tensor }[] = [];
  /** Names of the blocks, parameters and buffers of the model being traced. */
  readonly paths = new Map<object, string>();
  /** Told of every block's output; how `features` taps a model. */
  readonly taps: ((path: string, output: unknown) => void)[] = [];
  readonly #random: RandomInput[] = [];
  readonly #state = new Map<string, StateRecord>();
  readonly #length: number | undefined;
  #scope: Scope;
  #region: Region | undefined;

  constructor(options: BuilderOptions = {}) {
    this.name = options.name ?? options.parent?.name ?? "";
    this.parent = options.parent;
    this.#length = options.length;
    this.#scope = options.parent === undefined ? { path: "", mode: options.mode ?? "eval" } : options.parent.#scope;
  }

  get root(): GraphBuilder {
    return this.parent === undefined ? this : this.parent.root;
  }

  get mode(): Mode {
    return this.#scope.mode;
  }

  get path(): string {
    return this.#scope.path;
  }

  /** Runs a block's forward under its path. */
  inScope<T>(path: string, mode: Mode | undefined, run: () => T): T {
    const outer = this.#scope;
    this.#scope = { path, mode: mode ?? outer.mode };
    try {
      return run();
    } catch (error) {
      throw error instanceof BlockzooError ? error.locate(this.#qualified(path)) : error;
    } finally {
      this.#scope = outer;
    }
  }

  #qualified(path: string): string {
    return [this.name, path].filter((part) => part !== "").join(".");
  }

  /** Runs `build` and marks the nodes it makes as one named region. */
  inRegion(name: string, inputs: readonly Tensor[], attributes: Attributes, build: () => readonly Tensor[]): void {
    const region = { name, attributes, inputs, outputs: [] as Tensor[], parent: this.#region };
    this.#region = region;
    try {
      region.outputs.push(...build());
    } finally {
      this.#region = region.parent;
    }
  }

  /** Adds an op after inferring its types. */
  emit<A extends Attributes>(
    definition: OpDefinition<A>,
    inputs: readonly TensorLike[],
    attributes: A,
  ): readonly Tensor[] {
    const adopted = this.adoptAll(inputs);
    return this.addNode(definition, adopted, attributes, definition.infer(adopted, attributes));
  }

  /** Adds a node whose types are known. */
  addNode(
    op: OpDefinition | LeafName | "composite",
    inputs: readonly Tensor[],
    attributes: Attributes,
    types: readonly TensorType[],
    at: { readonly path: string; readonly region: Region | undefined } = { path: this.path, region: this.#region },
  ): readonly Tensor[] {
    const outputs: Tensor[] = [];
    const [name, definition] = typeof op === "string" ? [op, undefined] : [op.name, op];
    const node: Node = { op: name, definition, inputs, outputs, attributes, ...at, owner: this };
    types.forEach((type, index) => outputs.push(new Tensor(node, index, type.dtype, type.shape)));
    this.nodes.push(node);
    return outputs;
  }

  input(name: string, type: TensorType): Tensor {
    check(!this.inputs.some((input) => input.name === name), () => `two inputs are named "${name}"`);
    const [tensor] = this.addNode("input", [], { name }, [type]);
    this.inputs.push({ name, tensor: tensor! });
    return tensor!;
  }

  constant(value: NDArray): Tensor {
    return this.addNode("constant", [], { value }, [value])[0]!;
  }

  random(distribution: Distribution, stream: string, shape: readonly number[]): Tensor {
    if (this.parent !== undefined) {
      const length = this.#length;
      check(length !== undefined, () => "random numbers inside scan need a number of steps, not a name");
      const outer = this.parent.random(distribution, stream, [length, ...shape]);
      const inner = this.addNode("input", [], { name: `random.${stream}` }, [{ dtype: "float32", shape }])[0]!;
      this.sequences.push({ outer, inner });
      return inner;
    }
    const unique = this.#random.filter((input) => input.stream.replace(/#\d+$/, "") === stream).length;
    const name = unique === 0 ? stream : `${stream}#${unique}`;
    const [tensor] = this.addNode("random", [], { distribution, stream: name }, [{ dtype: "float32", shape }]);
    this.#random.push({ tensor: tensor!, distribution, stream: name });
    return tensor!;
  }

  /** The present value of a state entry, declared on first use. */
  readState(name: string, kind: StateKind, type: TensorType, initializer: Initializer): Tensor {
    if (this.parent !== undefined) return this.adopt(this.parent.readState(name, kind, type, initializer));
    const record = this.#state.get(name);
    if (record !== undefined) return record.output ?? record.tensor;
    numericShape(type.shape, `state "${name}"`);
    const [tensor] = this.addNode("state", [], { name }, [type], { path: this.path, region: undefined });
    this.#state.set(name, { name, kind, tensor: tensor!, output: undefined, initializer });
    return tensor!;
  }

  /** The value a state entry has after the run; later reads in the trace see it. */
  writeState(name: string, value: Tensor): void {
    check(
      this.parent === undefined,
      () => `"${name}" cannot be updated inside scan: return the value and update after it`,
    );
    const record = this.#state.get(name);
    check(record !== undefined, () => `state "${name}" is written before it was read`);
    check(
      describeType(record.tensor) === describeType(value),
      () => `state "${name}" is ${describeType(record.tensor)}, but its update is ${describeType(value)}`,
    );
    record.output = value;
  }

  /** A tensor of this builder: numbers become constants, parameters are read, tensors of outer builders are captured. */
  adopt(value: TensorLike, dtype: DType = "float32"): Tensor {
    if (typeof value === "number") return this.constant(scalar(value, dtype));
    if (isTensor(value)) {
      if (value.node.owner === this) return value;
      check(value instanceof Tensor, twoCopies);
      return this.#capture(value);
    }
    check(
      typeof value === "object" && value !== null && typeof value.read === "function",
      () => `expected a tensor, a parameter or a number, found ${value === null ? "null" : typeof value}`,
    );
    return value.read(this);
  }

  /** Adopts the inputs of one op; numbers take the dtype of the tensors beside them. */
  adoptAll(values: readonly TensorLike[]): Tensor[] {
    const tensors = values.map((value) => (typeof value === "number" ? undefined : this.adopt(value)));
    const dtype = tensors.find((tensor) => tensor !== undefined && tensor.dtype !== "bool")?.dtype ?? "float32";
    return values.map((value, index) => tensors[index] ?? this.adopt(value, dtype));
  }

  #capture(outer: Tensor): Tensor {
    check(
      this.parent !== undefined,
      () =>
        `a tensor (${describeType(outer)}) of another trace is used here: tensors live only inside the trace that made them`,
    );
    const source = this.parent.adopt(outer);
    const known = this.captures.get(source);
    if (known !== undefined) return known;
    const name = `capture.${this.captures.size}`;
    const inner = this.addNode("input", [], { name }, [source], { path: "", region: undefined })[0]!;
    this.captures.set(source, inner);
    return inner;
  }

  /** The graph as built so far. The inputs of a body are its own, then random slices, then captures. */
  finish(outputs: readonly Named[]): Graph {
    const named = (tensor: Tensor): Named => ({ name: tensor.node.attributes["name"] as string, tensor });
    const slices = this.sequences.map((sequence) => named(sequence.inner));
    return {
      nodes: this.nodes,
      inputs: [...this.inputs, ...slices, ...[...this.captures.values()].map(named)],
      random: this.#random,
      state: [...this.#state.values()],
      outputs,
      probes: this.probes,
    };
  }
}

/** Numbers in code are doubles and stay so: the reference computes with them, and runtimes round once, when they bind. */
function scalar(value: number, dtype: DType): NDArray {
  return dtype === "float32" ? { dtype, shape: [], data: Float64Array.of(value) } : ndarray([value], [], dtype);
}

/** Where the builder of the trace that is running stands, for all copies of this package in the process. */
const shared = globalThis as { [tracing]?: unknown };
const tracing = Symbol.for("blockzoo.tracing");

/** The builder of the trace that is running, or an error that says how to start one. */
export function currentBuilder(what: string): GraphBuilder {
  const current = shared[tracing];
  check(
    current !== undefined,
    () => `${what} works only while a graph is traced: wrap the code in trace(...) or \`await evaluate(() => ...)\``,
  );
  check(current instanceof GraphBuilder, twoCopies);
  return current;
}

/** Makes a builder the current one while `run` runs. Tracing is synchronous, so this nests like calls. */
export function withBuilder<T>(builder: GraphBuilder, run: () => T): T {
  const outer = shared[tracing];
  shared[tracing] = builder;
  try {
    return run();
  } finally {
    shared[tracing] = outer;
  }
}

/** True in train mode: how dropout and batch normalisation decide what to be. */
export function isTraining(): boolean {
  return currentBuilder("isTraining()").mode === "train";
}

/** Adds one op to the graph being traced. Public op functions are one call of this. */
export function emit<A extends Attributes>(
  definition: OpDefinition<A>,
  inputs: readonly TensorLike[],
  attributes: A,
): readonly Tensor[] {
  return currentBuilder(`${definition.name}(...)`).emit(definition, inputs, attributes);
}

/** {@link emit} for the many ops with one output. */
export function emitOne<A extends Attributes>(
  definition: OpDefinition<A>,
  inputs: readonly TensorLike[],
  attributes: A,
): Tensor {
  return emit(definition, inputs, attributes)[0]!;
}
