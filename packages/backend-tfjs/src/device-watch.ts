import { BlockzooError, Interruption } from "@blockzoo/core";
import type { KernelBackend } from "./runtime.js";

/** Knows when the device of a backend is lost, as the crash of a driver makes it. */
export class DeviceWatch {
  readonly #backend: KernelBackend;
  readonly #loss = new Interruption();

  constructor(backend: KernelBackend) {
    this.#backend = backend;
    void backend.device?.lost.then(({ message }) => this.#lose(`the WebGPU device was lost (${message})`));
    backend.gpgpu?.gl.canvas.addEventListener("webglcontextlost", () => this.#lose(lostContext), { once: true });
  }

  /** @throws BlockzooError where the device was lost */
  check(): void {
    // The event of it may be yet to come.
    if (this.#backend.gpgpu?.gl.isContextLost() === true) this.#lose(lostContext);
    if (this.#loss.error !== undefined) throw this.#loss.error;
  }

  /** What is read of the device: of one that is lost meanwhile it never comes, or is zeros, so that the loss is thrown instead. */
  read<T>(reading: Promise<T>): Promise<T> {
    return this.#loss.during(reading).finally(() => this.check());
  }

  #lose(what: string): void {
    this.#loss.come(new BlockzooError(`${what}: reload the page, or choose another device`, { kind: "failure" }));
  }
}

const lostContext = "the WebGL context was lost";
