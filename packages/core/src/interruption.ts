import type { BlockzooError } from "./errors.js";

/**
 * A failure that ends whatever goes on, once it comes, as the loss of a device does. It is told to those who wait at the time: a promise
 * that all of them were raced with would keep what each of them gave.
 *
 * @example
 * const loss = new Interruption();
 * void device.lost.then(() => loss.come(new BlockzooError("the device was lost")));
 * const results = await loss.during(run());
 */
export class Interruption {
  readonly #waiting = new Set<(error: BlockzooError) => void>();
  #error: BlockzooError | undefined;

  /** What came; undefined as long as nothing has. */
  get error(): BlockzooError | undefined {
    return this.#error;
  }

  /** From now on. The first one stays. */
  come(error: BlockzooError): void {
    this.#error ??= error;
    for (const interrupt of this.#waiting) interrupt(this.#error);
  }

  /** What comes of a task; where the interruption comes meanwhile, or came before, that is thrown instead. */
  async during<T>(task: Promise<T>): Promise<T> {
    let interrupt!: (error: BlockzooError) => void;
    const interrupted = new Promise<never>((_, reject) => this.#waiting.add((interrupt = reject)));
    if (this.#error !== undefined) interrupt(this.#error);
    try {
      return await Promise.race([interrupted, task]);
    } finally {
      this.#waiting.delete(interrupt);
    }
  }
}
