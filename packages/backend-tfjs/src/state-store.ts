import { BlockzooError, describeType, toFloat32, type NDArray, type StateDict, type StateStore } from "@blockzoo/core";
import type { DeviceWatch } from "./device-watch.js";
import { hostArray } from "./host-array.js";
import type { ValueType } from "./plan.js";
import type { DataId, KernelBackend } from "./runtime.js";

interface Entry extends ValueType {
  dataId: DataId;
}

/** State that lives on the device. It is given back when the last executable that uses it is disposed. */
export class DeviceStateStore implements StateStore {
  readonly #entries = new Map<string, Entry>();
  readonly #backend: KernelBackend;
  readonly #watch: DeviceWatch;
  #users = 0;
  #isDisposed = false;

  constructor(backend: KernelBackend, initial: StateDict, watch: DeviceWatch) {
    this.#backend = backend;
    this.#watch = watch;
    for (const [name, value] of initial) {
      const { dtype, shape } = value;
      this.#entries.set(name, { dtype, shape, dataId: this.#upload(value) });
    }
  }

  belongsTo(backend: KernelBackend): boolean {
    return this.#backend === backend;
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  async read(names: Iterable<string> = this.names): Promise<StateDict> {
    const values = [...names].map(async (name): Promise<[string, NDArray]> => {
      const entry = this.get(name);
      const { dataId } = entry;
      // Held, so that a run which replaces the value meanwhile does not give it back.
      this.#backend.incRef(dataId);
      try {
        return [name, hostArray(entry, await this.#backend.read(dataId))];
      } finally {
        this.#backend.disposeData(dataId);
      }
    });
    return new Map(await this.#watch.read(Promise.all(values)));
  }

  async write(values: StateDict): Promise<void> {
    for (const [name, value] of values) {
      const own = describeType(this.get(name));
      if (describeType(value) === own) continue;
      throw new BlockzooError(`state "${name}" is ${own}, got ${describeType(value)}: nothing was written`);
    }
    for (const [name, value] of values) this.replace(name, this.#upload(value));
  }

  /** The value on the device. */
  get(name: string): Readonly<Entry> {
    if (this.#isDisposed) throw new BlockzooError("this state was disposed with the last executable that used it");
    const entry = this.#entries.get(name);
    if (entry !== undefined) return entry;
    throw new BlockzooError(`there is no state "${name}": the graph has ${this.names.join(", ") || "none"}`);
  }

  /** Puts data in the place of what was there, which is given back. */
  replace(name: string, dataId: DataId): void {
    const entry = this.#entries.get(name)!;
    this.#backend.disposeData(entry.dataId);
    entry.dataId = dataId;
  }

  retain(): void {
    this.#users++;
  }

  release(): void {
    this.#users--;
    if (this.#users > 0 || this.#isDisposed) return;
    this.#isDisposed = true;
    for (const { dataId } of this.#entries.values()) this.#backend.disposeData(dataId);
  }

  #upload(value: NDArray): DataId {
    const { dtype, shape, data } = toFloat32(value);
    return this.#backend.write(data.slice(), shape, dtype);
  }
}
