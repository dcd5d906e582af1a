import { countParameters, float32, int32, ndarray, type Feeds } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { tensors } from "@blockzoo/tasks/tensors";
import { AcousticModel } from "./acoustic-model.js";
import { digits } from "./digits.js";
import { SpeechModel } from "./speech-model.js";
import { transcription, type SpeechLabels } from "./transcription/index.js";

/** A function of frames, which is learned by the loss that it is made for. */
const frames: ReturnType<typeof tensors> = {
  ...tensors(),
  drill: async () => (await import("@blockzoo/tasks/drills")).unalignedLabelsDrill,
};

export const createTones = () => new AcousticModel({ bands: 8, classes: 7, hidden: 40 });

/** The network for digits, or for what else is heard and written. */
export const createDigits = ({ sampleRate, vocabulary }: SpeechLabels = digits) =>
  new SpeechModel({ sampleRate, classes: vocabulary.tokens.length, hidden: 96, channels: 96 });

/** An example lasts 0.4 s, which leaves ten steps. */
const ofSound = (sampleRate: number) =>
  forward({ samples: float32("N", "S"), lengths: int32("N") }, "logits", {
    example: ({ samples }) => unequalLengths(samples!.shape),
    openSize: Math.round(0.4 * sampleRate),
  });

export const variants = {
  "ctc-tones": {
    summary: "bidirectional LSTM of 40 on 8 bands, 6 labels and the blank",
    create: createTones,
    task: frames,
    graphs: forward({ x: float32("N", "T", 8), lengths: int32("N") }, "logits", {
      example: ({ x }) => unequalLengths(x!.shape),
      openSize: 32,
    }),
    params: 16_567,
  },
  "ctc-digits": {
    summary: "sound: 40 filter banks, two convolutions, bidirectional LSTM of 96; 10 digits and the blank",
    create: () => createDigits(),
    task: transcription(),
    graphs: ofSound(digits.sampleRate),
    params: 216_587,
    sizedFor(labels: SpeechLabels) {
      const create = () => createDigits(labels);
      return { create, graphs: ofSound(labels.sampleRate), params: countParameters(create()) };
    },
  },
} as const satisfies Readonly<Record<string, Variant>>;

/** The last sequence fills the batch, the others are shorter. */
function unequalLengths([samples, steps]: readonly number[]): Feeds {
  const lengths = Int32Array.from({ length: samples! }, (_, sample) => Math.ceil((steps! * (sample + 1)) / samples!));
  return { lengths: ndarray(lengths) };
}
