import { framesOf, ndarray, type NDArray } from "@blockzoo/core";
import { readSound, type SoundSource } from "@blockzoo/data/audio";
import { decodeText, type Vocabulary } from "@blockzoo/data/text";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { bestPath, prefixBeamSearch, type Hypothesis } from "../decoding/index.js";
import { posteriorsOf } from "./posteriors.js";
import type { SpeechLabels } from "./speech-labels.js";

/** How a sound is transcribed. */
export interface TranscribeOptions {
  /** How many beginnings the search keeps at each step. Default 16. */
  readonly beams?: number;
  /**
   * What is added to the log-probability for a token behind those before it, such as that of a language model; minus infinity
   * forbids it. By default nothing.
   *
   * @example languageModel: (token, before) => (token === before.at(-1) ? -Infinity : 0)   // nothing is said twice in a row
   */
  readonly languageModel?: (token: string, before: readonly string[]) => number;
  readonly signal?: AbortSignal;
}

/** What may have been said. */
export interface Reading {
  readonly text: string;
  /** The logarithm of the probability of the text, over all ways to say it. */
  readonly logProbability: number;
  /** With what the language model adds: what readings are sorted by. */
  readonly score: number;
}

/** What was said, and how a network heard it. */
export interface Transcription extends Reading {
  /** The readings that the search has found, this one first. */
  readonly beams: readonly Reading[];
  /** How probable each token is at each step: float32 [steps, tokens], rows with the sum 1. */
  readonly posteriors: NDArray;
  /** What the best classes of all steps say, which may be another text, and in which second each token begins. */
  readonly path: readonly { readonly token: string; readonly seconds: number }[];
}

/** Writes down what is said. */
export interface Transcriber extends Disposable {
  /** Samples a second, to which all sounds are changed. */
  readonly sampleRate: number;
  readonly vocabulary: Vocabulary;
  /**
   * What is said in a sound: the most probable labels that a search finds.
   *
   * @param sound a path (in Node) or address, the bytes of a WAV file, a file that a page was given, or `{ samples, sampleRate }`
   * @throws BlockzooError naming the file where it cannot be read, is no WAV file, or is too short or too long
   * @example (await digits.transcribe("call.wav")).text   // "4071"
   */
  transcribe(sound: SoundSource, options?: TranscribeOptions): Promise<Transcription>;
}

export function transcriber({
  networks: { forward },
  meaning: { sampleRate, vocabulary },
  dispose,
}: TaskParts<SpeechLabels, "forward">): Transcriber {
  const atLeast = framesOf({ sampleRate }).kernel / sampleRate;
  const tokensOf = (labels: readonly number[]) => labels.map((label) => vocabulary.tokens[label]!);
  const readingOf = ({ labels, ...scores }: Hypothesis): Reading => ({
    text: decodeText(vocabulary, labels),
    ...scores,
  });
  return {
    sampleRate,
    vocabulary,
    async transcribe(sound, { beams = 16, languageModel, ...run } = {}) {
      const samples = await readSound(sound, { sampleRate, atLeast });
      const inputs = {
        samples: ndarray(samples, [1, samples.length]),
        lengths: ndarray(Int32Array.of(samples.length)),
      };
      const logits = (await forward.outputs(inputs, run))["logits"]!;
      const [found] = prefixBeamSearch(logits, {
        beamWidth: beams,
        ...(languageModel && {
          languageModel: (label, before) => languageModel(tokensOf([label])[0]!, tokensOf(before)),
        }),
      }) as [Hypothesis[]];
      const [path] = bestPath(logits);
      const [, steps, classes] = logits.shape as [number, number, number];
      const readings = found.map(readingOf);
      return {
        ...readings[0]!,
        beams: readings,
        posteriors: posteriorsOf(ndarray(logits.data, [steps, classes])),
        path: tokensOf(path!.labels).map((token, index) => ({
          token,
          seconds: Number(((path!.steps[index]! * samples.length) / sampleRate / steps).toFixed(3)),
        })),
      };
    },
    dispose,
  };
}
