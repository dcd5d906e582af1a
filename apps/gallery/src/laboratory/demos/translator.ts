import { proxyMarker } from "comlink";
import type { Translation } from "@blockzoo/tasks/translation";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";

/** Says sentences in another language. */
export class SentenceTranslator {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  translate(network: NetworkName, sentence: string): Promise<Translation> {
    return this.#shelf.ask(network, "translation", (translator) => translator.translate(sentence));
  }
}
