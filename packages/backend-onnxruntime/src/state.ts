import {
  describeType,
  freeNow,
  NamedState,
  openState,
  initialState,
  trace,
  type CompileOptions,
  type DType,
  type Graph,
  type HeldState,
  type NDArray,
  type StateDict,
} from "@blockzoo/core";
import { buildModel, encodeModel } from "@blockzoo/onnx";
import type { OrtDevice } from "./device.js";
import { fromOrt, toOrt, type OrtTensor } from "./ort.js";

/**
 * State as tensors of the runtime: in the memory of the device, once a run has put it there. What is written waits on the host
 * for the next run, which brings it over. Every run makes the whole of it anew, so that memory is given back as soon as a value
 * is replaced.
 */
export class OrtState extends NamedState<OrtTensor> {
  readonly #device: OrtDevice;
  readonly #held = new Set<ReadonlyMap<string, OrtTensor>>();
  /** Only where runs leave their results on the host: tensors of a device are freed when new ones take their place. */
  readonly hold?: () => HeldState;

  constructor(device: OrtDevice, graph: Graph, options: CompileOptions) {
    super(
      [...initialState(openState(graph, options.weights), options.seed ?? 0)].map(([name, value]) => [
        name,
        toOrt(device.ort, value),
      ]),
    );
    this.#device = device;
    if (!device.row.keepsState) this.hold = () => this.#hold();
  }

  /** Whether a backend on that device can use the store. */
  belongsTo(device: OrtDevice): boolean {
    return this.#device.ort === device.ort && this.#device.provider === device.provider;
  }

  read(names: Iterable<string> = this.names): Promise<StateDict> {
    return this.#device.inTurn(() => this.#download([...names]));
  }

  override write(values: StateDict): Promise<void> {
    return this.#device.inTurn(() => super.write(values));
  }

  override set(name: string, value: OrtTensor): void {
    const before = this.get(name);
    super.set(name, value);
    this.#free(name, before);
  }

  #hold(): HeldState {
    let held = this.snapshot();
    this.#held.add(held);
    return {
      read: async () => new Map([...held].map(([name, tensor]) => [name, copyOf(tensor)])),
      release: () => {
        this.#held.delete(held);
        for (const [name, tensor] of held) this.#free(name, tensor);
        held = new Map();
      },
    };
  }

  /** Frees what is no value of the state any more, unless it is held. */
  #free(name: string, tensor: OrtTensor): void {
    const isUsed = this.get(name) === tensor || [...this.#held].some((held) => held.get(name) === tensor);
    if (isUsed) return;
    if (tensor.location === "cpu") freeNow(tensor.data as ArrayBufferView);
    else tensor.dispose();
  }

  protected describe({ type, dims }: OrtTensor): string {
    return describeType({ dtype: type as DType, shape: dims });
  }

  protected adopt(array: NDArray): OrtTensor {
    return toOrt(this.#device.ort, { ...array, data: array.data.slice() });
  }

  /**
   * Brings everything to the host, before a session ends that the device's memory was taken by: no tensor of it may be left
   * then. To be called in turn.
   */
  async leaveDevice(): Promise<void> {
    const away = this.names.filter((name) => this.get(name).location !== "cpu");
    for (const [name, value] of await this.#download(away)) this.set(name, toOrt(this.#device.ort, value));
  }

  /**
   * Copies, on the host. A tensor of the device goes through a session that hands on what it is given: to ask it for its data
   * ends the process in Node.
   */
  async #download(names: readonly string[]): Promise<StateDict> {
    const away = names.filter((name) => this.get(name).location !== "cpu");
    const arrived = away.length === 0 ? {} : await this.#handOn(away);
    return new Map(
      names.map((name) => {
        const tensor = arrived[name];
        return [name, tensor === undefined ? copyOf(this.get(name)) : fromOrt(tensor)];
      }),
    );
  }

  async #handOn(names: readonly string[]): Promise<Record<string, OrtTensor>> {
    const tensors = names.map((name) => this.get(name));
    const types = tensors.map(({ type, dims }) => ({ dtype: type as DType, shape: dims }));
    const graph = trace((inputs) => inputs, Object.fromEntries(types.map((type, index) => [`x${index}`, type])));
    const model = buildModel(graph);
    const failure = `the state cannot be read from ${this.#device.name}`;
    const session = await this.#device.openSession(encodeModel(model.proto), failure, { hostNodes: true });
    try {
      const feeds = Object.fromEntries(model.inputs.map((name, index) => [name, tensors[index]!]));
      const results = await this.#device.run(session, feeds, model.outputs);
      return Object.fromEntries(model.outputs.map((output, index) => [names[index]!, results[output]!]));
    } finally {
      await session.release();
    }
  }
}

/** The values of a tensor of the host, which later runs may hand out again. */
function copyOf(tensor: OrtTensor): NDArray {
  const value = fromOrt(tensor);
  return { ...value, data: value.data.slice() };
}
