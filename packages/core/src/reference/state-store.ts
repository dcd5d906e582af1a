import type { HeldState, StateDict, StateStore } from "../backend.js";
import { BlockzooError } from "../errors.js";
import type { NDArray } from "../ndarray.js";
import type { Graph } from "../graph/graph.js";
import { initialState } from "../random-inputs.js";
import { describeType } from "../tensor.js";

/** What state stores have in common, whatever a value of theirs is: an array of the host, a tensor of a runtime. */
export abstract class NamedState<Value> implements StateStore {
  readonly #values: Map<string, Value>;

  constructor(initial: Iterable<readonly [string, Value]>) {
    this.#values = new Map(initial);
  }

  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  abstract read(names?: Iterable<string>): Promise<StateDict>;

  /** The type of a value, as `describeType` writes it. */
  protected abstract describe(value: Value): string;

  /** A value of the store's own with the contents of an array, which stays the caller's. */
  protected abstract adopt(array: NDArray): Value;

  async write(values: StateDict): Promise<void> {
    for (const [name, value] of values) {
      const own = this.describe(this.get(name));
      if (describeType(value) !== own) {
        throw new BlockzooError(`state "${name}" is ${own}, got ${describeType(value)}: nothing was written`);
      }
    }
    for (const [name, value] of values) this.set(name, this.adopt(value));
  }

  /** The present values by name; runs that put new ones in place do not change it. */
  protected snapshot(): ReadonlyMap<string, Value> {
    return new Map(this.#values);
  }

  /** The value itself, not a copy. */
  get(name: string): Value {
    const value = this.#values.get(name);
    if (value !== undefined) return value;
    throw new BlockzooError(`there is no state "${name}": the graph has ${this.names.join(", ") || "none"}`);
  }

  /** Puts a value in place without copying it. */
  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  /** Throws unless the store has a value of that type: of a graph that is to share it. */
  checkType(name: string, expected: string): void {
    const own = this.describe(this.get(name));
    if (own === expected) return;
    throw new BlockzooError(`the shared state "${name}" is ${own}, but the graph expects ${expected}`);
  }
}

/** A state store in the memory of the host: the reference's, and that of runtimes which compute there. */
export class HostStateStore extends NamedState<NDArray> {
  /** A store with the first values of a graph's state. */
  static initial(graph: Graph, seed: number): HostStateStore {
    return new HostStateStore(initialState(graph, seed));
  }

  async read(names: Iterable<string> = this.names): Promise<StateDict> {
    return new Map([...names].map((name) => [name, this.adopt(this.get(name))]));
  }

  /** Runs put new arrays in place of the old ones, so that keeping those is enough. */
  hold(): HeldState {
    let held: StateDict = this.snapshot();
    return { read: () => new HostStateStore(held).read(), release: () => void (held = new Map()) };
  }

  protected describe(value: NDArray): string {
    return describeType(value);
  }

  protected adopt(array: NDArray): NDArray {
    return { ...array, data: array.data.slice() };
  }
}
