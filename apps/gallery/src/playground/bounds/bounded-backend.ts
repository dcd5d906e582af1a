import {
  bodyOf,
  check,
  graphCost,
  numericShape,
  sizeOf,
  verify,
  type Backend,
  type CompileOptions,
  type Executable,
  type Graph,
  type Results,
} from "@blockzoo/core";

/** What a backend takes from a program that anybody may have written. */
export interface Bounds {
  /** Ops of a graph, those in loops included. */
  readonly nodes: number;
  /** Bytes of the state of a graph: weights, and what the update rule keeps for them. */
  readonly stateBytes: number;
  /** Bytes of all values that a graph makes, as though none took the place of another. */
  readonly valueBytes: number;
  /** Multiplications of one run. */
  readonly macs: number;
  /** Graphs at a time. */
  readonly executables: number;
}

/** What fits a page: Adam on VGG-11 does not, on ResNet-50 it does. */
export const guestBounds: Bounds = {
  nodes: 50_000,
  stateBytes: 512 * 2 ** 20,
  valueBytes: 4 * 2 ** 30,
  macs: 100e9,
  executables: 32,
};

/**
 * A backend for graphs of unknown origin: each is checked, op by op, and refused where it is larger than the bounds, before memory
 * is taken for it. `dispose` frees what was compiled through it, after the runs that are going on, and leaves the backend itself.
 */
export class BoundedBackend implements Backend {
  readonly #backend: Backend;
  readonly #bounds: Bounds;
  readonly #executables = new Set<Executable>();
  readonly #runs = new Set<Promise<unknown>>();

  constructor(backend: Backend, bounds: Bounds) {
    this.#backend = backend;
    this.#bounds = bounds;
  }

  get name() {
    return this.#backend.name;
  }

  get capabilities() {
    return this.#backend.capabilities;
  }

  /** @throws BlockzooError that says which bound the graph is beyond */
  async compile(graph: Graph, options?: CompileOptions): Promise<Executable> {
    const { executables } = this.#bounds;
    check(this.#executables.size < executables, () => `a program may have ${executables} graphs at a time, not more`);
    checkBounds(graph, this.#bounds);
    const executable = await this.#noted(this.#backend.compile(verify(graph), options));
    const bounded: Executable = {
      state: executable.state,
      run: (feeds, runOptions): Promise<Results> => this.#noted(executable.run(feeds, runOptions)),
      report: () => executable.report(),
      dispose: () => {
        this.#executables.delete(bounded);
        executable.dispose();
      },
    };
    this.#executables.add(bounded);
    return bounded;
  }

  async dispose(): Promise<void> {
    await Promise.allSettled(this.#runs);
    for (const executable of this.#executables) executable.dispose();
  }

  #noted<T>(work: Promise<T>): Promise<T> {
    this.#runs.add(work);
    const forget = () => void this.#runs.delete(work);
    work.then(forget, forget);
    return work;
  }
}

/** @throws BlockzooError that says which bound a graph is beyond, and by how much */
export function checkBounds(graph: Graph, bounds: Bounds): void {
  const state = graph.state.reduce((sum, { tensor }) => sum + 4 * elementsOf(tensor.shape), 0);
  const within = (what: string, found: number, bound: number, unit: (value: number) => string) =>
    check(found <= bound, () => `${what} ${unit(found)}, but in this page it may be ${unit(bound)} at most`);
  within("the state of this graph, weights and what the update rule keeps, is", state, bounds.stateBytes, megabytes);
  const { nodes, values } = sizesOf(graph);
  within("the size of this graph is", nodes, bounds.nodes, (count) => `${count.toLocaleString("en-US")} operations`);
  within("what a run of this graph makes is", values, bounds.valueBytes, megabytes);
  within("a run of this graph is", graphCost(graph), bounds.macs, (macs) => `${(macs / 1e9).toFixed(1)} GMACs`);
}

function sizesOf(graph: Graph): { readonly nodes: number; readonly values: number } {
  let [nodes, values] = [graph.nodes.length, 0];
  for (const { attributes, outputs } of graph.nodes) {
    for (const { shape } of outputs) values += 4 * elementsOf(shape);
    const body = bodyOf(attributes);
    if (body === undefined) continue;
    const inner = sizesOf(body);
    nodes += inner.nodes;
    values += inner.values;
  }
  return { nodes, values };
}

function elementsOf(shape: readonly unknown[]): number {
  return sizeOf(numericShape(shape as readonly number[], "a graph of the playground"));
}

function megabytes(bytes: number): string {
  return bytes < 2 ** 30 ? `${Math.ceil(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
