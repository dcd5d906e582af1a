import { proxyMarker } from "comlink";
import { ctc, type Transcriber, type Transcription } from "@blockzoo/ctc";
import type { SoundSource } from "@blockzoo/data/audio";
import type { Vocabulary } from "@blockzoo/data/text";
import { MadeOnce, type Runtime } from "./runtime.js";

/** What was heard, and the names of the classes of its posteriors. */
export interface Heard extends Transcription {
  readonly tokens: Vocabulary["tokens"];
}

const tag = "ctc-digits.fsdd";

/** Writes down the digits that are spoken in a sound. */
export class DigitTranscriber {
  readonly [proxyMarker] = true;
  readonly #runtime: Runtime;
  readonly #transcribers = new MadeOnce<typeof tag, Transcriber>((name, backend) => ctc.load(name, { backend }));

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Hears a recording, or the file of one. */
  transcribe(sound: SoundSource): Promise<Heard> {
    return this.#runtime.use(async (backend) => {
      const transcriber = await this.#transcribers.get(tag, backend);
      return { ...(await transcriber.transcribe(sound)), tokens: transcriber.vocabulary.tokens };
    });
  }
}
