import { proxyMarker } from "comlink";
import { serveBackend } from "@blockzoo/core";
import { BoundedBackend, guestBounds } from "../playground/bounds/bounded-backend.js";
import type { Runtime } from "./runtime.js";

/**
 * Lends the open runtime to a program of the playground, which has none: through a line, it gives graphs and arrays, and gets
 * arrays.
 */
export class GuestBackend {
  readonly [proxyMarker] = true;
  readonly #runtime: Runtime;
  #loan: { readonly end: () => void; readonly ended: Promise<void> } | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /**
   * Serves the other end of a line until it is taken back. There is one such guest at a time.
   *
   * @throws BlockzooError where no runtime is open
   */
  async lend(port: MessagePort): Promise<void> {
    await this.takeBack();
    let end = (): void => {};
    const wanted = new Promise<void>((resolve) => (end = resolve));
    const ended = this.#runtime.use(async (backend) => {
      const bounded = new BoundedBackend(backend, guestBounds);
      serveBackend(async () => bounded, port);
      port.start();
      await wanted;
      port.close();
      await bounded.dispose();
    });
    this.#loan = { end, ended };
    await ended;
  }

  /** Ends the loan, and frees what the guest has left. */
  async takeBack(): Promise<void> {
    this.#loan?.end();
    // What went wrong was told to who lent it.
    await this.#loan?.ended.catch(() => {});
    this.#loan = undefined;
  }
}
