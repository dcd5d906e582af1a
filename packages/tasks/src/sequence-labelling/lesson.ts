import { check, RandomStream } from "@blockzoo/core";
import { readText } from "@blockzoo/data/node";
import { parseTaggedSentences, taggedDataset, type TaggedSentence } from "@blockzoo/data/text";
import type { Lesson, LessonOptions } from "@blockzoo/family";
import { knownTokens } from "../texts/learning.js";
import { labelsLesson } from "../texts/lesson.js";
import type { TextLabels } from "../texts/text-labels.js";

const trainingShare = 0.8;

/**
 * Sentences with a label for each token, in the form of `parseTaggedSentences`. A fifth of the sentences is held out; labels
 * are all that there are, and the vocabulary is that of the sentences that are learned from.
 */
export async function sequenceLabellingLesson(
  path: string,
  { seed, note }: LessonOptions,
): Promise<Lesson<TextLabels>> {
  const sentences = parseTaggedSentences(await readText(path), { name: path });
  const labels = [...new Set(sentences.flatMap((sentence) => sentence.labels))].toSorted();
  check(labels.length >= 2, () => `${path}: has the one label ${labels[0]}, expected two at least`);
  const shuffled = Array.from(
    new RandomStream(seed, "split").permutation(sentences.length),
    (index) => sentences[index]!,
  );
  const learned = Math.floor(trainingShare * sentences.length);
  check(learned > 0, () => `${path}: has ${sentences.length} sentences, too few to hold some out`);
  const [train, test] = [shuffled.slice(0, learned), shuffled.slice(learned)];
  // Capital letters tell names: they stay.
  const tokens = train.map((sentence) => sentence.tokens);
  const meaning = { vocabulary: knownTokens(tokens, { lowercase: false }), labels };
  note(`note: learning the labels ${labels.join(", ")}`);
  const dataset = (part: readonly TaggedSentence[]) => taggedDataset({ name: path, sentences: part, ...meaning });
  return labelsLesson({ path, train: dataset(train), test: dataset(test) }, { meaning, note });
}
