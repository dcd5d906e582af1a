import { proxyMarker } from "comlink";
import { rnn } from "@blockzoo/rnn";
import type { TextGenerator } from "@blockzoo/tasks/text-generation";
import { NetworkInUse } from "./network-in-use.js";
import type { Runtime } from "./runtime.js";

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
  readonly #generator: NetworkInUse<TextGenerator>;
  #stop: AbortController | undefined;

  constructor(runtime: Runtime) {
    this.#generator = new NetworkInUse(runtime, (backend) =>
      rnn.load("lstm-writer-large.tinyshakespeare", { backend }),
    );
  }

  /** Writes until it is long enough, or stopped; what was written before is stopped. */
  async write(prompt: string, options: WritingOptions, onPiece: (piece: string) => void): Promise<void> {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    await this.#generator.ask(async (generator) => {
      for await (const piece of generator.generate(prompt, { ...options, length, signal: stop.signal })) onPiece(piece);
    });
  }

  stop(): void {
    this.#stop?.abort();
  }
}
