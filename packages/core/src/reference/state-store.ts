import type { HeldState, StateDict, StateStore } from "../backend.js";
import { BlockzooError } from "../errors.js";
import type { NDArray } from "../ndarray.js";
import type { Graph } from "../graph/graph.js";
import { initialState } from "../random-inputs.js";
import { describeType } from "../tensor.js";

/** A state store in the memory of the host: the reference's, and that of runtimes which compute there. */
export class HostStateStore implements StateStore {
  readonly #values: Map<string, NDArray>;

  constructor(initial: StateDict) {
    this.#values = new Map(initial);
  }

  /** A store with the first values of a graph's state. */
  static initial(graph: Graph, seed: number): HostStateStore {
    return new HostStateStore(initialState(graph, seed));
  }

  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  async read(names: Iterable<string> = this.names): Promise<StateDict> {
    return new Map([...names].map((name) => [name, { ...this.get(name), data: this.get(name).data.slice() }]));
  }

  async write(values: StateDict): Promise<void> {
    for (const [name, value] of values) {
      const own = describeType(this.get(name));
      if (describeType(value) !== own) {
        throw new BlockzooError(`state "${name}" is ${own}, got ${describeType(value)}: nothing was written`);
      }
    }
    for (const [name, value] of values) this.set(name, { ...value, data: value.data.slice() });
  }

  /** Runs put new arrays in place of the old ones, so that keeping those is enough. */
  hold(): HeldState {
    const held = new Map(this.#values);
    return { read: () => new HostStateStore(held).read(), release: () => held.clear() };
  }

  /** The array itself, not a copy. */
  get(name: string): NDArray {
    const value = this.#values.get(name);
    if (value !== undefined) return value;
    throw new BlockzooError(`there is no state "${name}": the graph has ${this.names.join(", ") || "none"}`);
  }

  /** Puts an array in place without copying it. */
  set(name: string, value: NDArray): void {
    this.#values.set(name, value);
  }
}
