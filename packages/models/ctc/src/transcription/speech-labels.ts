import { BlockzooError, check, parseRecord } from "@blockzoo/core";
import { parseVocabulary, specialId, type Vocabulary } from "@blockzoo/data/text";
import { inferenceGraph, type Variant } from "@blockzoo/family";

/** What weights say that transcribe speech: how fast they hear, and what they can write. */
export interface SpeechLabels {
  /** Samples a second. */
  readonly sampleRate: number;
  /** The classes, in their order; the first is the blank, which stands for "nothing new". */
  readonly vocabulary: Vocabulary;
}

/** What speech is recorded with, in samples a second. */
export const speechRates = { least: 4000, most: 192_000 };

/** @throws BlockzooError where a value of unknown origin is not what networks that transcribe need to know */
export function parseSpeechLabels(value: unknown, where: string): SpeechLabels {
  const { sampleRate, vocabulary } = parseRecord(value, where);
  if (typeof sampleRate !== "number" || !(sampleRate >= speechRates.least && sampleRate <= speechRates.most)) {
    throw new BlockzooError(
      `${where}: sampleRate: expected a number from ${speechRates.least} to ${speechRates.most}, found ${JSON.stringify(sampleRate)}`,
    );
  }
  const parsed = parseVocabulary(vocabulary, { name: `${where}: vocabulary` });
  check(
    parsed.special.blank !== undefined && specialId(parsed, "blank") === 0,
    () => `${where}: vocabulary: expected the blank as its first token, found ${JSON.stringify(parsed.tokens[0])}`,
  );
  return { sampleRate, vocabulary: parsed };
}

/** @throws BlockzooError unless there is a token to each score of a step */
export function checkClasses({ vocabulary: { tokens } }: SpeechLabels, variant: Variant, where: string): void {
  const { output } = variant.graphs["forward"]!;
  const scores = inferenceGraph(variant).outputs.find(({ name }) => name === output)!;
  const classes = scores.tensor.shape.at(-1);
  check(
    tokens.length === classes,
    () => `${where}: has ${tokens.length} tokens for ${String(classes)} classes: name each once`,
  );
}
