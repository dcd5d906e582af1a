import { check } from "@blockzoo/core";
import { classIndices } from "../class-indices.js";
import type { Dataset } from "../dataset.js";
import { sequenceDataset } from "../sequences/sequence-dataset.js";
import { packSequences } from "../sequences/sequences.js";
import { encodeAll, paddingOf } from "./encode-all.js";
import type { TaggedSentence } from "./tagged-sentences.js";
import type { Vocabulary } from "./vocabulary.js";

/** What {@link taggedDataset} takes. */
export interface TaggedDatasetOptions {
  readonly name: string;
  readonly sentences: readonly TaggedSentence[];
  /** The names of all labels in the order of their numbers. */
  readonly labels: readonly string[];
  readonly vocabulary: Vocabulary;
}

/**
 * Sentences with a label for each token: `x` int32[n,steps] tokens with `xLengths`, padded with the vocabulary's padding token,
 * else with 0, and `y` int32[n,steps] with `yLengths`, which are the same.
 *
 * @throws BlockzooError with the sentence that has another number of labels than tokens, or a label that is none of them
 *
 * @example
 * taggedDataset({ name: "pos", sentences: parseTaggedSentences(text), labels: ["PRON", "VERB"], vocabulary });
 */
export function taggedDataset({ name, sentences, labels, vocabulary }: TaggedDatasetOptions): Dataset {
  const classes = sentences.map(({ tokens, labels: own }, index) => {
    const where = `${name}: sentence ${index}`;
    check(tokens.length === own.length, () => `${where}: has ${tokens.length} tokens and ${own.length} labels`);
    return classIndices(own, { name: where, labels }).y;
  });
  const texts = sentences.map(({ tokens }) => tokens);
  return sequenceDataset({
    name,
    sequences: { x: encodeAll(vocabulary, texts, { name: `${name}: sentence` }), y: packSequences(classes, { name }) },
    labels,
    padding: { x: paddingOf(vocabulary) },
  });
}
