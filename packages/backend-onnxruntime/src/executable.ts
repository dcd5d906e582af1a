import {
  BlockzooError,
  checkFeeds,
  describeType,
  inTurn,
  probeReports,
  randomFeeds,
  stateFor,
  toFloat32,
  type CompileOptions,
  type DType,
  type Executable,
  type ExecutionReport,
  type Feeds,
  type Graph,
  type HostStateStore,
  type NDArray,
  type NumericArray,
  type Results,
  type RunOptions,
} from "@blockzoo/core";
import { buildModel, encodeModel, type OnnxModel } from "@blockzoo/onnx";
import type { Ort, OrtSession, OrtTensor } from "./runtime.js";

/** What an executable needs of its backend. */
export interface Host {
  readonly name: string;
  readonly ort: Ort;
  readonly sessionOptions: object;
  forget(executable: OrtExecutable): void;
}

interface Compiled {
  readonly graph: Graph;
  /** The graph as it was written, and its names in the model; the model itself is the session's now. */
  readonly model: Omit<OnnxModel, "proto">;
  readonly session: OrtSession;
  readonly state: HostStateStore;
  readonly seed: number;
  readonly milliseconds: number;
}

/** A graph in an ONNX Runtime session. State goes in with every run and comes out of it, without being copied here. */
export class OrtExecutable implements Executable {
  readonly #host: Host;
  readonly #compiled: Compiled;
  readonly #fetches: readonly string[];
  #runs = 0;
  #disposed = false;

  /** Writes the graph as an ONNX model and opens a session on it. */
  static async create(graph: Graph, options: CompileOptions, host: Host): Promise<OrtExecutable> {
    const start = performance.now();
    const { weights, seed = 0 } = options;
    const state = stateFor(graph, options);
    const { proto, ...model } = buildModel(graph, { ...(weights && { weights }), probes: true });
    for (const { entry } of model.state) checkState(entry.name, state.get(entry.name), describeType(entry.tensor));
    const session = await attempt(`${host.name} does not accept the graph`, () =>
      host.ort.InferenceSession.create(encodeModel(proto), host.sessionOptions),
    );
    const milliseconds = performance.now() - start;
    return new OrtExecutable(host, { graph, model, session, state, seed, milliseconds });
  }

  private constructor(host: Host, compiled: Compiled) {
    const { outputs, probes, state } = compiled.model;
    this.#host = host;
    this.#compiled = compiled;
    this.#fetches = [...outputs, ...probes, ...state.flatMap(({ output }) => output ?? [])];
  }

  get state(): HostStateStore {
    return this.#compiled.state;
  }

  async run(feeds: Feeds, options: RunOptions = {}): Promise<Results> {
    const { graph, model, session, state } = this.#compiled;
    const sizes = checkFeeds(graph, feeds);
    // Two runs at a time would start from the same state and lose one of the updates.
    return inTurn(state, async () => {
      options.signal?.throwIfAborted();
      if (this.#disposed) throw new BlockzooError("this executable was disposed: compile the graph again");
      const inputs = this.#inputs(feeds, options.step ?? this.#runs);
      const tensors = await attempt(`${this.#host.name} failed`, () => session.run(inputs, this.#fetches));
      const valueOf = (name: string) => fromOrt(tensors[name]!);
      for (const { entry, output } of model.state) if (output !== undefined) state.set(entry.name, valueOf(output));
      this.#runs++;
      return {
        outputs: Object.fromEntries(graph.outputs.map(({ name }, index) => [name, valueOf(model.outputs[index]!)])),
        probes: probeReports(graph, sizes, (probe) => valueOf(model.probes[graph.probes.indexOf(probe)]!)),
      };
    });
  }

  #inputs(feeds: Feeds, step: number): Record<string, OrtTensor> {
    const { graph, model, state, seed } = this.#compiled;
    const tensors: Record<string, OrtTensor> = {};
    const put = (name: string, value: NDArray) => (tensors[name] = toOrt(this.#host.ort, value));
    graph.inputs.forEach(({ name }, index) => put(model.inputs[index]!, feeds[name]!));
    for (const { entry, input } of model.state) put(input, state.get(entry.name));
    randomFeeds(model.graph, { seed, step }).forEach((value, index) => put(model.random[index]!, value));
    return tensors;
  }

  report(): ExecutionReport {
    const nodes: Record<string, number> = {};
    for (const { op } of this.#compiled.model.graph.nodes) nodes[op] = (nodes[op] ?? 0) + 1;
    return {
      backend: this.#host.name,
      nodes,
      hostNodes: [],
      compileMilliseconds: this.#compiled.milliseconds,
      runs: this.#runs,
    };
  }

  dispose(): void {
    void this.release();
  }

  /** Frees the session once the run in progress, if there is one, has ended. */
  async release(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#host.forget(this);
    await inTurn(this.state, () => this.#compiled.session.release());
  }
}

/** Runs what calls the runtime; its errors get a sentence of ours before them. */
async function attempt<T>(failure: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof BlockzooError) throw error;
    throw new BlockzooError(`${failure}: ${(error as Error).message}`, { cause: error, kind: "failure" });
  }
}

function toOrt(ort: Ort, value: NDArray): OrtTensor {
  const { dtype, shape, data } = toFloat32(value);
  return new ort.Tensor(dtype, data, shape);
}

function fromOrt(tensor: OrtTensor): NDArray {
  return { dtype: tensor.type as DType, shape: tensor.dims, data: tensor.data as NumericArray };
}

function checkState(name: string, value: NDArray, expected: string): void {
  if (describeType(value) === expected) return;
  throw new BlockzooError(`the shared state "${name}" is ${describeType(value)}, but the graph expects ${expected}`);
}
