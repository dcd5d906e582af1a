import { check, ndarray, RandomStream } from "@blockzoo/core";
import type { Dataset } from "../dataset.js";
import { packSequences } from "../sequences/sequences.js";
import { sequenceDataset } from "../sequences/sequence-dataset.js";

/** What {@link tones} draws. */
export interface TonesOptions {
  readonly count: number;
  /** The standard deviation of the noise on every channel. Default 0.5. */
  readonly noise?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** How many tones there are: the labels 1 to 6. 0 is left for the blank of CTC. */
const kinds = 6;
const channels = 8;
/** In the channel of the tone, and in those beside it. */
const loudness = [3, 1];

/**
 * Melodies in noise: `x` float32[n,steps,8] with `xLengths`, what eight filters hear at each step, and the tones in their
 * order, `y` int32[n,tones] with `yLengths`. Tone k, 1 to 6, sounds for 2 to 5 steps, in channel k with 3 and in its neighbours
 * with 1; before, between and behind tones are 1 to 3 steps of silence. A melody has 3 to 7 tones; padding is 0.
 *
 * Useful for: labels whose order is known and whose times are not.
 *
 * @example tones({ count: 1000, seed: 0 }).gather([0])   // x [1,60,8], xLengths [1], y [1,7], yLengths [1]
 */
export function tones({ count, noise = 0.5, seed = 0 }: TonesOptions): Dataset {
  check(Number.isInteger(count) && count > 0, () => `tones: count must be a positive whole number, found ${count}`);
  const melodies = Array.from({ length: count }, (_, sample) => melody(new RandomStream(seed, "tones", sample), noise));
  return sequenceDataset({
    name: "tones",
    sequences: {
      x: packSequences(melodies.map(({ x }) => x)),
      y: packSequences(melodies.map(({ y }) => y)),
    },
  });
}

function melody(stream: RandomStream, noise: number) {
  const between = (least: number, most: number) => least + stream.integer(most - least + 1);
  const labels = Array.from({ length: between(3, 7) }, () => 1 + stream.integer(kinds));
  const silence = () => new Array<number>(between(1, 3)).fill(0);
  const steps = [
    silence(),
    ...labels.flatMap((label) => [new Array<number>(between(2, 5)).fill(label), silence()]),
  ].flat();
  const frames = steps.flatMap((label) =>
    Array.from({ length: channels }, (_, channel) => {
      const heard = label === 0 ? 0 : (loudness[Math.abs(channel - label)] ?? 0);
      return heard + stream.normal(0, noise);
    }),
  );
  return { x: ndarray(frames, [steps.length, channels]), y: ndarray(Int32Array.from(labels)) };
}
