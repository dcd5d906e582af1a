import { BlockzooError, type Backend } from "@blockzoo/core";
import type { RuntimeName } from "../frame/runtimes.js";
import { openBackend } from "./backends/open-backend.js";

/** What the page is told of a runtime. */
export interface Opened {
  readonly runtime: string;
  readonly threads: number;
}

/** The runtime that is open, and what is being done with it. */
export class Runtime {
  #backend: Backend | undefined;
  /** What is being done with the open backend, which is disposed of after it. */
  #uses = new Set<Promise<unknown>>();
  /** Runtimes are changed one after the other, so that the last one that was asked for stays. */
  #changing: Promise<unknown> = Promise.resolve();

  /** Changes the runtime, between what ends `before` and what goes on `after` it. */
  open(name: RuntimeName, { before, after }: Record<"before" | "after", () => Promise<void>>): Promise<Opened> {
    const opened = this.#changing.then(async () => {
      await before();
      const change = await this.#change(name);
      await after();
      return change;
    });
    this.#changing = opened.catch(() => {});
    return opened;
  }

  async #change(name: RuntimeName): Promise<Opened> {
    const backend = await openBackend[name]();
    const [previous, uses] = [this.#backend, [...this.#uses]];
    this.#backend = backend;
    await Promise.allSettled(uses);
    await previous?.dispose();
    const { runtime, threads } = backend.capabilities;
    return { runtime, threads };
  }

  /** Does something with the backend that is open now, and keeps it until that has ended. */
  async use<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
    if (this.#backend === undefined) throw new BlockzooError("no runtime is open yet");
    const use = work(this.#backend);
    this.#uses.add(use);
    try {
      return await use;
    } finally {
      this.#uses.delete(use);
    }
  }
}
