// All that computes is here, away from the page: the chosen runtime, and what each room does with it.
import { expose } from "comlink";
import type { RuntimeName } from "../frame/runtimes.js";
import { DigitCoder } from "./digit-coder.js";
import { DigitReader } from "./digits.js";
import { DigitDreamer } from "./dreamer.js";
import { GuestBackend } from "./guest-backend.js";
import { NetworkShelf } from "./networks/network-shelf.js";
import { Networks } from "./networks/networks.js";
import { PhotographPainter } from "./painter.js";
import { Runtime, type Opened } from "./runtime.js";
import { TextureMaker } from "./texture-maker.js";
import { DigitTranscriber } from "./transcriber.js";
import { SpanishTranslator } from "./translator.js";
import { Writer } from "./writer.js";

class Laboratory {
  readonly #runtime = new Runtime();
  readonly #shelf = new NetworkShelf(this.#runtime);
  readonly networks = new Networks(this.#runtime, this.#shelf);
  readonly digits = new DigitReader(this.#runtime);
  readonly transcriber = new DigitTranscriber(this.#runtime);
  readonly translator = new SpanishTranslator(this.#runtime);
  readonly writer = new Writer(this.#runtime);
  readonly painter = new PhotographPainter(this.#runtime);
  readonly textures = new TextureMaker(this.#runtime);
  readonly codes = new DigitCoder(this.#runtime);
  readonly dreamer = new DigitDreamer(this.#runtime);
  readonly playground = new GuestBackend(this.#runtime);

  /** Changes the runtime; a run is stopped before, and can go on afterwards; so are a text and a dream. */
  open(name: RuntimeName): Promise<Opened> {
    const before = async () => {
      this.writer.stop();
      this.dreamer.stop();
      await this.playground.takeBack();
      await this.digits.pause();
    };
    return this.#runtime.open(name, { before });
  }
}

export type { Laboratory };

expose(new Laboratory());
