// All that computes is here, away from the page: the chosen runtime, the networks, and what each page and demo does with them.
import { expose } from "comlink";
import type { RuntimeName } from "../frame/runtimes.js";
import { Coder } from "./demos/coder.js";
import { Dreamer } from "./demos/dreamer.js";
import { PhotographPainter } from "./demos/painter.js";
import { PictureReader } from "./demos/picture-reader.js";
import { TableReader } from "./demos/table-reader.js";
import { TextureMaker } from "./demos/texture-maker.js";
import { SpeechTranscriber } from "./demos/transcriber.js";
import { SentenceTranslator } from "./demos/translator.js";
import { ViewDrawer } from "./demos/view-drawer.js";
import { Writer } from "./demos/writer.js";
import { GuestBackend } from "./guest-backend.js";
import { NetworkShelf } from "./networks/network-shelf.js";
import { Networks } from "./networks/networks.js";
import { Runtime, type Opened } from "./runtime.js";
import { Teacher } from "./teaching/teacher.js";
import { RecipeTraining } from "./training/recipe-training.js";

class Laboratory {
  readonly #runtime = new Runtime();
  readonly #shelf = new NetworkShelf(this.#runtime);
  readonly networks = new Networks(this.#runtime, this.#shelf);
  readonly pictures = new PictureReader(this.#shelf);
  readonly tables = new TableReader(this.#shelf);
  readonly views = new ViewDrawer(this.#shelf);
  readonly transcriber = new SpeechTranscriber(this.#shelf);
  readonly translator = new SentenceTranslator(this.#shelf);
  readonly writer = new Writer(this.#shelf);
  readonly painter = new PhotographPainter(this.#shelf);
  readonly textures = new TextureMaker(this.#shelf);
  readonly coder = new Coder(this.#shelf);
  readonly dreamer = new Dreamer(this.#shelf);
  readonly training = new RecipeTraining(this.#runtime);
  readonly teacher = new Teacher(this.#runtime);
  readonly playground = new GuestBackend(this.#runtime);

  /** Changes the runtime; what is trained is stopped before, and goes on afterwards; a text and a dream are stopped. */
  open(name: RuntimeName): Promise<Opened> {
    const before = async () => {
      this.writer.stop();
      this.dreamer.stop();
      await this.playground.takeBack();
      await this.training.beforeChange();
    };
    return this.#runtime.open(name, { before, after: () => this.training.afterChange() });
  }
}

export type { Laboratory };

expose(new Laboratory());
