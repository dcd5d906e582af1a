import { proxyMarker } from "comlink";
import { rnn } from "@blockzoo/rnn";
import type { TextGenerator } from "@blockzoo/tasks/text-generation";
import { MadeOnce, type Runtime } from "./runtime.js";

/** How a text is drawn. */
export interface WritingOptions {
  readonly temperature: number;
  readonly seed: number;
}

const tag = "lstm-writer-large.tinyshakespeare";
/** Characters. */
const length = 2000;

/** Goes on with a text, character by character. */
export class Writer {
  readonly [proxyMarker] = true;
  readonly #runtime: Runtime;
  readonly #generators = new MadeOnce<typeof tag, TextGenerator>((name, backend) => rnn.load(name, { backend }));
  #stop: AbortController | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Writes until it is long enough, or stopped; what was written before is stopped. */
  async write(prompt: string, options: WritingOptions, onPiece: (piece: string) => void): Promise<void> {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    await this.#runtime.use(async (backend) => {
      const generator = await this.#generators.get(tag, backend);
      for await (const piece of generator.generate(prompt, { ...options, length, signal: stop.signal })) onPiece(piece);
    });
  }

  stop(): void {
    this.#stop?.abort();
  }
}
