// All that computes is here, away from the page: the chosen runtime, and what each room does with it.
import { expose } from "comlink";
import type { RuntimeName } from "../runtimes.js";
import { DigitReader } from "./digits.js";
import { Runtime, type Opened } from "./runtime.js";
import { DigitTranscriber } from "./transcriber.js";
import { SpanishTranslator } from "./translator.js";
import { Writer } from "./writer.js";

class Laboratory {
  readonly #runtime = new Runtime();
  readonly digits = new DigitReader(this.#runtime);
  readonly transcriber = new DigitTranscriber(this.#runtime);
  readonly translator = new SpanishTranslator(this.#runtime);
  readonly writer = new Writer(this.#runtime);

  /** Changes the runtime; a run is stopped before, and can go on afterwards; so is a text. */
  open(name: RuntimeName): Promise<Opened> {
    const before = () => {
      this.writer.stop();
      return this.digits.pause();
    };
    return this.#runtime.open(name, { before });
  }
}

export type { Laboratory };

expose(new Laboratory());
