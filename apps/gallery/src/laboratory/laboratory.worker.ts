// All that computes is here, away from the page: the chosen runtime, and what each room does with it.
import { expose } from "comlink";
import type { RuntimeName } from "../frame/runtimes.js";
import { DigitCoder } from "./digit-coder.js";
import { DigitReader } from "./digits.js";
import { DigitDreamer } from "./dreamer.js";
import { PhotographPainter } from "./painter.js";
import { Runtime, type Opened } from "./runtime.js";
import { RecipeTraining } from "./training/recipe-training.js";
import { TextureMaker } from "./texture-maker.js";
import { DigitTranscriber } from "./transcriber.js";
import { SpanishTranslator } from "./translator.js";
import { Writer } from "./writer.js";

class Laboratory {
  readonly #runtime = new Runtime();
  readonly digits = new DigitReader(this.#runtime);
  readonly transcriber = new DigitTranscriber(this.#runtime);
  readonly translator = new SpanishTranslator(this.#runtime);
  readonly writer = new Writer(this.#runtime);
  readonly painter = new PhotographPainter(this.#runtime);
  readonly textures = new TextureMaker(this.#runtime);
  readonly codes = new DigitCoder(this.#runtime);
  readonly dreamer = new DigitDreamer(this.#runtime);
  readonly training = new RecipeTraining(this.#runtime);

  /** Changes the runtime; what is trained is stopped before, and goes on afterwards; a text and a dream are stopped. */
  async open(name: RuntimeName): Promise<Opened> {
    const before = async () => {
      this.writer.stop();
      this.dreamer.stop();
      await this.digits.pause();
      await this.training.beforeChange();
    };
    const opened = await this.#runtime.open(name, { before });
    await this.training.afterChange();
    return opened;
  }
}

export type { Laboratory };

expose(new Laboratory());
