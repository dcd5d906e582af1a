import { proxyMarker } from "comlink";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";

/** How a text is drawn. */
export interface WritingOptions {
  readonly temperature: number;
  readonly seed: number;
}

/** Characters. */
const length = 2000;

/** Goes on with a text, character by character. */
export class Writer {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;
  #stop: AbortController | undefined;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  /** Writes until it is long enough, or stopped; what was written before is stopped. */
  async write(
    network: NetworkName,
    prompt: string,
    options: WritingOptions,
    onPiece: (piece: string) => void,
  ): Promise<void> {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    await this.#shelf.ask(network, "text-generation", async (generator) => {
      for await (const piece of generator.generate(prompt, { ...options, length, signal: stop.signal })) onPiece(piece);
    });
  }

  stop(): void {
    this.#stop?.abort();
  }
}
