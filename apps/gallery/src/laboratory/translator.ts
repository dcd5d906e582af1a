import { proxyMarker } from "comlink";
import { seq2seq } from "@blockzoo/seq2seq";
import type { Translation, Translator } from "@blockzoo/tasks/translation";
import { NetworkInUse } from "./network-in-use.js";
import type { Runtime } from "./runtime.js";

/** Says Spanish sentences in English. */
export class SpanishTranslator {
  readonly [proxyMarker] = true;
  readonly #translator: NetworkInUse<Translator>;

  constructor(runtime: Runtime) {
    this.#translator = new NetworkInUse(runtime, (backend) => seq2seq.load("luong-translator.tatoeba", { backend }));
  }

  translate(sentence: string): Promise<Translation> {
    return this.#translator.ask((translator) => translator.translate(sentence));
  }
}
