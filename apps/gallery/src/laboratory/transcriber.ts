import { proxyMarker } from "comlink";
import { ctc, type Transcriber, type Transcription } from "@blockzoo/ctc";
import type { SoundSource } from "@blockzoo/data/audio";
import type { Vocabulary } from "@blockzoo/data/text";
import { NetworkInUse } from "./network-in-use.js";
import type { Runtime } from "./runtime.js";

/** What was heard, and the names of the classes of its posteriors. */
export interface Heard extends Transcription {
  readonly tokens: Vocabulary["tokens"];
}

/** Writes down the digits that are spoken in a sound. */
export class DigitTranscriber {
  readonly [proxyMarker] = true;
  readonly #transcriber: NetworkInUse<Transcriber>;

  constructor(runtime: Runtime) {
    this.#transcriber = new NetworkInUse(runtime, (backend) => ctc.load("ctc-digits.fsdd", { backend }));
  }

  /** Hears a recording, or the file of one. */
  transcribe(sound: SoundSource): Promise<Heard> {
    return this.#transcriber.ask(async (transcriber) => ({
      ...(await transcriber.transcribe(sound)),
      tokens: transcriber.vocabulary.tokens,
    }));
  }
}
