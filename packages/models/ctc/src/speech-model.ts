/**
 * A network that takes samples of sound, so that one file transcribes what a microphone or a WAV file gives: filter banks and
 * their normalisation are ops of its graph, before an acoustic model.
 *
 * Notation: S samples, T frames of 25 ms every 10 ms, T' the steps that the acoustic model leaves of them, V the blank and the
 * labels.
 */
import {
  Block,
  check,
  describeType,
  framesOf,
  lengthsAfter,
  logMelFilterBanks,
  normalizeAlongTime,
  type FilterBankOptions,
  type Tensor,
} from "@blockzoo/core";
import { AcousticModel, type AcousticModelOptions, type StepScores } from "./acoustic-model.js";

export interface SpeechModelOptions extends Omit<AcousticModelOptions, "bands"> {
  /** Samples a second, of all sound that it takes. */
  readonly sampleRate: number;
  /** The filters of the bank, each a number of a frame. Default 40. */
  readonly bands?: number;
}

/**
 * Scores of labels and blank at each step of a sound. How loud it is does not matter, nor what its microphone does to it.
 *
 * Shapes: samples `[N, S]` in the range of -1 to 1 and lengths int32 `[N]`, how many samples of each are real, give logits
 * `[N, T', V]` and steps int32 `[N]`, how many steps of each are.
 *
 * @throws BlockzooError where the sounds are shorter than a frame
 * @example
 * const model = new SpeechModel({ sampleRate: 8000, classes: 11, hidden: 96, channels: 96 });
 * const { logits, steps } = model.forward(samples, lengths);   // of a second: T is 98, T' is 25
 */
export class SpeechModel extends Block {
  readonly acoustic: AcousticModel;
  readonly #sound: FilterBankOptions;

  constructor({ sampleRate, bands = 40, ...options }: SpeechModelOptions) {
    super();
    this.#sound = { sampleRate, bands };
    this.acoustic = new AcousticModel({ bands, ...options });
  }

  forward(samples: Tensor, lengths: Tensor): StepScores {
    check(samples.rank === 2, () => `expects samples [N, S], got ${describeType(samples)}`);
    const { kernel, stride } = framesOf(this.#sound);
    const count = samples.shape[1]!;
    check(
      typeof count === "string" || count >= kernel,
      () => `a sound of ${count} samples is shorter than a frame, ${kernel} samples`,
    );
    const frames = lengthsAfter(lengths, { kernel, stride });
    return this.acoustic.forward(normalizeAlongTime(logMelFilterBanks(samples, this.#sound), frames), frames);
  }

  /** How many steps are left of so many samples: int32 `[N]` gives int32 `[N]`. */
  stepsOf(lengths: Tensor): Tensor {
    return this.acoustic.stepsOf(lengthsAfter(lengths, framesOf(this.#sound)));
  }
}
