import type { Backend } from "@blockzoo/core";
import type { Runtime } from "./runtime.js";

/** A network that is loaded when it is first asked, and anew on another runtime. */
export class NetworkInUse<Use> {
  readonly #runtime: Runtime;
  readonly #load: (backend: Backend) => Promise<Use>;
  readonly #loaded = new WeakMap<Backend, Promise<Use>>();

  constructor(runtime: Runtime, load: (backend: Backend) => Promise<Use>) {
    this.#runtime = runtime;
    this.#load = load;
  }

  ask<T>(question: (network: Use) => Promise<T>): Promise<T> {
    return this.#runtime.use(async (backend) => question(await this.#on(backend)));
  }

  #on(backend: Backend): Promise<Use> {
    const known = this.#loaded.get(backend);
    if (known !== undefined) return known;
    const network = this.#load(backend);
    this.#loaded.set(backend, network);
    // Weights that could not be fetched are asked for again.
    network.catch(() => this.#loaded.delete(backend));
    return network;
  }
}
