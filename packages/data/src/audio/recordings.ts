import { check, ndarray, type NDArray } from "@blockzoo/core";
import { classIndices } from "../class-indices.js";
import type { Dataset } from "../dataset.js";
import { sequenceDataset } from "../sequences/sequence-dataset.js";
import { packSequences, type Sequences } from "../sequences/sequences.js";
import { encodeAll, paddingOf } from "../text/encode-all.js";
import type { Vocabulary } from "../text/vocabulary.js";
import type { Wav } from "../wav.js";

/** A sound and what it is, or what is said in it. */
export interface Recording {
  /** The name of the file. */
  readonly name: string;
  readonly text: string;
  readonly sound: Wav;
}

/** What of a sound a network gets: float32 [steps, ...]. */
export type SoundFeatures = (sound: Wav) => NDArray;

/** What {@link classifiedRecordings} and {@link transcribedRecordings} take. */
export interface RecordingsOptions {
  readonly name: string;
  /** Of one sample rate. */
  readonly recordings: readonly Recording[];
  /** By default the samples themselves, float32[steps], of sounds with one channel. */
  readonly features?: SoundFeatures;
}

/**
 * Recordings of several classes, which their texts name: `x` float32[n,steps,...] with `xLengths`, `y` int32[n].
 *
 * @param options `labels` are the classes in the order of their numbers, by default those that there are, sorted
 *
 * @example
 * const digits = classifiedRecordings({ name: "digits", recordings: await spokenDigits({ split: "train" }) });
 */
export function classifiedRecordings({
  labels: known,
  ...options
}: RecordingsOptions & { readonly labels?: readonly string[] }): Dataset {
  const { name, recordings } = options;
  const texts = recordings.map(({ text }) => text);
  const { y, labels } = classIndices(texts, { name, ...(known && { labels: known }) });
  return sequenceDataset({ name, sequences: { x: featuresOf(options) }, arrays: { y }, labels });
}

/**
 * Recordings with what is said in them: `x` float32[n,steps,...] with `xLengths`, and the tokens `y` int32[n,steps] with
 * `yLengths`, padded with the padding token of the vocabulary, else with 0.
 *
 * @throws BlockzooError when a text is empty, or has a token that the vocabulary lacks
 *
 * @example
 * const vocabulary = buildVocabulary(recordings.map(({ text }) => text), { tokenizer: "characters", special: { blank: "<blank>" } });
 * transcribedRecordings({ name: "speech", recordings, vocabulary });
 */
export function transcribedRecordings({
  vocabulary,
  ...options
}: RecordingsOptions & { readonly vocabulary: Vocabulary }): Dataset {
  const { name, recordings } = options;
  const texts = recordings.map(({ text }) => text);
  return sequenceDataset({
    name,
    sequences: { x: featuresOf(options), y: encodeAll(vocabulary, texts, { ends: true, name: `${name}: text` }) },
    padding: { y: paddingOf(vocabulary) },
  });
}

function featuresOf({ name, recordings, features }: RecordingsOptions): Sequences {
  const sequences = recordings.map(({ name: file, sound }) => {
    const first = recordings[0]!;
    check(
      sound.sampleRate === first.sound.sampleRate,
      () =>
        `${name}: ${file} has ${sound.sampleRate} frames a second, ${first.name} has ${first.sound.sampleRate}: convert it`,
    );
    return features === undefined ? samplesOf(sound, `${name}: ${file}`) : features(sound);
  });
  return packSequences(sequences, { name });
}

function samplesOf({ samples }: Wav, where: string): NDArray {
  const [channels] = samples.shape;
  check(
    channels === 1,
    () => `${where} has ${channels} channels, expected one: say with features what becomes of them`,
  );
  return ndarray(samples.data, [samples.data.length]);
}
