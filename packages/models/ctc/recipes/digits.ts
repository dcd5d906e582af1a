import { ndarray } from "@blockzoo/core";
import { byLength, join, joinedRecordings, type Recording } from "@blockzoo/data";
import { changeRate } from "@blockzoo/data/audio";
import type { SpokenDigit } from "@blockzoo/data/node";
import type { Recipe } from "@blockzoo/family";
import {
  adam,
  cosineSchedule,
  supervisedRecipe,
  withShuffledLabels,
  type Evaluated,
  type RecipeData,
} from "@blockzoo/train";
import { digits } from "../src/digits.js";
import { createDigits } from "../src/variants.js";
import { byEvenAlignment } from "./even-alignment.js";
import { byCtc, errorRateOf, labelling } from "./learning.js";

const batchSize = 16;
const steps = 1600;
/** Nobody hears this speaker before the test. */
const unheard = "theo";
const { vocabulary } = digits;
/** People also say a single digit, which is learned with the rest and measured by itself. */
const learned = { atLeast: 1, atMost: 7 };
const tested = { atLeast: 3, atMost: 7 };
const single = { atLeast: 1, atMost: 1 };
/** Faster is higher, too: of each speaker two more are made. */
const speeds = [0.85, 1, 1.15];
const noise = { atLeast: 0.003, atMost: 0.3 };

/** New strings at every place of every batch, each of one speaker. */
const spokenStrings: RecipeData = async ({ trainSeed, testSeed, data }) => {
  // In a function, since it reads files: recipes are also loaded in a page.
  const { spokenDigits } = await import("@blockzoo/data/node");
  const folder = data === undefined ? {} : { folder: data };
  const train = await spokenDigits({ split: "train", ...folder });
  const test = await spokenDigits({ split: "test", ...folder });
  const speakers = [...new Set(train.map(({ speaker }) => speaker))].filter((speaker) => speaker !== unheard);
  const heard = speakers.map((speaker) => saidBy(speaker, train));
  const unseen = speakers.map((speaker) => saidBy(speaker, test));
  return {
    train: joinedRecordings({
      vocabulary,
      parts: learned,
      name: "strings of digits",
      voices: speeds.flatMap((speed) => heard.map((voice) => voice.map((recording) => atSpeed(recording, speed)))),
      noise,
      count: batchSize * steps,
      seed: trainSeed,
    }),
    test: join(
      [
        joinedRecordings({
          vocabulary,
          parts: tested,
          name: "strings of digits never heard",
          // Three of eight strings are of the speaker who was never heard.
          voices: [...unseen, ...Array<SpokenDigit[]>(3).fill(saidBy(unheard, [...train, ...test]))],
          count: 300,
          seed: testSeed,
        }),
        joinedRecordings({
          vocabulary,
          parts: single,
          name: "digits never heard",
          voices: unseen,
          count: 200,
          seed: testSeed,
        }),
      ],
      { name: "digits never heard, in strings and alone" },
    ),
  };
};

function saidBy(speaker: string, recordings: readonly SpokenDigit[]): SpokenDigit[] {
  return recordings.filter((recording) => recording.speaker === speaker);
}

function atSpeed(recording: Recording, speed: number): Recording {
  const { samples, sampleRate } = recording.sound;
  const heard = changeRate(samples.data as Float32Array, { from: speed * sampleRate, to: sampleRate });
  return { ...recording, sound: { sampleRate, samples: ndarray(heard, [1, heard.length]) } };
}

const heardSpeakers = 5;
const isHeard = ({ voice }: Evaluated["inputs"], sample: number) => voice!.data[sample]! < heardSpeakers;
const isSingle = ({ yLengths }: Evaluated["inputs"], sample: number) => yLengths!.data[sample] === 1;
const metrics = {
  labelErrorRate: errorRateOf((inputs, sample) => isHeard(inputs, sample) && !isSingle(inputs, sample)),
  unheardSpeaker: errorRateOf((inputs, sample) => !isHeard(inputs, sample)),
  singleDigit: errorRateOf(isSingle),
};
const settings = {
  data: `Free Spoken Digit Dataset, strings of 1 to 7 digits of one speaker, gaps to 0.15 s; test: strings of 3 to 7 of takes 0 to 4, and of all of ${unheard}`,
  speeds,
  noise,
  network: "40 filter banks, two convolutions of 96 channels, bidirectional LSTM of 96",
  sampling: "by length, 4 buckets",
  tested: "300 strings, 5 of 8 by speakers that were heard, and 200 single digits of theirs",
};
const options = {
  ...labelling({ create: () => createDigits(), tokens: digits.vocabulary.tokens, metrics }),
  variant: "ctc-digits",
  reads: "the Free Spoken Digit Dataset",
  gate: { metric: "labelErrorRate", atMost: 0.06, and: { metric: "unheardSpeaker", atMost: 0.15 } },
  sampling: byLength({ buckets: 4 }),
  optimizer: adam({ learningRate: 2e-3 }),
  schedule: cosineSchedule(),
  clip: { globalNorm: 1 },
  batchSize,
  steps,
};

/** The same network with a target for each step. */
const framewise = supervisedRecipe({
  ...options,
  id: "ctc-digits.fsdd.framewise",
  claim: "Who guesses when each digit is said learns the guess.",
  data: spokenStrings,
  loss: byEvenAlignment,
  settings: { ...settings, loss: "cross-entropy with targets that share out the steps evenly" },
  gate: { metric: "labelErrorRate", atLeast: 0.1 },
});

const claim =
  "A network learns to write down strings of digits from sound, without being told when each is said, also for a speaker it never heard (Graves et al. 2006).";

export const ctcDigits: Recipe = supervisedRecipe({
  ...options,
  id: "ctc-digits.fsdd",
  claim,
  data: spokenStrings,
  settings: { ...settings, loss: "ctc" },
  baselines: { framewise },
  control: supervisedRecipe({
    ...options,
    id: "ctc-digits.fsdd.control",
    claim,
    data: withShuffledLabels(spokenStrings),
    // A single digit may have the labels of seven.
    loss: (model, batch) => byCtc(model, batch, { zeroInfinity: true }),
    settings: { ...settings, loss: "ctc, 0 where infinite", labels: "shuffled" },
  }),
});
