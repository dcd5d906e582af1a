import {
  BlockzooError,
  checkFeeds,
  describeType,
  foreignState,
  namesOf,
  probeReports,
  randomFeeds,
  type CompileOptions,
  type Executable,
  type ExecutionReport,
  type Feeds,
  type Graph,
  type NDArray,
  type Results,
  type RunOptions,
} from "@blockzoo/core";
import { encodeModel, type OnnxModel } from "@blockzoo/onnx";
import { blocksOf } from "./blocks.js";
import type { OrtDevice } from "./device.js";
import { fromOrt, toOrt, type OrtSession, type OrtTensor } from "./ort.js";
import { giveOwnPlaces } from "./own-places.js";
import { providerModel } from "./providers.js";
import { OrtState } from "./state.js";

/**
 * From how many nodes on a graph without constant weights is run as we wrote it. The runtime's rewriting takes most of the time
 * that a session takes to open (ResNet-50, 4,471 nodes: .84 against .17 s), and memory, and finds next to nothing in what
 * `optimize` has left: a step is 2 % faster for it where there are few nodes, and no faster from ResNet-20 on.
 */
const nodesRunAsWritten = 1000;

interface Compiled {
  readonly graph: Graph;
  /** The graph as it was written, and its names in the model; the model itself is the session's now. */
  readonly model: Omit<OnnxModel, "proto">;
  readonly session: OrtSession;
  readonly state: OrtState;
  readonly seed: number;
  readonly milliseconds: number;
}

/** A graph in an ONNX Runtime session. State goes in with every run and comes out of it, without being copied here. */
export class OrtExecutable implements Executable {
  readonly #device: OrtDevice;
  readonly #forget: (executable: OrtExecutable) => void;
  readonly #compiled: Compiled;
  readonly #fetches: readonly string[];
  #runs = 0;
  #disposed = false;

  /** Writes the graph as an ONNX model and opens a session on it. */
  static async create(
    graph: Graph,
    options: CompileOptions,
    device: OrtDevice,
    forget: (executable: OrtExecutable) => void,
  ): Promise<OrtExecutable> {
    const start = performance.now();
    const { weights, seed = 0 } = options;
    const { isDevice, keepsState } = device.row;
    const state = sharedState(options, device) ?? new OrtState(device, graph, options);
    const inBlocks = device.row.blocksChannels ? await blocksOf(device) : undefined;
    const { proto, ...model } = providerModel(graph, device.provider, { weights, inBlocks, threads: device.threads });
    for (const { entry } of model.state) state.checkType(entry.name, describeType(entry.tensor));
    // The arithmetic of shapes is the host's, wherever the rest is computed.
    const shapes = isDevice && namesOf(model.graph).size > 0 ? ["the sizes of named dimensions"] : [];
    const hostNodes = [...model.hostNodes, ...shapes];
    const hasConstants = weights !== undefined && weights.size > 0;
    const written = proto.graph!;
    const optimized = hasConstants || written.node.length < nodesRunAsWritten;
    if (!optimized && !isDevice) giveOwnPlaces(written);
    const kept = keepsState ? model.state.flatMap(({ output }) => output ?? []) : [];
    const session = await device.inTurn(() =>
      device.openSession(encodeModel(proto), `${device.name} does not accept the graph`, {
        kept,
        hostNodes: hostNodes.length > 0,
        optimized,
      }),
    );
    const milliseconds = performance.now() - start;
    return new OrtExecutable(device, forget, {
      graph,
      model: { ...model, hostNodes },
      session,
      state,
      seed,
      milliseconds,
    });
  }

  private constructor(device: OrtDevice, forget: (executable: OrtExecutable) => void, compiled: Compiled) {
    const { outputs, probes, state } = compiled.model;
    this.#device = device;
    this.#forget = forget;
    this.#compiled = compiled;
    this.#fetches = [...outputs, ...probes, ...state.flatMap(({ output }) => output ?? [])];
  }

  get state(): OrtState {
    return this.#compiled.state;
  }

  async run(feeds: Feeds, options: RunOptions = {}): Promise<Results> {
    const { graph, model, session, state } = this.#compiled;
    const sizes = checkFeeds(graph, feeds);
    return this.#device.inTurn(async () => {
      options.signal?.throwIfAborted();
      if (this.#disposed) throw new BlockzooError("this executable was disposed: compile the graph again");
      const inputs = this.#inputs(feeds, options.step ?? this.#runs);
      const tensors = await this.#device.run(session, inputs, this.#fetches);
      const valueOf = (name: string) => fromOrt(tensors[name]!);
      for (const { entry, output } of model.state) if (output !== undefined) state.set(entry.name, tensors[output]!);
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
    const put = (name: string, value: NDArray) => (tensors[name] = toOrt(this.#device.ort, value));
    graph.inputs.forEach(({ name }, index) => put(model.inputs[index]!, feeds[name]!));
    for (const { entry, input } of model.state) tensors[input] = state.get(entry.name);
    randomFeeds(model.graph, { seed, step }).forEach((value, index) => put(model.random[index]!, value));
    return tensors;
  }

  report(): ExecutionReport {
    const { model, milliseconds } = this.#compiled;
    const nodes: Record<string, number> = {};
    for (const { op } of model.graph.nodes) nodes[op] = (nodes[op] ?? 0) + 1;
    return {
      backend: this.#device.name,
      nodes,
      hostNodes: model.hostNodes,
      compileMilliseconds: milliseconds,
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
    this.#forget(this);
    await this.#device.inTurn(async () => {
      // Where the device is lost, so is what it held; whoever reads the state is told.
      await this.state.leaveDevice().catch(() => {});
      await this.#compiled.session.release();
    });
  }
}

function sharedState({ state }: CompileOptions, device: OrtDevice): OrtState | undefined {
  if (state === undefined) return undefined;
  if (state instanceof OrtState && state.belongsTo(device)) return state;
  throw foreignState();
}
