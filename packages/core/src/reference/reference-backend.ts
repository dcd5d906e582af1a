import type {
  Backend,
  CompileOptions,
  Executable,
  ExecutionReport,
  Feeds,
  ProbeReport,
  Results,
  RunOptions,
} from "../backend.js";
import { checkOptions } from "../check-options.js";
import { BlockzooError } from "../errors.js";
import type { Graph, Node, Probe } from "../graph/graph.js";
import { bindWeights, openState } from "../graph/passes/bind-weights.js";
import { namesOf, specialize } from "../graph/passes/specialize.js";
import { toFloat32, type NDArray } from "../ndarray.js";
import { randomFeeds } from "../random-inputs.js";
import { numericShape } from "../dimensions.js";
import { checkCompileOptions } from "./compile-options.js";
import { evaluateNodes } from "./evaluate-graph.js";
import { checkFeeds } from "./feeds.js";
import { HostStateStore } from "./state-store.js";

export interface ReferenceOptions {
  /** Keep float32 results in double precision, for comparing with closed forms and differences. Default false. */
  readonly float64?: boolean;
}

/**
 * The backend that defines what graphs mean: walks them op by op in float64. Slow, exact, without dependencies; every other
 * backend is tested against it.
 */
export function referenceBackend(options: ReferenceOptions = {}): Backend {
  checkOptions("referenceBackend", options, { float64: true });
  return {
    name: "reference",
    capabilities: { runtime: "blockzoo reference", device: "cpu", threads: 1, dynamicShapes: true },
    compile: async (graph, compileOptions = {}) =>
      new ReferenceExecutable(graph, compileOptions, options.float64 ?? false),
    dispose: async () => {},
  };
}

class ReferenceExecutable implements Executable {
  readonly state: HostStateStore;
  readonly #graph: Graph;
  readonly #seed: number;
  readonly #weights: ReadonlyMap<string, NDArray>;
  readonly #present: (value: NDArray) => NDArray;
  #runs = 0;
  #disposed = false;

  constructor(graph: Graph, options: CompileOptions, float64: boolean) {
    checkCompileOptions(options);
    this.#graph = bindWeights(graph, options.weights);
    this.#seed = options.seed ?? 0;
    this.#weights = options.weights ?? new Map();
    this.#present = float64 ? (value) => value : toFloat32;
    this.state = stateFor(graph, options);
  }

  async run(feeds: Feeds, options: RunOptions = {}): Promise<Results> {
    options.signal?.throwIfAborted();
    if (this.#disposed) throw new BlockzooError("this executable was disposed: compile the graph again");
    const sizes = checkFeeds(this.#graph, feeds);
    const graph = namesOf(this.#graph).size === 0 ? this.#graph : specialize(this.#graph, sizes);
    const step = options.step ?? this.#runs;
    const random = randomFeeds(graph, { seed: this.#seed, step });
    const randomByNode = new Map(graph.random.map((input, index) => [input.tensor.node, random[index]!]));
    const leaf = (node: Node): NDArray => {
      if (node.op === "random") return randomByNode.get(node)!;
      const name = node.attributes["name"] as string;
      return node.op === "input" ? feeds[name]! : (this.#weights.get(name) ?? this.state.get(name));
    };
    const valueOf = evaluateNodes(graph, leaf);
    const present = (value: NDArray) => this.#present(value);
    const outputs = Object.fromEntries(graph.outputs.map(({ name, tensor }) => [name, present(valueOf(tensor))]));
    const updates = graph.state.flatMap(({ name, output }) =>
      output === undefined ? [] : [[name, valueOf(output)] as const],
    );
    for (const [name, value] of updates) this.state.set(name, present(value));
    this.#runs++;
    return { outputs, probes: probeReports(graph, {}, (probe) => valueOf(probe.tensor)) };
  }

  report(): ExecutionReport {
    const nodes: Record<string, number> = {};
    for (const { op } of this.#graph.nodes) nodes[op] = (nodes[op] ?? 0) + 1;
    return { backend: "reference", nodes, hostNodes: [], compileMilliseconds: 0, runs: this.#runs };
  }

  dispose(): void {
    this.#disposed = true;
  }
}

/** The state an executable works on: the shared one, or a new one for what is not bound by `weights`. */
export function stateFor(graph: Graph, options: CompileOptions): HostStateStore {
  const { weights, state, seed = 0 } = options;
  if (state === undefined) return HostStateStore.initial(openState(graph, weights), seed);
  if (state instanceof HostStateStore) return state;
  throw foreignState();
}

/** For a backend that is handed the state of another one. */
export function foreignState(): BlockzooError {
  return new BlockzooError("options.state belongs to another backend: executables of one backend can share state");
}

/** What probes report, from the four numbers that each computes in the graph. */
export function probeReports(
  graph: Graph,
  sizes: Readonly<Record<string, number>>,
  valueOf: (probe: Probe) => NDArray,
): ProbeReport[] {
  if (graph.probes.length === 0) return [];
  const shapes = specialize(graph, sizes).probes.map(({ source }) => source.shape);
  return graph.probes.map((probe, index) => {
    const { label, path } = probe;
    const [mean = NaN, deviation = NaN, minimum = NaN, maximum = NaN] = valueOf(probe).data;
    return {
      label,
      path,
      shape: numericShape(shapes[index]!, `the probe "${label}"`),
      mean,
      deviation,
      minimum,
      maximum,
    };
  });
}
