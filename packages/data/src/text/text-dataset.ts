import { classIndices } from "../class-indices.js";
import type { Dataset } from "../dataset.js";
import { sequenceDataset } from "../sequences/sequence-dataset.js";
import { encodeAll, paddingOf } from "./encode-all.js";
import type { TextOrTokens, Vocabulary } from "./vocabulary.js";

/** What {@link textDataset} takes. */
export interface TextDatasetOptions {
  readonly name: string;
  readonly texts: readonly TextOrTokens[];
  /** The name of the class of each text. */
  readonly classes: readonly string[];
  /** The names of all classes in the order of their numbers. By default those that there are, sorted. */
  readonly labels?: readonly string[];
  readonly vocabulary: Vocabulary;
}

/**
 * Texts of several classes: `x` int32[n,steps] tokens with `xLengths`, `y` int32[n] classes. Each text has the begin and the
 * end token that the vocabulary declares, and is padded with its padding token, else with 0.
 *
 * @throws BlockzooError when a text is empty, has an unknown token, or is of a class that is none of the labels
 *
 * @example
 * textDataset({ name: "reviews", texts: ["a joy", "a bore"], classes: ["good", "bad"], vocabulary });   // y = [1, 0]
 */
export function textDataset({ name, texts, classes, vocabulary, ...options }: TextDatasetOptions): Dataset {
  const { y, labels } = classIndices(classes, { name, ...options });
  return sequenceDataset({
    name,
    sequences: { x: encodeAll(vocabulary, texts, { ends: true, name: `${name}: text` }) },
    arrays: { y },
    labels,
    padding: { x: paddingOf(vocabulary) },
  });
}
