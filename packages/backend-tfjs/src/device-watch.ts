import { BlockzooError } from "@blockzoo/core";
import type { KernelBackend } from "./runtime.js";

/** Knows when the device of a backend is lost, as the crash of a driver makes it. */
export class DeviceWatch {
  readonly #backend: KernelBackend;
  /** Those who wait for something of the device. */
  readonly #waiting = new Set<() => void>();
  #loss: string | undefined;

  constructor(backend: KernelBackend) {
    this.#backend = backend;
    void backend.device?.lost.then(({ message }) => this.#lose(`the WebGPU device was lost (${message})`));
    backend.gpgpu?.gl.canvas.addEventListener("webglcontextlost", () => this.#lose(lostContext), { once: true });
  }

  /** @throws BlockzooError where the device was lost */
  check(): void {
    // The event of it may be yet to come.
    if (this.#backend.gpgpu?.gl.isContextLost() === true) this.#loss ??= lostContext;
    if (this.#loss === undefined) return;
    throw new BlockzooError(`${this.#loss}: reload the page, or choose another device`, { kind: "failure" });
  }

  /** What is read of the device: of one that is lost meanwhile it never comes, or is zeros, so that the loss is thrown instead. */
  async read<T>(reading: Promise<T>): Promise<T> {
    let lose!: () => void;
    const lost = new Promise<void>((resolve) => this.#waiting.add((lose = resolve)));
    try {
      const result = await Promise.race([reading, lost]);
      this.check();
      // Not lost, so that it is what was read.
      return result as T;
    } catch (error) {
      this.check();
      throw error;
    } finally {
      this.#waiting.delete(lose);
    }
  }

  #lose(loss: string): void {
    this.#loss = loss;
    for (const lose of this.#waiting) lose();
  }
}

const lostContext = "the WebGL context was lost";
