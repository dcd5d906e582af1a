import { proxyMarker } from "comlink";
import type { Transcription } from "@blockzoo/ctc";
import type { SoundSource } from "@blockzoo/data/audio";
import type { Vocabulary } from "@blockzoo/data/text";
import type { NetworkName } from "../networks/network-name.js";
import type { NetworkShelf } from "../networks/network-shelf.js";

/** What was heard, and the names of the classes of its posteriors. */
export interface Heard extends Transcription {
  readonly tokens: Vocabulary["tokens"];
}

/** Writes down what is spoken in a sound. */
export class SpeechTranscriber {
  readonly [proxyMarker] = true;
  readonly #shelf: NetworkShelf;

  constructor(shelf: NetworkShelf) {
    this.#shelf = shelf;
  }

  /** Hears a recording, or the file of one. */
  transcribe(network: NetworkName, sound: SoundSource): Promise<Heard> {
    return this.#shelf.ask(network, "transcription", async (transcriber) => ({
      ...(await transcriber.transcribe(sound)),
      tokens: transcriber.vocabulary.tokens,
    }));
  }
}
