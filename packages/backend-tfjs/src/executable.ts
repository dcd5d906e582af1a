import {
  bindWeights,
  BlockzooError,
  checkFeeds,
  describeType,
  foreignState,
  initialState,
  inTurn,
  namesOf,
  openState,
  probeReports,
  messageOf,
  randomFeeds,
  specialize,
  toFloat32,
  type CompileOptions,
  type Executable,
  type ExecutionReport,
  type Feeds,
  type Graph,
  type NDArray,
  type Results,
  type RunOptions,
} from "@blockzoo/core";
import type { DeviceWatch } from "./device-watch.js";
import { hostArray } from "./host-array.js";
import { release, type Host, type Value } from "./plan.js";
import { buildProgram, runProgram, type Program } from "./program.js";
import type { DataId, KernelBackend } from "./runtime.js";
import { DeviceStateStore } from "./state-store.js";

/** What an executable needs of its backend. */
export interface ExecutableHost extends Host {
  readonly name: string;
  readonly watch: DeviceWatch;
  forget(executable: TfjsExecutable): void;
}

/** Programs for as many distinct shapes are kept by a graph with named dimensions; the one unused longest goes first. */
const maximumPrograms = 8;

/** A graph as calls of kernels of tfjs. With named dimensions it has a program for each set of sizes it has met. */
export class TfjsExecutable implements Executable {
  readonly state: DeviceStateStore;
  readonly #host: ExecutableHost;
  readonly #graph: Graph;
  readonly #options: CompileOptions;
  readonly #programs = new Map<string, Program>();
  #nodes: Readonly<Record<string, number>> = {};
  #milliseconds = 0;
  #runs = 0;
  #disposed = false;

  constructor(graph: Graph, options: CompileOptions, host: ExecutableHost) {
    this.#graph = bindWeights(graph, options.weights);
    this.#options = options;
    this.#host = host;
    this.state = stateFor(graph, options, host);
    this.state.retain();
    try {
      this.#checkState();
      if (namesOf(graph).size === 0) this.#programFor({});
    } catch (error) {
      this.state.release();
      throw error;
    }
  }

  #checkState(): void {
    for (const { name, tensor } of openState(this.#graph, this.#options.weights).state) {
      const found = describeType(this.state.get(name));
      if (found === describeType(tensor)) continue;
      throw new BlockzooError(`the shared state "${name}" is ${found}, but the graph expects ${describeType(tensor)}`);
    }
  }

  #programFor(sizes: Readonly<Record<string, number>>): Program {
    const start = performance.now();
    const key = JSON.stringify(sizes);
    const known = this.#programs.get(key);
    this.#programs.delete(key);
    const program = known ?? buildProgram(specialize(this.#graph, sizes), this.#host, this.#options.weights);
    this.#programs.set(key, program);
    if (known === undefined) {
      this.#milliseconds += performance.now() - start;
      this.#nodes = countNodes(program.graph);
      const [oldest] = this.#programs.keys();
      if (this.#programs.size > maximumPrograms) this.#forgetProgram(oldest!);
    }
    return program;
  }

  #forgetProgram(key: string): void {
    this.#programs.get(key)!.plan.dispose();
    this.#programs.delete(key);
  }

  async run(feeds: Feeds, options: RunOptions = {}): Promise<Results> {
    const sizes = checkFeeds(this.#graph, feeds);
    // Two runs at a time would start from the same state and lose one of the updates.
    return inTurn(this.state, async () => {
      options.signal?.throwIfAborted();
      if (this.#disposed) throw new BlockzooError("this executable was disposed: compile the graph again");
      this.#host.watch.check();
      try {
        return await this.#run(feeds, sizes, options.step ?? this.#runs);
      } catch (error) {
        this.#host.watch.check();
        if (error instanceof BlockzooError) throw error;
        throw new BlockzooError(`${this.#host.name} failed: ${messageOf(error)}`, {
          cause: error,
          kind: "failure",
        });
      }
    });
  }

  async #run(feeds: Feeds, sizes: Readonly<Record<string, number>>, step: number): Promise<Results> {
    const { backend } = this.#host;
    const program = this.#programFor(sizes);
    const { graph, state, outputs, probes } = program;
    const random = randomFeeds(graph, { seed: this.#options.seed ?? 0, step });
    program.inputs.forEach((value, index) => bind(value, feeds[graph.inputs[index]!.name]!, backend));
    program.random.forEach((value, index) => bind(value, random[index]!, backend));
    for (const { name, value } of state) value.storage.bind(this.state.get(name).dataId);
    // WebGPU only logs a kernel that it cannot compile, and goes on with memory that nothing was written to.
    backend.device?.pushErrorScope("validation");
    let refusal: Promise<{ readonly message: string } | null> | undefined;
    try {
      runProgram(program);
    } finally {
      refusal = backend.device?.popErrorScope();
    }
    const updates = state.flatMap(({ name, output }) =>
      output === undefined ? [] : [{ name, dataId: held(output, backend) }],
    );
    const kept = [...outputs, ...probes].map((value) => ({ value, dataId: held(value, backend) }));
    // The plan's own hold on its results, and on what was fed and went straight through.
    const own = [...program.plan.main.results, ...program.inputs, ...program.random];
    for (const { storage } of own)
      if (storage.section === program.plan.main && !storage.isBorrowed) release(storage, backend);
    try {
      const reading = kept.map(async ({ value, dataId }) => hostArray(value, await backend.read(dataId)));
      const [refused, ...arrays] = await this.#host.watch.read(Promise.all([refusal, ...reading]));
      if (refused) throw new Error(refused.message);
      for (const { name, dataId } of updates.splice(0)) this.state.replace(name, dataId);
      this.#runs++;
      return {
        outputs: Object.fromEntries(graph.outputs.map(({ name }, index) => [name, arrays[index]!])),
        probes: probeReports(
          this.#graph,
          sizes,
          (probe) => arrays[outputs.length + this.#graph.probes.indexOf(probe)]!,
        ),
      };
    } finally {
      for (const { dataId } of [...kept, ...updates]) backend.disposeData(dataId);
    }
  }

  report(): ExecutionReport {
    return {
      backend: this.#host.name,
      nodes: this.#nodes,
      hostNodes: [],
      compileMilliseconds: this.#milliseconds,
      runs: this.#runs,
    };
  }

  dispose(): void {
    void this.release();
  }

  /** Gives everything on the device back once the run in progress, if there is one, has ended. */
  async release(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#host.forget(this);
    await inTurn(this.state, async () => {
      for (const key of this.#programs.keys()) this.#forgetProgram(key);
      this.state.release();
    });
  }
}

/** The state an executable works on: the shared one, or a new one for what is not bound by `weights`. */
function stateFor(
  graph: Graph,
  { weights, state, seed = 0 }: CompileOptions,
  { backend, watch }: ExecutableHost,
): DeviceStateStore {
  if (state === undefined) {
    return new DeviceStateStore(backend, initialState(openState(graph, weights), seed), watch);
  }
  if (state instanceof DeviceStateStore && state.belongsTo(backend)) return state;
  throw foreignState();
}

function bind(value: Value, array: NDArray, backend: KernelBackend): void {
  const { dtype, shape, data } = toFloat32(array);
  value.storage.bind(backend.write(data, shape, dtype));
}

/** The data of a value, held once more. */
function held({ dataId }: Value, backend: KernelBackend): DataId {
  backend.incRef(dataId);
  return dataId;
}

function countNodes({ nodes }: Graph): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { op } of nodes) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}
