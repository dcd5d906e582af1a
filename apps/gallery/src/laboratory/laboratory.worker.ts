// All that computes is here, away from the page: the chosen runtime, and what each room does with it.
import { expose } from "comlink";
import type { RuntimeName } from "../runtimes.js";
import { DigitReader } from "./digits.js";
import { Runtime, type Opened } from "./runtime.js";

class Laboratory {
  readonly #runtime = new Runtime();
  readonly digits = new DigitReader(this.#runtime);

  /** Changes the runtime; a run is stopped before, and can go on afterwards. */
  open(name: RuntimeName): Promise<Opened> {
    return this.#runtime.open(name, { before: () => this.digits.pause() });
  }
}

export type { Laboratory };

expose(new Laboratory());
