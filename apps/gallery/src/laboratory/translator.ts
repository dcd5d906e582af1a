import { proxyMarker } from "comlink";
import { seq2seq } from "@blockzoo/seq2seq";
import type { Translation, Translator } from "@blockzoo/tasks/translation";
import { MadeOnce, type Runtime } from "./runtime.js";

const tag = "luong-translator.tatoeba";

/** Says Spanish sentences in English. */
export class SpanishTranslator {
  readonly [proxyMarker] = true;
  readonly #runtime: Runtime;
  readonly #translators = new MadeOnce<typeof tag, Translator>((name, backend) => seq2seq.load(name, { backend }));

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  translate(sentence: string): Promise<Translation> {
    return this.#runtime.use(async (backend) => (await this.#translators.get(tag, backend)).translate(sentence));
  }
}
