import type { Graph } from "./graph/graph.js";
import type { NDArray } from "./ndarray.js";

/** Named values: weights, buffers, optimizer slots. Names are block paths, as in a PyTorch state dict. */
export type StateDict = ReadonlyMap<string, NDArray>;

/** Inputs by name. */
export type Feeds = Readonly<Record<string, NDArray>>;

/** What a probe saw in one run. */
export interface ProbeReport {
  readonly label: string;
  /** The path of the block that was probed. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly mean: number;
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface Results {
  /** Outputs by name; float32 values arrive as Float32Array. */
  readonly outputs: Readonly<Record<string, NDArray>>;
  readonly probes: readonly ProbeReport[];
}

export interface RunOptions {
  /** Keys the random inputs of this run; by default the number of runs before it. */
  readonly step?: number;
  /** A run that is aborted before it starts throws the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface CompileOptions {
  /** Values for the graph's state that never change: bound as constants, which lets a runtime fold and prepack them. */
  readonly weights?: StateDict;
  /** Share the state of another executable of the same backend instead of making a new one. */
  readonly state?: StateStore;
  /** Keys the initial state and all random inputs; default 0. */
  readonly seed?: number;
}

/** The state of an executable, living where the backend computes. */
export interface StateStore {
  readonly names: readonly string[];
  /** Copies values to the host; all of them by default. */
  read(names?: Iterable<string>): Promise<StateDict>;
  /** Replaces values; a name or shape the store does not have is an error and nothing is written. */
  write(values: StateDict): Promise<void>;
  /**
   * Keeps the present values, whatever runs later, without copying them. A backend whose runs write over the state has no
   * such method.
   */
  hold?(): HeldState;
}

/** Values that a state store had when they were asked for. */
export interface HeldState {
  /** Copies them to the host. */
  read(): Promise<StateDict>;
  /** Lets go of what they take. */
  release(): void;
}

/** What became of a graph on a backend. */
export interface ExecutionReport {
  readonly backend: string;
  /** Nodes of the lowered graph, by op. */
  readonly nodes: Readonly<Record<string, number>>;
  /** Nodes that run on the host although the backend computes elsewhere. */
  readonly hostNodes: readonly string[];
  readonly compileMilliseconds: number;
  readonly runs: number;
}

/**
 * How a runtime computes an op or a composite: with an operation of its own, as other ops, on the host although the rest is
 * computed elsewhere, natively but for some operands, or not at all. Backends say so of each name, for docs/support.md.
 */
export type Support =
  "native" | "decomposed" | "host" | { readonly decomposedFor: string } | { readonly unsupported: string };

/** A compiled graph. */
export interface Executable {
  run(feeds: Feeds, options?: RunOptions): Promise<Results>;
  readonly state: StateStore;
  report(): ExecutionReport;
  dispose(): void;
}

export interface Capabilities {
  /** Version of the runtime, such as `onnxruntime-node 1.30.0`. */
  readonly runtime: string;
  readonly device: string;
  readonly threads: number;
  /** What a GPU calls itself, where that is known. */
  readonly adapter?: string;
  /** Whether graphs with named dimensions run without being specialised. */
  readonly dynamicShapes: boolean;
}

/** Something that executes graphs. Backends are values: made, passed on and disposed; many live in one process. */
export interface Backend {
  readonly name: string;
  readonly capabilities: Capabilities;
  compile(graph: Graph, options?: CompileOptions): Promise<Executable>;
  dispose(): Promise<void>;
}
