import { BlockzooError, check, type NDArray } from "@blockzoo/core";
import { readFileSource, type FileSource } from "../file-source.js";
import { tagOf } from "../tag-of.js";
import { parseWav } from "../wav.js";
import { changeRate } from "./change-rate.js";

/** A sound that a program has, as of a microphone: what {@link parseWav} gives is one. */
export interface Sound {
  /** Samples a second, of each channel. */
  readonly sampleRate: number;
  /** From -1 to 1: those of one channel, such as an `AudioBuffer`'s `getChannelData(0)`, or float32[channels,samples]. */
  readonly samples: Float32Array | NDArray;
}

/** A sound: a path (in Node) or address, the bytes of a WAV file, a file that a page was given, or samples. */
export type SoundSource = FileSource | Sound;

/** As much as `readWav` reads: 50 minutes of a CD. */
const maxBytes = 2 ** 28;

/** What {@link readSound} makes of a sound. */
export interface ReadSoundOptions {
  /** The samples a second that are wanted: a sound of another rate is changed to it, see {@link changeRate}. */
  readonly sampleRate: number;
  /** How many seconds of sound there must be. Default 0. */
  readonly atLeast?: number;
  /** How many seconds of sound there may be. Default 600. */
  readonly atMost?: number;
}

/**
 * The samples of a sound, whatever it comes as, as a network hears it: its channels mixed down to one, at one rate.
 *
 * @throws BlockzooError naming the file where it cannot be read or is no WAV file, is too short or too long, or has a sample that
 * is no number
 * @example const samples = await readSound("call.wav", { sampleRate: 8000 });
 */
export async function readSound(source: SoundSource, options: ReadSoundOptions): Promise<Float32Array> {
  const file = await readFileSource(source, { unnamed: "the sound", maxBytes });
  if (file !== undefined) return oneChannel(parseWav(file.bytes, file), { ...options, name: file.name });
  checkSound(source);
  return oneChannel(source, { ...options, name: "the sound" });
}

/** A sound as a network hears it, see {@link readSound}; `name` is what errors call it. */
export function oneChannel(
  { samples, sampleRate: from }: Sound,
  { sampleRate: to, name, atLeast = 0, atMost = 600 }: ReadSoundOptions & { readonly name: string },
): Float32Array {
  check(from > 0, () => `${name}: has ${from} samples a second, expected a positive number`);
  const seconds = ("shape" in samples ? samples.shape[1]! : samples.length) / from;
  // Before memory is taken for another rate, which a file may say as it likes.
  check(
    seconds >= atLeast && seconds <= atMost,
    () => `${name}: lasts ${Number(seconds.toPrecision(3))} s, expected ${atLeast} to ${atMost} s`,
  );
  const mixed = "shape" in samples ? mixedDown(samples) : samples;
  const wrong = mixed.findIndex((value) => !Number.isFinite(value));
  check(wrong === -1, () => `${name}: sample ${wrong} is ${mixed[wrong]}, expected finite numbers`);
  return changeRate(mixed, { from, to });
}

/** The mean of the channels. */
function mixedDown({ shape: [channels = 0, count = 0], data }: NDArray): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += data[channel * count + at]!;
    return sum / channels;
  });
}

/** A program may give anything. */
function checkSound(sound: unknown): asserts sound is Sound {
  if (typeof sound !== "object" || sound === null || !("samples" in sound && "sampleRate" in sound)) {
    throw new BlockzooError(
      `a sound is expected, a path or address, the bytes of a WAV file or { samples, sampleRate }, got ${tagOf(sound)}`,
    );
  }
  const { samples } = sound;
  const isArray = typeof samples === "object" && samples !== null && "shape" in samples && "data" in samples;
  check(
    tagOf(samples) === "Float32Array" || (isArray && Array.isArray(samples.shape) && samples.shape.length === 2),
    () => `the samples of a sound are a Float32Array or an array [channels, samples], got ${tagOf(samples)}`,
  );
}
