import { check, ndarray, RandomStream, type NDArray } from "@blockzoo/core";
import { checkIndices, longestSequences, type Dataset } from "../dataset.js";
import { packSequences } from "../sequences/sequences.js";
import { sequenceDataset } from "../sequences/sequence-dataset.js";
import { encodeText, type Vocabulary } from "../text/vocabulary.js";
import type { Recording } from "./recordings.js";

/** What {@link joinedRecordings} makes. */
export interface JoinedRecordingsOptions {
  readonly name: string;
  /** Of one channel and one rate; what is joined in a sample comes from one list, such as that of a speaker. */
  readonly voices: readonly (readonly Recording[])[];
  /** Has the tokens of the recordings' texts. */
  readonly vocabulary: Vocabulary;
  /** How many samples there are. */
  readonly count: number;
  /** How many recordings are joined. */
  readonly parts: { readonly atLeast: number; readonly atMost: number };
  /** Two recordings are 0 to so many seconds apart. Default 0.15. */
  readonly gap?: number;
  /** The least and the most of the noise in which the whole lies, as shares of how loud it is. Default 0.003 and 0.03. */
  readonly noise?: { readonly atLeast: number; readonly atMost: number };
  /** Decides what is joined. Default 0. */
  readonly seed?: number;
}

/** What a sample is made of. */
interface Plan {
  readonly voice: number;
  readonly sounds: readonly NDArray[];
  /** The samples between each sound and the next. */
  readonly gaps: readonly number[];
  /** The tokens of all that is said. */
  readonly tokens: NDArray;
}

/**
 * Recordings of words joined into longer ones, with gaps of random length between them and faint noise over all: `x`
 * float32[n,samples] with `xLengths`, the tokens `y` int32[n,tokens] with `yLengths`, and the `voice` int32[n] that says them. The
 * seed decides all beforehand; the sounds are put together when they are gathered, so that no more than the recordings lies in
 * memory.
 *
 * Useful for: learning to transcribe from words that were recorded one by one.
 *
 * @throws BlockzooError where a voice has no recording, rates or channels differ, or the vocabulary lacks a token
 *
 * @example
 * joinedRecordings({ name: "digits", voices: [await spokenDigits({ split: "train" })], vocabulary, count: 5000, parts: { atLeast: 3, atMost: 7 } });
 */
export function joinedRecordings(options: JoinedRecordingsOptions): Dataset {
  const { name, count, noise = { atLeast: 0.003, atMost: 0.03 }, seed = 0 } = options;
  const plans = plansOf(options);
  const lengths = {
    x: plans.map(({ sounds, gaps }) => sounds.reduce((sum, { data }, part) => sum + data.length + gaps[part]!, 0)),
    y: plans.map(({ tokens }) => tokens.data.length),
  };
  const longest = longestSequences({ lengths });
  return {
    name,
    size: count,
    lengths,
    gather(indices, { padTo } = {}) {
      checkIndices(this, indices);
      const samples = Array.from(indices);
      const sounds = samples.map((sample) =>
        inNoise(joined(plans[sample]!, lengths.x[sample]!), noise, new RandomStream(seed, "noise", sample)),
      );
      const sequences = { x: packSequences(sounds), y: packSequences(samples.map((sample) => plans[sample]!.tokens)) };
      const rows = samples.map((_, row) => row);
      const arrays = { voice: ndarray(Int32Array.from(samples, (sample) => plans[sample]!.voice)) };
      return sequenceDataset({ name, sequences, arrays }).gather(rows, { padTo: { ...longest, ...padTo } });
    },
  };
}

function plansOf({ name, voices, vocabulary, count, parts, gap = 0.15, seed = 0 }: JoinedRecordingsOptions): Plan[] {
  const { atLeast, atMost } = parts;
  check(Number.isInteger(count) && count > 0, () => `${name}: count must be a positive whole number, found ${count}`);
  check(
    Number.isInteger(atLeast) && Number.isInteger(atMost) && atLeast >= 1 && atLeast <= atMost,
    () => `${name}: expected whole numbers of parts that rise from 1, found ${atLeast} to ${atMost}`,
  );
  const longestGap = Math.round(gap * checkedRate(name, voices));
  return Array.from({ length: count }, (_, sample) => {
    const stream = new RandomStream(seed, "joined", sample);
    const voice = stream.integer(voices.length);
    const recordings = voices[voice]!;
    const size = atLeast + stream.integer(atMost - atLeast + 1);
    const drawn = Array.from({ length: size }, () => recordings[stream.integer(recordings.length)]!);
    const tokens = drawn.flatMap(({ text, name: file }) => [...encodeText(vocabulary, text, { name: file })]);
    return {
      voice,
      sounds: drawn.map(({ sound }) => sound.samples),
      gaps: drawn.map((__, part) => (part < size - 1 ? stream.integer(longestGap + 1) : 0)),
      tokens: ndarray(Int32Array.from(tokens)),
    };
  });
}

/** The sample rate, which all recordings must have. */
function checkedRate(name: string, voices: JoinedRecordingsOptions["voices"]): number {
  const first = voices[0]?.[0];
  check(
    first !== undefined && voices.every(({ length }) => length > 0),
    () =>
      `${name}: expected voices with at least one recording each, found ${voices.map(({ length }) => length).join(", ") || "none"}`,
  );
  const { sampleRate } = first.sound;
  for (const { name: file, sound } of voices.flat()) {
    const [channels] = sound.samples.shape;
    check(
      sound.sampleRate === sampleRate && channels === 1,
      () =>
        `${name}: ${file} has ${channels} channels of ${sound.sampleRate} samples a second, expected one of ${sampleRate}`,
    );
  }
  return sampleRate;
}

function joined({ sounds, gaps }: Plan, length: number): Float32Array {
  const samples = new Float32Array(length);
  let at = 0;
  for (const [part, { data }] of sounds.entries()) {
    samples.set(data, at);
    at += data.length + gaps[part]!;
  }
  return samples;
}

/** Adds noise of a random level, small ones being as frequent as large ones. */
function inNoise(
  samples: Float32Array,
  { atLeast, atMost }: NonNullable<JoinedRecordingsOptions["noise"]>,
  stream: RandomStream,
): NDArray {
  const loudness = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
  const level = loudness * atLeast * (atMost / atLeast) ** stream.uniform();
  return ndarray(samples.map((value) => value + stream.normal(0, level)));
}
