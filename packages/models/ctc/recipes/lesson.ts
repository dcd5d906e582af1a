import { check, evaluate, framesOf, ndarray, tensor, type Tensor } from "@blockzoo/core";
import { byLength, splitDataset, transcribedRecordings, type Dataset, type Recording } from "@blockzoo/data";
import { oneChannel } from "@blockzoo/data/audio";
import { readRecordings } from "@blockzoo/data/node";
import { buildVocabulary, encodeText, type Vocabulary } from "@blockzoo/data/text";
import type { Lesson, LessonOptions } from "@blockzoo/family";
import { adam, supervisedRecipe } from "@blockzoo/train";
import { labelling, type Labelling } from "./learning.js";
import type { SpeechLabels } from "../src/transcription/index.js";
import { speechRates } from "../src/transcription/speech-labels.js";

/** A network that a lesson can teach: it says beforehand how many steps a sound leaves. */
interface Teachable extends Labelling {
  stepsOf(lengths: Tensor): Tensor;
}

/** Speech needs no more; recordings of a lower rate are not made larger. */
const highestRate = 16_000;
const heldOut = 0.1;
const defaults = { batchSize: 16, learningRate: 2e-3, epochs: 20, steps: 1500 };

/**
 * A folder of WAV files, with what is said in each in a text file beside it or in a table, see `readRecordings`: the labels are
 * the characters, in small letters; a tenth is held out. What lasts less than a frame, or is too short for its text, is an
 * error that names the file.
 */
export async function lesson(path: string, { seed, note }: LessonOptions): Promise<Lesson<SpeechLabels>> {
  const read = await readRecordings({ folder: path });
  check(read.length > 1, () => `${path}: has one recording, expected at least two: one is held out`);
  const sampleRate = read.reduce((least, { sound }) => Math.min(least, sound.sampleRate), highestRate);
  check(
    sampleRate >= speechRates.least,
    () => `${path}: has a recording of ${sampleRate} samples a second, speech needs at least ${speechRates.least}`,
  );
  const recordings = read.map((recording) => prepared(path, recording, sampleRate));
  const vocabulary = buildVocabulary(
    recordings.map(({ text }) => text),
    { tokenizer: "characters", lowercase: true, special: { blank: "<blank>" } },
  );
  const dataset = transcribedRecordings({ name: path, recordings, vocabulary });
  const held = Math.max(1, Math.round(heldOut * dataset.size));
  const [test, train] = splitDataset(dataset, { counts: [held, dataset.size - held], seed }) as [Dataset, Dataset];
  note(
    `note: ${path}: ${train.size} recordings to learn, ${test.size} held out; ${vocabulary.tokens.length - 1} characters`,
  );
  const data = { path, recordings: dataset.size, sampleRate, characters: vocabulary.tokens.slice(1).join("") };
  return {
    meaning: { sampleRate, vocabulary },
    recipe(variant, { id, batchSize = Math.min(defaults.batchSize, train.size), ...training }) {
      const { learningRate = defaults.learningRate, epochs = epochsOf(train.size, batchSize) } = training;
      const create = () => variant.create() as Teachable;
      return supervisedRecipe<Teachable>({
        ...labelling({ create, tokens: vocabulary.tokens }),
        id,
        variant: id,
        claim: `It writes down what is said in recordings of ${path}.`,
        gate: { metric: "labelErrorRate" },
        data: async () => {
          await checkRoom(create(), { path, recordings, vocabulary });
          return { train, test };
        },
        settings: { data, sampling: "by length, up to 4 buckets" },
        sampling: byLength({ buckets: 4 }),
        optimizer: adam({ learningRate }),
        clip: { globalNorm: 1 },
        batchSize,
        epochs,
      });
    },
  };
}

/** A recording as networks hear it, with a text of one line. */
function prepared(path: string, { name, text, sound }: Recording, sampleRate: number): Recording {
  const line = text.replace(/\s+/g, " ").trim();
  check(line !== "", () => `${path}: ${name}: its text is empty: say what is heard, or leave the recording out`);
  const atLeast = framesOf({ sampleRate }).kernel / sampleRate;
  const samples = oneChannel(sound, { sampleRate, atLeast, name: `${path}: ${name}` });
  return { name, text: line, sound: { sampleRate, samples: ndarray(samples, [1, samples.length]) } };
}

/** Each label needs a step of the network, and one that comes twice in a row a blank between. */
async function checkRoom(
  model: Teachable,
  { path, recordings, vocabulary }: { path: string; recordings: readonly Recording[]; vocabulary: Vocabulary },
): Promise<void> {
  const lengths = Int32Array.from(recordings, ({ sound }) => sound.samples.data.length);
  const steps = await evaluate(() => model.stepsOf(tensor(ndarray(lengths))));
  for (const [index, { name, text }] of recordings.entries()) {
    const labels = encodeText(vocabulary, text);
    const needed = labels.length + labels.filter((label, at) => label === labels[at - 1]).length;
    check(
      needed <= steps.data[index]!,
      () =>
        `${path}: ${name}: "${text}" needs ${needed} steps of the network, the sound leaves ${steps.data[index]}: is it the text of ` +
        "another recording?",
    );
  }
}

/** Few recordings are gone through more often. */
function epochsOf(recordings: number, batchSize: number): number {
  return Math.max(defaults.epochs, Math.ceil((defaults.steps * batchSize) / recordings));
}
